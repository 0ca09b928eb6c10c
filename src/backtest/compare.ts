// Two results over one tape, model by model: what differs in profit and loss and in the quotes, and whether the difference is
// more than chance would make. Always B less A.

import { BACKTEST_ERRORS } from '../errors/backtest.ts';
import { EvenkeelError } from '../errors/define.ts';
import { quoteDifferences, type QuoteDifferences } from './compare-quotes.ts';
import { comparisonHeadline, comparisonSentence, type DifferenceInterval, type Headline } from './compare-words.ts';
import { listed } from './report/figures.ts';
import type { BacktestResult, ModelResult, PnlParts } from './result.ts';
import { bootstrapSum, FEWEST_VALUES } from './statistics/bootstrap.ts';

export interface ComparedFigures {
  readonly pnl: PnlParts; readonly fills: number; readonly volume: number; readonly quoteUptime: number;
  /** Null where nothing is known of the orders' places. */
  readonly fillRatio: number | null;
  /** Dollars; less is better. */
  readonly maxDrawdown: number;
}
export interface ModelComparison {
  readonly model: string;
  readonly a: ComparedFigures;
  readonly b: ComparedFigures;
  readonly difference: ComparedFigures;
  readonly interval: DifferenceInterval | null;
  /** Why there is no interval. */
  readonly noInterval: string | null;
  readonly quotes: QuoteDifferences;
  /** True when the two sent the same commands. */
  readonly isSame: boolean;
  readonly sentence: string;
}
export interface ComparedRun { readonly name: string; readonly profile: string; readonly configHash: string; readonly commandHash: string; readonly from: number; readonly to: number; readonly seed: number; readonly ended: string }
export interface Comparison {
  readonly version: 1;
  readonly tape: BacktestResult['tape'];
  readonly a: ComparedRun;
  readonly b: ComparedRun;
  readonly headline: Headline;
  /** What makes the two less comparable. */
  readonly notes: readonly string[];
  readonly models: readonly ModelComparison[];
  /** P&L by model, each run over its own moments. */
  readonly curves: Readonly<Record<string, { readonly a: Curve; readonly b: Curve }>>;
}
interface Curve { readonly ts: readonly number[]; readonly pnl: readonly number[] }

export function compare(a: BacktestResult, b: BacktestResult): Comparison {
  if (a.tape.hash !== b.tape.hash) {
    throw new EvenkeelError(BACKTEST_ERRORS.differentTapes, `${a.config.name} ran on ${a.tape.path} (${a.tape.hash.slice(0, 12)}), ${b.config.name} on ${b.tape.path} (${b.tape.hash.slice(0, 12)})`, { a: a.tape.hash, b: b.tape.hash });
  }
  const common = Object.keys(a.models).flatMap((model) => {
    const [inA, inB] = [a.models[model], b.models[model]];
    return inA === undefined || inB === undefined ? [] : [{ model, inA, inB }];
  });
  if (common.length === 0) {
    throw new EvenkeelError(BACKTEST_ERRORS.noCommonModel, `${a.config.name} ran under ${Object.keys(a.models).join(', ')}, ${b.config.name} under ${Object.keys(b.models).join(', ')}`);
  }
  const models = common.map(({ model, inA, inB }) => comparedModel(model, inA, inB, { seed: a.seed, isAligned: a.from === b.from }));
  return {
    version: 1, tape: a.tape, a: runOf(a), b: runOf(b), headline: comparisonHeadline(models), notes: notesOn(a, b), models,
    curves: Object.fromEntries(common.map(({ model, inA, inB }) => [model, { a: curveOf(inA), b: curveOf(inB) }])),
  };
}

function comparedModel(model: string, a: ModelResult, b: ModelResult, options: { readonly seed: number; readonly isAligned: boolean }): ModelComparison {
  const [figuresA, figuresB] = [figuresOf(a), figuresOf(b)];
  const compared = {
    model, a: figuresA, b: figuresB, difference: less(figuresB, figuresA), ...intervalOf(a, b, options),
    quotes: quoteDifferences(a.markets, b.markets), isSame: a.commandHash === b.commandHash && a.pnl.total === b.pnl.total,
  };
  return { ...compared, sentence: comparisonSentence(compared) };
}

