// Days as the venue counts incentives: from 00:00 UTC.

const DAY_MS = 86_400_000;

/** Days since the epoch. */
export const dayOf = (ms: number): number => Math.floor(ms / DAY_MS);
/** YYYY-MM-DD. */
export const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
