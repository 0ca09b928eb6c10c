// The venue's hash of a token's book: SHA-1 of the compact JSON of its summary with the hash left empty. Checked against
// captured answers, first frames and price changes of 2026: the keys stand in the order in which the venue sends them.

import { createHash } from 'node:crypto';
import type { LevelList } from '../../../core/domain/events.ts';
import { textOfMicros } from './micros-of.ts';
import type { Fields } from './undecodable.ts';

const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex');

/** Of an answer to `/book`, with its keys in the order they came in. */
export const hashOfAnswer = (answer: Fields): string => sha1(JSON.stringify({ ...answer, hash: '' }));

export interface HashedBook {
  readonly market: string;
  readonly token: string;
  /** Milliseconds. */
  readonly ts: number;
  /** Flat pairs of micro-units, best first. */
  readonly bids: LevelList;
  readonly asks: LevelList;
  readonly minSize: number;
  readonly tick: number;
  readonly negRisk: boolean;
  /** As the venue wrote it. The two tokens of a condition have one. */
  readonly lastTrade: string;
}

/** Of a book that we hold. Right where the venue writes decimals in their shortest form, which in books it does. */
export function bookHash({ market, token, ts, bids, asks, minSize, tick, negRisk, lastTrade }: HashedBook): string {
  return sha1(`{"market":"${market}","asset_id":"${token}","timestamp":"${ts}","hash":"","bids":${levelsText(bids)},"asks":${levelsText(asks)},`
    + `"min_order_size":"${textOfMicros(minSize)}","tick_size":"${textOfMicros(tick)}","neg_risk":${negRisk},"last_trade_price":${JSON.stringify(lastTrade)}}`);
}

/** Best last, as the venue has it. */
function levelsText(levels: LevelList): string {
  let out = '';
  for (let i = 0; i < levels.length; i += 2) out = `{"price":"${textOfMicros(levels[i] as number)}","size":"${textOfMicros(levels[i + 1] as number)}"}${out === '' ? '' : ','}${out}`;
  return `[${out}]`;
}
