// The two sides of the canonical (YES) book.

export type Side = 'bid' | 'ask';

export const opposite = (side: Side): Side => (side === 'bid' ? 'ask' : 'bid');
/** +1 where a fill adds to the YES position, −1 where it takes from it. */
export const direction = (side: Side): 1 | -1 => (side === 'bid' ? 1 : -1);
