// How far apart a recording may show the two halves of one trade, the print and the level that shrinks by it. What one half
// has said is remembered until its window and the one after it have passed: for at least the lag and at most twice as long.

/**
 * Milliseconds. Polymarket's prints follow their level change by 17 to 83 ms (440 of 444 on polymarket-tickscope), and by up to
 * one row, a second, on polymarket-btc15m-l2. Binance's come before the depth update that shows them, by up to 100 ms.
 */
export const PRINT_LAG_MS = 1_100;

export const printWindow = (now: number): number => Math.floor(now / PRINT_LAG_MS);
