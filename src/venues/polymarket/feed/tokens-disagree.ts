// Usually a message tells a change of both tokens, the one the mirror of the other. What was said last of a level on either has to
// be the same.

import { PAR } from '../../../core/domain/numbers.ts';
import type { PriceChange } from '../wire/market-message.ts';

export function tokensDisagree(changes: readonly PriceChange[]): boolean {
  const [first, second] = changes;
  if (first === undefined || second === undefined) return false;
  if (changes.length === 2) return first.token !== second.token && first.side !== second.side && first.price + second.price === PAR && first.size !== second.size;
  const own = new Map<number, number>();
  const other = new Map<number, number>();
  for (const { token, side, price, size } of changes) {
    if (token === first.token) own.set(side === 'bid' ? price : -price, size);
    else other.set(side === 'bid' ? price - PAR : PAR - price, size);
  }
  for (const [level, size] of own) if ((other.get(level) ?? size) !== size) return true;
  return false;
}
