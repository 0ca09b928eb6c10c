import { expect, test } from 'vitest';
import type { QueueSettings } from '../config/compiled-config.ts';
import { queueModel } from './queue-models.ts';

const ALL: readonly QueueSettings[] = [
  { model: 'pessimistic' }, { model: 'proportional' }, { model: 'trade-through' }, { model: 'power', exponent: 3 }, { model: 'decay', halfLifeMs: 1_000 },
];

test('gives the model that the settings name, with their parameter', () => {
  for (const settings of ALL) expect(queueModel(settings).name).toBe(settings.model);
  expect(queueModel({ model: 'decay', halfLifeMs: 1_000 }).afterWaiting?.(80, 2_000)).toBe(20);
  expect(queueModel({ model: 'power', exponent: 3 }).afterCancels(10, 15, 15)).toBeCloseTo(10 - 15 + 15 * (8 / 9), 9);
});
