/** Returns one fact, in its canonical unit, as it is now; NaN when it is not known. Bound to its subject and window. */
export type FactReader = () => number;