function intervalOf({ returns: a }: ModelResult, { returns: b }: ModelResult, { seed, isAligned }: { readonly seed: number; readonly isAligned: boolean }): Pick<ModelComparison, 'interval' | 'noInterval'> {
  const bucketMs = Math.max(a.bucketMs, b.bucketMs);
  if (!isAligned || bucketMs % a.bucketMs !== 0 || bucketMs % b.bucketMs !== 0) return { interval: null, noInterval: 'the two runs cover different spans of time' };
  const [ofA, ofB] = [coarsened(a, bucketMs), coarsened(b, bucketMs)];
  // The last bucket of the shorter run ended before that of the longer.
  const buckets = ofA.length === ofB.length ? ofA.length : Math.min(ofA.length, ofB.length) - 1;
  if (buckets < FEWEST_VALUES) return { interval: null, noInterval: `${Math.max(0, buckets)} buckets of time are too few to resample` };
  const { sum, low, high, pAboveZero } = bootstrapSum(Array.from({ length: buckets }, (_, i) => (ofB[i] ?? 0) - (ofA[i] ?? 0)), { seed });
  return { interval: { sum, low, high, pAboveZero, buckets, bucketMs }, noInterval: null };
}

/** Buckets double in length as a run grows, so that the longer are made of the shorter. */
function coarsened({ bucketMs, pnl }: ModelResult['returns'], wantedMs: number): readonly number[] {
  const together = wantedMs / bucketMs;
  return Array.from({ length: Math.ceil(pnl.length / together) }, (_, i) => pnl.slice(i * together, (i + 1) * together).reduce((sum, value) => sum + value, 0));
}

const figuresOf = ({ pnl, fills, volume, quoteUptime, queue, maxDrawdown }: ModelResult): ComparedFigures => ({ pnl, fills, volume, quoteUptime, fillRatio: queue.fillRatio, maxDrawdown });

function less(b: ComparedFigures, a: ComparedFigures): ComparedFigures {
  const part = (name: keyof PnlParts): number => b.pnl[name] - a.pnl[name];
  return {
    pnl: { total: part('total'), spread: part('spread'), adverseSelection: part('adverseSelection'), inventory: part('inventory'), fees: part('fees'), rebates: part('rebates'), rewards: part('rewards') },
    fills: b.fills - a.fills, volume: b.volume - a.volume, quoteUptime: b.quoteUptime - a.quoteUptime, fillRatio: a.fillRatio === null || b.fillRatio === null ? null : b.fillRatio - a.fillRatio, maxDrawdown: b.maxDrawdown - a.maxDrawdown,
  };
}

const curveOf = ({ equity: { ts, pnl } }: ModelResult): Curve => ({ ts, pnl });
const runOf = ({ config, commandHash, from, to, seed, ended }: BacktestResult): ComparedRun => ({ name: config.name, profile: config.profile, configHash: config.hash, commandHash, from, to, seed, ended });

function notesOn(a: BacktestResult, b: BacktestResult): readonly string[] {
  const partial = [['A', a] as const, ['B', b] as const].filter(([, { ended }]) => ended !== 'end of tape').map(([name, { ended }]) => `${name} is a partial result: ${ended}.`);
  const missing = [...missingIn('B', a, b), ...missingIn('A', b, a)];
  return [
    ...partial,
    ...(a.from === b.from && a.to === b.to ? [] : ['The two runs cover different spans of the tape; totals are each over its own span.']),
    ...(a.seed === b.seed ? [] : [`The seeds differ (A ${a.seed}, B ${b.seed}): what is drawn at random, like latency, differs too.`]),
    ...missing,
    ...(a.unsettled.length + b.unsettled.length === 0 ? [] : ['Some markets have no outcome on the tape; what is held there stands at its last fair value.']),
  ];
}

function missingIn(name: string, one: BacktestResult, other: BacktestResult): readonly string[] {
  const missing = Object.keys(one.models).filter((model) => other.models[model] === undefined);
  return missing.length === 0 ? [] : [`${name} was not run under ${listed(missing)}.`];
}
