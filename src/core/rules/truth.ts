// Kleene's three-valued logic as ordered numbers, so that "and" is the minimum, "or" the maximum and "not" the mirror.

export type Truth = 0 | 1 | 2;

export const FALSE = 0;
export const UNKNOWN = 1;
export const TRUE = 2;

export const negate = (truth: Truth): Truth => (2 - truth) as Truth;

export const truthName = (truth: Truth): 'true' | 'false' | 'unknown' =>
  truth === TRUE ? 'true' : truth === FALSE ? 'false' : 'unknown';
