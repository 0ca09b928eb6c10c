// Ctrl-C and SIGTERM: the first asks for an orderly end, the second leaves at once and says what that risks.

import { EXIT } from '../errors/exit-codes.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

export interface StopSignals {
  readonly received: string | null;
  /** Gives the signals their ordinary meaning again. */
  ignore(): void;
}

export function stopSignals(onFirst: () => void, say: (text: string) => void): StopSignals {
  let received: string | null = null;
  const listener = (signal: NodeJS.Signals): void => {
    if (received !== null) {
      say(`${signal} again: leaving at once. Open orders were NOT proved cancelled; the next start reconciles them.`);
      process.exit(EXIT.failed);
    }
    received = signal;
    say(`${signal}: cancelling all orders and proving that none is open (again to leave at once)`);
    onFirst();
  };
  for (const signal of SIGNALS) process.on(signal, listener);
  return {
    get received() { return received; },
    ignore() { for (const signal of SIGNALS) process.off(signal, listener); },
  };
}
