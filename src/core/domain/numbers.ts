// Fixed-point numbers of the core. Prices, sizes and cash are integer micro-units (1e-6) in branded
// numbers; every product of two of them goes through `notional`, which never passes 2^53 on the way.

declare const unit: unique symbol;

/** Micro-dollars per share, 0 … 1_000_000 for a binary market. */
export type Price = number & { readonly [unit]: 'price' };
/** Micro-shares. Signed where it says so (a position), otherwise ≥ 0. */
export type Size = number & { readonly [unit]: 'size' };
/** Micro-dollars, signed. */
export type Cash = number & { readonly [unit]: 'cash' };
/** Milliseconds since the Unix epoch, as stamped on the event. */
export type TimestampMs = number & { readonly [unit]: 'timestamp' };

export const MICROS = 1_000_000;
/** What one winning share pays. */
export const PAR = MICROS as Price;

export const price = (micros: number): Price => micros as Price;
export const size = (micros: number): Size => micros as Size;
export const cash = (micros: number): Cash => micros as Cash;
export const timestamp = (ms: number): TimestampMs => ms as TimestampMs;

/**
 * price × size in micro-dollars, truncated toward zero. Exact for |size| up to 9e15 / 1e6 shares: the size is split into
 * whole shares and the rest, so that no intermediate passes 2^53.
 */
export function notional(perShare: number, shares: number): Cash {
  const whole = Math.trunc(shares / MICROS);
  const rest = shares - whole * MICROS;
  // The last term turns −0 into 0, which JSON would do behind our back.
  return (perShare * whole + Math.trunc((perShare * rest) / MICROS) + 0) as Cash;
}

/** The price of the other outcome: a bid at p on YES is an ask at 1 − p on NO. */
export const complement = (p: Price): Price => (MICROS - p) as Price;
