// What a result says, in sentences: a headline on its sign, and each model's figures read aloud. A profit is never claimed
// where another fill model takes it away.

import type { BacktestResult, ModelResult } from '../result.ts';
import { bootstrapSum, FEWEST_VALUES, type Interval } from '../statistics/bootstrap.ts';
import { cents, dollars, gain, listed, whole } from './figures.ts';

const NAMES: Readonly<Record<ModelResult['model'], string>> = {
  pessimistic: 'the pessimistic queue', proportional: 'the proportional queue', power: 'the power queue', decay: 'the decaying queue',
  'trade-through': 'trade-through fills', matched: 'the matching engine',
};

/** How the report speaks of a model; `key` is its name in the result. */
const modelWords = (key: string, { model }: ModelResult): string => (key === model ? NAMES[model] : `the fill model ${key}`);

export const isPartial = (result: BacktestResult): boolean => result.ended !== 'end of tape';

/** Below it a few fills make the total; a rule of thumb. */
const FEW_FILLS = 30;

/** 95 % of the total, by resampling its buckets of time; null where there is nothing to resample. */
export function totalInterval({ returns, fills }: ModelResult, seed: number): Pick<Interval, 'low' | 'high'> | null {
  return fills === 0 || returns.pnl.length < FEWEST_VALUES ? null : bootstrapSum(returns.pnl, { seed });
}

export interface Verdict {
  readonly tone: 'gain' | 'loss' | 'unclear';
  readonly headline: string;
  /** One sentence a model, in their order. */
  readonly sentences: readonly { readonly model: string; readonly text: string }[];
}

export function verdictOf(result: BacktestResult): Verdict {
  const models = Object.entries(result.models);
  return { ...doubted(headlineOf(models), models, result.seed), sentences: models.map(([key, model]) => ({ model: key, text: readAloud(key, model) })) };
}

type Named = readonly (readonly [string, ModelResult])[];

/** The headline, and what else speaks against taking it at its word. */
function doubted(said: Pick<Verdict, 'tone' | 'headline'>, models: Named, seed: number): Pick<Verdict, 'tone' | 'headline'> {
  const most = Math.max(0, ...models.map(([, { fills }]) => fills));
  const few = most > 0 && most < FEW_FILLS ? ` It rests on few fills: ${most === 1 ? 'one' : `${whole(most)} at most`}.` : '';
  if (said.tone === 'unclear') return { ...said, headline: `${said.headline}${few}` };
  const unsure = models.filter(([, model]) => {
    const interval = totalInterval(model, seed);
    return model.pnl.total !== 0 && interval !== null && interval.low <= 0 && interval.high >= 0;
  });
  if (unsure.length === 0) return { ...said, headline: `${said.headline}${few}` };
  const where = unsure.length === models.length ? '' : ` under ${listed(unsure.map(([key, model]) => modelWords(key, model)))}`;
  return { tone: 'unclear', headline: `${said.headline} Chance may explain that${where}: the 95 % interval of the total includes zero.${few}` };
}

function headlineOf(models: Named): Pick<Verdict, 'tone' | 'headline'> {
  const called = (some: Named): string => listed(some.map(([key, model]) => modelWords(key, model)));
  const gaining = models.filter(([, { pnl }]) => pnl.total > 0);
  const losing = models.filter(([, { pnl }]) => pnl.total < 0);
  const idle = models.filter(([, { fills }]) => fills === 0);
  if (models.length === 0) return { tone: 'unclear', headline: 'No fill model was run.' };
  if (idle.length === models.length) return { tone: 'unclear', headline: 'Nothing was ever filled, so nothing was learnt about what fills cost.' };
  if (gaining.length > 0 && losing.length > 0) {
    return { tone: 'unclear', headline: `The sign depends on the fill model: it earns under ${called(gaining)}, and loses under ${called(losing)}. This result does not say which.` };
  }
  const tone = losing.length > 0 ? 'loss' : gaining.length > 0 ? 'gain' : 'unclear';
  if (tone === 'unclear') return { tone, headline: 'It breaks even to the last cent.' };
  if (models.every(([, { model }]) => model === 'matched')) {
    return { tone, headline: `It ${tone === 'gain' ? 'earns' : 'loses'} in the synthetic market, whose participants are invented: that says nothing about a real one.` };
  }
  const does = tone === 'gain' ? 'earns' : 'loses';
  if (models.length === 1) return { tone, headline: `It ${does} under ${called(models)}. No other fill model was run, so whether that depends on the model is not known.` };
  const all = tone === 'gain' ? gaining : losing;
  const totals = all.map(([, { pnl }]) => Math.abs(pnl.total));
  const range = `${dollars(Math.min(...totals))} to ${dollars(Math.max(...totals))}`;
  if (all.length === models.length) return { tone, headline: `It ${does} under ${all.length === 2 ? 'both' : `all ${whole(all.length)}`} fill models: ${range}.` };
  return { tone, headline: `It ${does} under ${called(all)}, and comes to nothing under ${called(models.filter(([, { pnl }]) => pnl.total === 0))}.` };
}

/** "Under the pessimistic queue it loses $12.40 on 690 shares: 1.80c a share of spread earned, 3.10c lost within a minute of the fill." */
function readAloud(key: string, model: ModelResult): string {
  const { pnl, volume, fills } = model;
  const under = `Under ${modelWords(key, model)}`;
  if (fills === 0 || volume === 0) return `${under} it was never filled${pnl.total === 0 ? '' : `; the ${gain(pnl.total)} are ${pnl.rewards === 0 ? 'not from trading' : 'rewards for quoting'}`}.`;
  const outcome = pnl.total > 0 ? `earns ${dollars(pnl.total)}` : pnl.total < 0 ? `loses ${dollars(-pnl.total)}` : 'breaks even';
  const spread = pnl.spread / volume;
  const moves = pnl.adverseSelection / volume;
  return `${under} it ${outcome} on ${whole(volume)} shares: ${cents(Math.abs(spread))} a share of spread ${spread < 0 ? 'paid' : 'earned'}, `
    + `${cents(Math.abs(moves))} ${moves > 0 ? 'won' : 'lost'} within a minute of the fill${restOf(model)}.`;
}

function restOf({ pnl }: ModelResult): string {
  const parts: readonly (readonly [string, number])[] = [['inventory', pnl.inventory], ['fees', -pnl.fees], ['rebates', pnl.rebates], ['rewards', pnl.rewards]];
  const counted = parts.filter(([, value]) => Math.abs(value) >= 0.005).map(([name, value]) => `${name} ${gain(value)}`);
  return counted.length === 0 ? '' : `; besides, ${listed(counted)}`;
}
