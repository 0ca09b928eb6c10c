import { expect, test } from 'vitest';
import { closeOf } from './kalshi-terms.ts';
import { momentIn } from './zoned-time.ts';

test.each([
  ['KXETH15M-26MAY150830-30', '2026-05-15T12:30:00Z'],
  ['KXETH15M-26MAY160000-00', '2026-05-16T04:00:00Z'],
  ['KXINX-26JAN02H1600-B6912', '2026-01-02T21:00:00Z'],
  ['KXBTCD-26JUL0317-T60499.99', '2026-07-03T21:00:00Z'],
])('%s closes at %s', (ticker, close) => {
  expect(closeOf(ticker)).toBe(Date.parse(close));
});

test.each(['KXHIGHNY-25DEC05-B32.5', 'KXNEXTTEAMNBA-26LJAM-MIA', 'KXINX-26JAN42H1600-B6912'])('%s names no close', (ticker) => {
  expect(closeOf(ticker)).toBeNull();
});

test('an hour that comes twice is taken the first time, one that is skipped is none', () => {
  expect(momentIn('America/New_York', [2026, 11, 1, 1, 30, 0])).toBe(Date.parse('2026-11-01T05:30:00Z'));
  expect(momentIn('America/New_York', [2026, 3, 8, 2, 30, 0])).toBeNull();
  expect(momentIn('America/New_York', [2026, 3, 8, 3, 0, 0])).toBe(Date.parse('2026-03-08T07:00:00Z'));
  expect(momentIn('America/New_York', [2026, 4, 31, 3, 0, 0])).toBeNull();
  expect(momentIn('America/New_York', [2026, 4, 30, 24, 0, 0])).toBeNull();
});
