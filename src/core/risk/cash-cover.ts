// Short of cash, reducing must still be possible: a layer that would have to buy the complement with cash that is not
// there is cut to the tokens that are held, which cost nothing to sell.

import type { Instrument } from '../domain/instrument.ts';
import { notional } from '../domain/numbers.ts';
import type { Side } from '../domain/side.ts';
import { DROP, type LadderSide } from '../quoting/ladder.ts';
import { toSize } from '../quoting/rounding.ts';
import { unitCost } from './exposure.ts';

/** `held`: micro-shares of the token that the side sells; `cash`: micro-dollars free for this market. */
export function coverByTokens(side: Side, quotes: LadderSide, held: number, cash: number, instrument: Instrument): void {
  let left = held;
  for (let layer = 0; layer < quotes.count; layer++) {
    const size = quotes.size[layer]!;
    if (size === 0) continue;
    if (size > left && notional(unitCost(side, quotes.price[layer]!), size) > cash) {
      const cut = toSize(left, instrument.lot);
      if (cut < instrument.minSize) continue;
      quotes.size[layer] = cut;
      quotes.reason[layer] = DROP['no-cash'];
    }
    left = Math.max(0, left - quotes.size[layer]!);
  }
}
