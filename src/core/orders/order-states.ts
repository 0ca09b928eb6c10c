// The life of an order as a table: the only edges there are. An event that would take another is a fault of ours or of
// the venue's and is said aloud, never applied.

import type { OrderState } from '../domain/order.ts';

const EDGES: Readonly<Record<OrderState, readonly OrderState[]>> = {
  intended: ['sent'],
  // A fill or a cancel confirmation can overtake the acknowledgement.
  sent: ['working', 'done', 'rejected', 'unknown', 'cancel-pending'],
  working: ['done', 'cancel-pending', 'unknown'],
  'cancel-pending': ['done', 'working', 'cancel-unknown', 'rejected', 'absent'],
  'cancel-unknown': ['done', 'working', 'cancel-pending', 'rejected', 'absent'],
  unknown: ['working', 'done', 'rejected', 'absent', 'cancel-pending'],
  done: [],
  rejected: [],
  absent: [],
};

export const mayBecome = (from: OrderState, to: OrderState): boolean => EDGES[from].includes(to);
/** Done, rejected or absent: the venue has proved that nothing of it rests. */
export const isTerminal = (state: OrderState): boolean => EDGES[state].length === 0;
