// The compiled `quote.model` and `quote.reference`: a part of the compiled configuration.

export const REFERENCE_FEEDS = ['polymarket-polybolt', 'polymarket-rtds', 'kraken'] as const;
/** A price outside the venue, and how it becomes a fair value. */
export interface ReferenceSettings {
  readonly feed: (typeof REFERENCE_FEEDS)[number];
  readonly symbol: string;
  /** Over which its volatility is measured. */
  readonly volatilityMs: number;
  readonly maxAgeMs: number;
}

/** What a formula takes besides fair value, volatility and inventory. */
export type ModelSettings =
  | ModelRisk & { readonly kind: 'avellaneda-stoikov'; readonly horizonMs: number }
  /** `perSecond`: takers who would reach a quote at the midpoint, a side. */
  | ModelRisk & { readonly kind: 'glft'; readonly perSecond: number };
interface ModelRisk {
  /** Micro-dollars: 1/γ. */
  readonly tolerance: number;
  /** Micro-dollars: the most the centre moves for inventory. */
  readonly maxShift: number;
  /** Micro-dollars: 1/k, over which takers become e times fewer. */
  readonly reach: number;
}
