import { expect, test } from 'vitest';
import { cents, dollars, duration, gain, listed, percent, points, price, wholeGain } from './figures.ts';

test('shows money with its sign, to the cent, and does not lose what is smaller', () => {
  expect([1.234, -0.5, 0, 12_345.678, 0.0012, -0.0049].map(gain)).toEqual(['+$1.23', '−$0.50', '$0.00', '+$12,345.68', '+$0.0012', '−$0.0049']);
  expect(dollars(12.4)).toBe('$12.40');
  expect([cents(0.0123), cents(-0.31)]).toEqual(['1.23c', '−31.00c']);
  expect([price(0.485), price(0.5), price(null), price(0.0001)]).toEqual(['48.5c', '50c', '–', '0.01c']);
});

test('never rounds a share up to all or down to nothing', () => {
  expect([0, 0.0001, 0.0862, 0.0996, 0.823, 0.9951, 0.99999, 1, null].map(percent)).toEqual(['0 %', '<0.1 %', '8.6 %', '10 %', '82 %', '99.5 %', '>99.9 %', '100 %', '–']);
});

test('shows differences with their sign', () => {
  expect([points(0.03), points(-0.001), points(-0.0001), wholeGain(1200), wholeGain(-3), wholeGain(0)]).toEqual(['+3.0 pp', '−0.1 pp', '0.0 pp', '+1,200', '−3', '0']);
});

test('shows a span in its two largest units', () => {
  expect([250, 8_400, 60_000, 5_400_000, 90_061_000, 59_960].map(duration)).toEqual(['250 ms', '8.4 s', '1 min', '1 h 30 min', '1 d 1 h', '1 min']);
});

test('lists names as a sentence does', () => {
  expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'])]).toEqual(['', 'a', 'a and b', 'a, b and c']);
});
