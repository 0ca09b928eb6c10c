// Where the reference of a fair value comes from when it is no market.

/** What was paid in the market itself. */
export const FROM_TRADES = 'trades';
