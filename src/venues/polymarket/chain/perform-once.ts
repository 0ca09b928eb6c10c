// Repeats nothing that may have happened: an action that was begun before is proved first, by what it is known by, then by what
// is held; only where both say that it did not happen is it performed.

import type { ActionOutcome, ActionRef, ChainActions } from './chain-actions.ts';
import type { ChainCall } from './chain-call.ts';

export interface OnceOptions {
  readonly actions: ChainActions;
  /** What the journal has of an earlier attempt; null where there was none. */
  readonly begun: ActionRef | null;
  readonly note: (ref: ActionRef) => void | Promise<void>;
  /** Whether what is held shows it: null where that cannot tell. */
  readonly showsInBalances: () => Promise<boolean | null>;
}

/** `already`: it had happened before. */
export type OnceOutcome = ActionOutcome | { readonly kind: 'already' };

export async function performOnce(calls: readonly ChainCall[], { actions, begun, note, showsInBalances }: OnceOptions): Promise<OnceOutcome> {
  if (begun !== null) {
    const earlier = await actions.prove(begun);
    if (earlier.kind === 'done') return earlier;
    if (earlier.kind === 'unknown') return (await showsInBalances()) === true ? { kind: 'already' } : earlier;
  }
  return actions.perform(calls, note);
}
