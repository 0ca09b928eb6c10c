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

export function stopSignals(onFirst: () => void, say: (text: string) => void): StopSignals {
  let received: string | null = null;
  let receivedAt = 0;
  const listener = (signal: NodeJS.Signals): void => {
    if (received !== null) {
      if (performance.now() - receivedAt < SAME_WISH_MS) return;
      say(`${signal} again: leaving at once. Open orders were NOT proved cancelled; the next start reconciles them.`);
      process.exit(EXIT.failed);
    }
    received = signal;
    receivedAt = performance.now();
    say(`${signal}: cancelling all orders and proving that none is open (press again to leave at once)`);
    onFirst();
  };
  for (const signal of SIGNALS) process.on(signal, listener);
  return {
    get received() { return received; },
    ignore() { for (const signal of SIGNALS) process.off(signal, listener); },
  };
}
