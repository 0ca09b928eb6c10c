// A condition as the adapter trades it: what of a market is needed to subscribe to it, to sign orders on it and to name
// its two tokens. The core sees the `Instrument`; this stays on the edge.

import type { Price, Size } from '../../core/domain/numbers.ts';

/** Which of the venue's order systems the market trades in: "v1" by conditional tokens, "v2" by positions of Protocol V2. */
export type MarketVersion = 'v1' | 'v2';

export interface PolymarketMarket {
  /** 0x and 64 hex digits; the key of the market in channels and answers. */
  readonly conditionId: string;
  /** The name of the market in strategies.yaml. */
  readonly slug: string;
  /** Decimal text of the first and the second outcome's id: a token id where `version` is v1, a position id where it is v2. */
  readonly yesId: string;
  readonly noId: string;
  readonly version: MarketVersion;
  readonly negRisk: boolean;
  readonly tick: Price;
  /** The least size of a resting order. */
  readonly minSize: Size;
}
