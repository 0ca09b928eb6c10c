// What is said of either token, in canonical YES terms: a bid for NO at p is an ask for YES at 1 − p.

import type { LevelList } from '../../../core/domain/events.ts';
import { MICROS, PAR, type Price, type Size } from '../../../core/domain/numbers.ts';
import { opposite, type Side } from '../../../core/domain/side.ts';
import { NOT_STATED } from '../wire/market-message.ts';

export interface YesLevels { readonly bids: LevelList; readonly asks: LevelList }
export interface YesChange { readonly side: Side; readonly price: Price; readonly size: Size }
/** NOT_STATED, or the best prices; 0 for no bid, PAR for no ask. */
export interface YesBest { readonly bid: number; readonly ask: number }

export const yesPrice = (price: Price, isYes: boolean): Price => (isYes ? price : ((MICROS - price) as Price));
export const yesSide = (side: Side, isYes: boolean): Side => (isYes ? side : opposite(side));
/** The side that crossed: buying NO is selling YES. */
export const yesTaker = (taker: 'buy' | 'sell', isYes: boolean): Side => ((taker === 'buy') === isYes ? 'bid' : 'ask');

export const yesLevels = (bids: LevelList, asks: LevelList, isYes: boolean): YesLevels => (isYes ? { bids, asks } : { bids: mirrored(asks), asks: mirrored(bids) });
const mirrored = (levels: LevelList): number[] => levels.map((value, i) => (i % 2 === 0 ? MICROS - value : value));

export function yesBest(bestBid: number, bestAsk: number, isYes: boolean): YesBest {
  if (isYes) return { bid: bestBid, ask: bestAsk };
  return { bid: bestAsk === NOT_STATED ? NOT_STATED : PAR - bestAsk, ask: bestBid === NOT_STATED ? NOT_STATED : PAR - bestBid };
}
