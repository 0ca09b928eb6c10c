// What the guards are set to, compiled: those of a market, and those of venues and the clock.

/** A value and the window it is measured over. */
export interface Windowed { readonly value: number; readonly windowMs: number }
/** Each guard null where it is not asked for. */
export interface AdverseSelectionSettings {
  /** Micro-dollars that fair value moves. */
  readonly velocity: Windowed | null;
  /** Taker volume of one direction less the other over their sum, 0 … 1. */
  readonly flowImbalance: Windowed | null;
  /** Micro-dollars a share, below 0; the window is how long after a fill it is valued. */
  readonly markout: Windowed | null;
  /** Fills, of both sides, and of one side without any of the other. */
  readonly fillRate: Windowed | null;
  readonly oneSidedFills: Windowed | null;
  /** pull: quotes that would add go; cancel-only: all go. */
  readonly then: 'pull' | 'cancel-only';
  /** How long a guard holds after its last trip. */
  readonly forMs: number;
}
export interface DivergenceSettings {
  /** `trades`, or the name of another market. */
  readonly from: string;
  /** What of the trades counts, or how old the book of the other market may be. */
  readonly windowMs: number;
  /** Micro-dollars. */
  readonly above: number;
  readonly whenUnknown: 'quote' | 'stop';
}
export interface DataSettings { readonly bookMaxAgeMs: number }
/** Requests a minute, of each venue. */
export interface RateSettings { readonly places: number | null; readonly cancels: number | null; readonly queries: number | null }

/** What venues, feeds and the clock have to be like. Counts are over all markets of a venue. */
export interface HealthSettings {
  readonly dataMaxAgeMs: number | null;
  readonly answerMaxAgeMs: number;
  readonly clockJumpMs: number;
  readonly rejects: Windowed | null;
  readonly errors: Windowed;
  readonly unknownOrders: number;
  readonly cleanReports: number;
  /** How long rejects and errors hold after they were last too many. */
  readonly forMs: number;
}
