import { expect, test } from 'vitest';
import { profileOverlay } from './profile-overlay.ts';
import type { Calibration, OrderCalibration } from './calibration.ts';
import { fitOrders } from './fit-orders.ts';
import { LifeBuilder } from './life-builder.ts';
import { recommend, warningsOf } from './recommend.ts';
import { LAWS, simulatedOrders, type Laws } from './simulated-orders.fixture.ts';

function calibrated(laws: Laws): OrderCalibration {
  const builder = new LifeBuilder();
  for (const event of simulatedOrders(laws, { seed: 3, events: 30, ordersEach: 150 })) builder.add(event);
  return { data: { file: 'orders.csv', sha256: '0'.repeat(64) }, ...fitOrders(builder.finish(), { seed: 1, rounds: 100, progress: () => {} }) };
}
const cancelling = calibrated(LAWS);

test('recommends decay with the slow end of the interval, in whole seconds', () => {
  const { queue } = recommend(cancelling);
  expect(queue).toEqual({ model: 'decay', halfLifeMs: Math.ceil(cancelling.parameters.halfLifeSeconds?.high ?? 0) * 1_000 });
});

test.each([
  ['cannot be told from never', null], ['is longer than a day', 90_000],
])('recommends pessimistic where the half-life %s', (_, high) => {
  const orders = { ...cancelling, parameters: { ...cancelling.parameters, halfLifeSeconds: { value: 400, low: 100, high } } };
  expect(recommend(orders).queue).toEqual({ model: 'pessimistic' });
});

test('warns of one venue, short watches and what the log does not hold', () => {
  const words = warningsOf(cancelling, null, null).join('\n');
  for (const part of ['One bot on one venue', 'No place was watched for longer than', 'come from one event', 'The log holds no trades and no book', 'exponent of the `power` model cannot be fitted']) expect(words).toContain(part);
});

test('writes an overlay of the paper profile whose comments say what it rests on, no line too long', () => {
  const recommendation = recommend(cancelling);
  const calibration: Calibration = { version: 1, seed: 1, rounds: 100, orders: cancelling, probe: null, arrivals: null, recommendation, warnings: warningsOf(cancelling, null, null) };
  const text = profileOverlay(calibration, recommendation, '../schemas/profile.schema.json');
  const seconds = recommendation.queue.model === 'decay' ? recommendation.queue.halfLifeMs / 1_000 : 0;
  expect(text).toContain(`extends: paper\nexchange:\n  queue: { model: decay, halfLife: ${seconds}s }\n...\n`);
  expect(text).toContain('#   orders.csv sha256 0000000000000000');
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
  expect(text.split('\n').filter((line) => !line.startsWith('#') && line.startsWith(' ')).length).toBe(1);
});
