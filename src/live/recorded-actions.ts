// Actions that are on the disk before they are sent and forgotten when it is known what became of them, each told with what
// it is known by.

import type { ActionRef, ChainActions } from '../venues/polymarket/chain/chain-actions.ts';
import type { ChainCall } from '../venues/polymarket/chain/chain-call.ts';
import type { ActionRecord } from './action-record.ts';

export const whatOf = (calls: readonly ChainCall[]): string => calls.map(({ what }) => what).join('; ');

/** The newest hash, or what the relayer knows a batch by. */
export const knownBy = (ref: ActionRef): string => (ref.kind === 'transaction' ? ref.hashes.at(-1) ?? `nonce ${ref.nonce}` : ref.transactionId ?? ref.digest);

export function recordedActions(actions: ChainActions, record: ActionRecord, say: (text: string) => void): ChainActions {
  return {
    account: actions.account, mostCalls: actions.mostCalls,
    prove: (ref) => actions.prove(ref),
    async perform(calls, note) {
      const what = whatOf(calls);
      let isNoted = false;
      const outcome = await actions.perform(calls, async (ref) => {
        record.write(ref, what);
        isNoted = true;
        await note(ref);
        say(`${what}: sending as ${knownBy(ref)}`);
      });
      // What was not sent leaves the record of what was.
      if (isNoted && outcome.kind !== 'unknown') record.clear();
      return outcome;
    },
  };
}
