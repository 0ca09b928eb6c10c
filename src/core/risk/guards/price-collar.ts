// The price collar: no order, whoever wants it, reaches further through the market than this. What a model or a
// liquidation works out from a wrong number ends here.

import type { Side } from '../../domain/side.ts';
import { DROP, type LadderSide } from '../../quoting/ladder.ts';
import type { GuardSpec } from './guard-spec.ts';

export const priceCollar: GuardSpec = {
  name: 'price collar', protects: 'From buying far above what is asked and selling far below what is bid.',
  keys: ['limits.collar'], codes: ['collar'],
  metric: 'how far a bid lies above the best ask of others, an ask below their best bid; from fair value where that side is empty; orders that leave a position end at it, others are dropped', unit: 'cents',
  clears: 'with the price: each order is judged for itself',
  provenance: 'lessons of other makers, Liquidation: price from the opposite touch and bound the slippage; reliability.md, invariant 3', constant: 'structural',
};

/** `opposite`: best price of others on the other side, NaN where it is empty. Where nothing is known no order stands. */
export function collarSide(side: Side, quotes: LadderSide, opposite: number, fairValue: number, collar: number): void {
  const from = Number.isNaN(opposite) ? fairValue : opposite;
  for (let layer = 0; layer < quotes.count; layer++) {
    if (quotes.size[layer] === 0) continue;
    const through = side === 'bid' ? quotes.price[layer]! - from : from - quotes.price[layer]!;
    if (!(through <= collar)) quotes.drop(layer, DROP.collar);
  }
}
