// A made-up recording of takers who reach as far as the law says: a book around a midpoint that moves now and then, and
// trades at the price that each of them walks to.

import { Random } from '../exchange/random.ts';
import { ASK, BID, KIND, NO_SIDE, TapeColumns } from '../tape/columns.ts';

export interface TakerLaw {
  /** A and 1/k: a minute and side at the midpoint, cents. */
  readonly perMinute: number;
  readonly reachCents: number;
}

const CENT = 10_000;
const MINUTE = 60_000;

/** A tick of a cent, a half-spread of half a cent, `minutes` long. Each taker prints twice: at the touch, and where it ends. */
export function simulatedTakers({ perMinute, reachCents }: TakerLaw, { seed, minutes, market = 0 }: { readonly seed: number; readonly minutes: number; readonly market?: number }): TapeColumns {
  const random = new Random(seed, `takers ${market}`);
  const rows = new TapeColumns();
  const shares = 100_000_000;
  /** The best bid, in cents; the best ask stands one above. */
  let bid = 50;
  const snapshot = (ts: number): void => {
    rows.row(KIND.snapshot, ts, market, NO_SIDE, 0, 4);
    for (const [side, cents] of [[BID, bid], [BID, bid - 1], [ASK, bid + 1], [ASK, bid + 2]] as const) rows.row(KIND.level, ts, market, side, cents * CENT, shares);
  };
  snapshot(0);
  // Of those who come at all, all reach the touch: P(reach half a cent) is in the rate.
  const comes = 2 * perMinute * Math.exp(-0.5 / reachCents);
  for (let ts = 1 + random.exponential(MINUTE / comes); ts < minutes * MINUTE; ts += random.exponential(MINUTE / comes)) {
    const at = Math.round(ts);
    const levels = Math.min(20, Math.floor(random.exponential(reachCents)));
    const isBuy = random.chance(0.5);
    const touch = isBuy ? bid + 1 : bid;
    rows.trade(at, market, isBuy ? BID : ASK, touch * CENT, 1_000_000);
    if (levels > 0) rows.trade(at, market, isBuy ? BID : ASK, (isBuy ? touch + levels : touch - levels) * CENT, 1_000_000);
    if (random.chance(0.1)) {
      bid = Math.max(30, Math.min(70, bid + (random.chance(0.5) ? 1 : -1)));
      snapshot(at);
    }
  }
  return rows;
}
