// Ctrl-C, SIGTERM and the SIGHUP of a closed terminal: the first asks for an orderly end, another one a moment later leaves
// at once and says what that risks.

import { EXIT } from '../errors/exit-codes.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** One Ctrl-C under npm arrives twice: from the terminal, and passed on by npm. */
const SAME_WISH_MS = 1_000;

export interface StopSignals {
  readonly received: string | null;
  /** Gives the signals their ordinary meaning again. */
  ignore(): void;
}

export interface StopWords { readonly first: string; readonly again: string }
const TRADING: StopWords = {
  first: 'cancelling all orders and proving that none is open (press again to leave at once)',
  again: 'leaving at once. Open orders were NOT proved cancelled; the next start reconciles them.',
};
/** Of work that has a result worth showing before it is complete. */
export const COMPUTING: StopWords = { first: 'stopping with what there is (press again to leave at once)', again: 'leaving at once, without a result' };

export function stopSignals(onFirst: () => void, say: (text: string) => void, words: StopWords = TRADING): StopSignals {
  let received: string | null = null;
  let receivedAt = 0;
  const listener = (signal: NodeJS.Signals): void => {
    if (received !== null) {
      if (performance.now() - receivedAt < SAME_WISH_MS) return;
      say(`${signal} again: ${words.again}`);
      process.exit(EXIT.failed);
    }
    received = signal;
    receivedAt = performance.now();
    say(`${signal}: ${words.first}`);
    onFirst();
  };
  for (const signal of SIGNALS) process.on(signal, listener);
  return {
    get received() { return received; },
    ignore() { for (const signal of SIGNALS) process.off(signal, listener); },
  };
}
