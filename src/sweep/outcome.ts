// What a sweep keeps of a backtest: what ranks it and what says how far to believe it. Series and single fills are left
// out; the backtest of one combination can be run again for them.

import type { Markouts, BacktestResult, ModelResult, PnlParts } from '../backtest/result.ts';

export interface ModelOutcome {
  readonly model: ModelResult['model'];
  readonly pnl: PnlParts;
  readonly fills: number;
  readonly volume: number;
  readonly maxDrawdown: number;
  readonly quoteUptime: number;
  readonly markouts: Markouts;
  readonly pickedOff: number | null;
  readonly commandHash: string;
  readonly returns: ModelResult['returns'];
}

export interface Outcome {
  readonly version: 1;
  readonly key: string;
  readonly tape: string;
  readonly from: number;
  readonly to: number;
  readonly events: number;
  readonly seconds: number;
  readonly ended: string;
  readonly assumptions: readonly string[];
  readonly findings: readonly string[];
  readonly unsettled: number;
  /** In the order of the job's models. */
  readonly models: readonly ModelOutcome[];
}

export const outcomeOf = (key: string, { tape, from, to, events, seconds, ended, assumptions, findings, unsettled, models }: BacktestResult): Outcome => ({
  version: 1, key, tape: tape.name, from, to, events, seconds, ended, assumptions, findings, unsettled: unsettled.length,
  models: Object.values(models).map(({ model, pnl, fills, volume, maxDrawdown, quoteUptime, markouts, pickedOff, commandHash, returns }) =>
    ({ model, pnl, fills, volume, maxDrawdown, quoteUptime, markouts, pickedOff, commandHash, returns })),
});

/** stopped: it was ended before its time, and what there was of it is not kept. */
export type Answer =
  | { readonly kind: 'done'; readonly outcome: Outcome }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'stopped' };
