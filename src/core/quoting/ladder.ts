// The orders wanted in one market, as numbers in arrays that are reused from decision to decision. A layer that is not
// wanted after all keeps its place with size 0 and the reason.

/** Why a wanted quote is not in the market. A closed set; index = code in the arrays. */
export const DROP_REASONS = [
  'quoted', 'permission', 'pulled', 'below-minimum-edge', 'would-cross', 'own-cross', 'below-minimum-size',
  'position-limit', 'notional-limit', 'gross-notional-limit', 'open-orders-limit', 'reduce-only', 'no-cash', 'same-price',
  'group-notional-limit', 'capital-limit',
  'not-wanted', 'beyond-collar',
  'collar', 'side-only-reduces',
] as const;
export type DropReason = (typeof DROP_REASONS)[number];

export const DROP: Readonly<Record<DropReason, number>> =
  Object.fromEntries(DROP_REASONS.map((reason, index) => [reason, index])) as Record<DropReason, number>;

export const MAX_LAYERS = 10;

/** How a layer goes to the venue: it rests and never takes, it rests and may take, or it takes at once what there is. */
export const REST_POST_ONLY = 0;
export const REST = 1;
export const TAKE = 2;

export class LadderSide {
  count = 0;
  readonly price = new Float64Array(MAX_LAYERS);
  /** As the strategy wants it, before limits. */
  readonly wanted = new Float64Array(MAX_LAYERS);
  /** As the limits allow it; 0 when dropped. */
  readonly size = new Float64Array(MAX_LAYERS);
  /** Index into DROP_REASONS: why `size` is 0, or which limit trimmed it. */
  readonly reason = new Uint8Array(MAX_LAYERS);
  /** One of the three above. */
  readonly style = new Uint8Array(MAX_LAYERS);

  drop(layer: number, reason: number): void {
    this.size[layer] = 0;
    this.reason[layer] = reason;
  }

  /** The nearest layer that stands; −1 when none does. */
  nearest(): number {
    for (let i = 0; i < this.count; i++) if (this.size[i]! > 0) return i;
    return -1;
  }

  /** Its price; NaN when none stands. */
  best(): number {
    const layer = this.nearest();
    return layer < 0 ? NaN : this.price[layer]!;
  }
}

export class Ladder {
  readonly bids = new LadderSide();
  readonly asks = new LadderSide();

  clear(): void {
    this.bids.count = 0;
    this.asks.count = 0;
  }
}
