// The life of a market under a strategy as a table: the only edges there are. A market that liquidates or settles holds no
// slot of its strategy, so that another can take its place.

export const LIFECYCLES = ['candidate', 'warming', 'active', 'reducing', 'liquidating', 'settling', 'retired', 'halted'] as const;

/**
 * candidate: known and not chosen, or chosen by none · warming: chosen; its signals are not complete · active: quoted ·
 * reducing: chosen, and for now only reducing · liquidating: out of the active set, its position is worked off by stages ·
 * settling: nothing more is traded, what is held waits to be paid · retired: done with · halted: stopped by an operator or
 * a loss; where it goes on is decided when that ends.
 */
export type Lifecycle = (typeof LIFECYCLES)[number];

const EDGES: Readonly<Record<Lifecycle, readonly Lifecycle[]>> = {
  candidate: ['warming', 'liquidating', 'settling', 'retired', 'halted'],
  warming: ['active', 'candidate', 'liquidating', 'settling', 'retired', 'halted'],
  active: ['reducing', 'candidate', 'liquidating', 'settling', 'retired', 'halted'],
  reducing: ['active', 'candidate', 'liquidating', 'settling', 'retired', 'halted'],
  // Flat again it has to be chosen again; what can be sold no more waits to be paid.
  liquidating: ['candidate', 'settling', 'retired', 'halted'],
  settling: ['retired', 'candidate', 'halted'],
  // A market that the config takes again begins anew.
  retired: ['candidate'],
  halted: ['candidate', 'warming', 'liquidating', 'settling', 'retired'],
};

export const mayFollow = (from: Lifecycle, to: Lifecycle): boolean => EDGES[from].includes(to);

/** Counts against `active` of its strategy. */
export const holdsSlot = (lifecycle: Lifecycle): boolean => lifecycle === 'warming' || lifecycle === 'active' || lifecycle === 'reducing';
