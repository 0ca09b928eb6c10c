// From micro-units to the decimals that operators read. Only for what is shown.

const NULLABLE = (micros: number): number | null => (Number.isFinite(micros) ? micros / 1_000_000 : null);

export const dollars = (micros: number): number => micros / 1_000_000;
export const shares = (micros: number): number => micros / 1_000_000;
/** Null for NaN. */
export const priceOrNull = NULLABLE;
