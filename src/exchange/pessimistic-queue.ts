// The queue model that never flatters: all that is displayed when we arrive stands before us, whoever cancels stood behind
// us, and only prints move us forward, or a level that shows less than we thought was ahead.

import type { QueueModel, QueuePlace } from './queue-model.ts';

/**
 * How long after a level shrank a print may still be the cause of it, ms. Recorded prints follow their level change by 17 to
 * 83 ms (440 of 444 on polymarket-tickscope), and by up to one row, a second, on polymarket-btc15m-l2. Without it the same
 * trade would bring us forward twice: once as a smaller level and once as a print.
 */
export const PRINT_LAG_MS = 1_100;

export interface PessimisticPlace extends QueuePlace {
  ahead: number;
  /** What the shrinking level has brought us forward by and no print has accounted for yet. */
  unprinted: number;
  shrankAt: number;
}

export const pessimisticQueue: QueueModel<PessimisticPlace> = {
  name: 'pessimistic',

  join: (displayed, unexplained, now) => ({ ahead: displayed, unprinted: unexplained, shrankAt: now }),

  displayed(place, size, now) {
    if (size >= place.ahead) return;
    const unprinted = now - place.shrankAt > PRINT_LAG_MS ? 0 : place.unprinted;
    place.unprinted = unprinted + place.ahead - size;
    place.shrankAt = now;
    place.ahead = size;
  },

  traded(place, size, now) {
    if (now - place.shrankAt > PRINT_LAG_MS) place.unprinted = 0;
    const accounted = Math.min(size, place.unprinted);
    place.unprinted -= accounted;
    const served = Math.min(size - accounted, place.ahead);
    place.ahead -= served;
    return size - accounted - served;
  },
};
