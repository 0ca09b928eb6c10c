// A comparison in sentences. A difference is called one only where its interval leaves out zero.

import { dollars, gain, listed } from './report/figures.ts';

export interface Headline { readonly tone: 'gain' | 'loss' | 'unclear'; readonly text: string }
/** 95 %, of what B earned more than A over all buckets, by resampling the buckets. */
export interface DifferenceInterval { readonly sum: number; readonly low: number; readonly high: number; readonly pAboveZero: number; readonly buckets: number; readonly bucketMs: number }
/** Of a comparison under one model, what the sentences are made of. */
interface Compared {
  readonly model: string;
  readonly a: { readonly pnl: { readonly total: number } };
  readonly b: { readonly pnl: { readonly total: number } };
  readonly difference: { readonly pnl: { readonly total: number } };
  readonly interval: DifferenceInterval | null;
  readonly noInterval: string | null;
  readonly isSame: boolean;
}

export function comparisonSentence({ model, difference, interval, noInterval, isSame }: Compared): string {
  if (isSame) return `Under ${model} the two sent the same commands and came to the same cent.`;
  const { total } = difference.pnl;
  const outcome = total === 0 ? 'B comes out level with A' : `B comes out ${dollars(Math.abs(total))} ${total > 0 ? 'ahead of' : 'behind'} A`;
  if (interval === null) return `Under ${model} ${outcome}; how much of that is chance is not known, since ${noInterval ?? 'there is no interval'}.`;
  const range = `${gain(interval.low)} … ${gain(interval.high)}`;
  return sureOf(interval) === 0
    ? `Under ${model} ${outcome}; the 95 % interval ${range} includes zero, so chance may explain it.`
    : `Under ${model} ${outcome}; the 95 % interval ${range} leaves out zero.`;
}

/** 1: B is ahead beyond chance · −1: behind · 0: cannot be told. */
const sureOf = (interval: DifferenceInterval | null): -1 | 0 | 1 => (interval === null ? 0 : interval.low > 0 ? 1 : interval.high < 0 ? -1 : 0);

export function comparisonHeadline(models: readonly Compared[]): Headline {
  if (models.every(({ isSame }) => isSame)) return { tone: 'unclear', text: 'A and B do the same on this tape: the same commands, to the same cent.' };
  const ahead = models.filter(({ difference }) => difference.pnl.total > 0);
  const behind = models.filter(({ difference }) => difference.pnl.total < 0);
  if (ahead.length > 0 && behind.length > 0) {
    return { tone: 'unclear', text: `Which is better depends on the fill model: B is ahead under ${names(ahead)}, A under ${names(behind)}.` };
  }
  const [led, leader, follower, tone] = behind.length > 0 ? [behind, 'A', 'B', 'loss'] as const : [ahead, 'B', 'A', 'gain'] as const;
  if (led.length === 0) return { tone: 'unclear', text: 'A and B quote differently and come out level.' };
  const sure = led.filter(({ interval }) => sureOf(interval) !== 0);
  const where = led.length < models.length || models.length === 1 ? `under ${names(led)}` : models.length === 2 ? 'under both fill models' : `under all ${models.length} fill models`;
  const losing = models.filter((one) => (leader === 'A' ? one.a : one.b).pnl.total < 0);
  const yet = losing.length === 0 ? '' : ` ${leader} still loses ${losing.length < models.length || models.length === 1 ? `under ${names(losing)}` : 'under all of them'}.`;
  if (sure.length === led.length) return { tone, text: `${leader} comes out ahead of ${follower} ${where}, by more than chance explains on this tape.${yet}` };
  const doubt = sure.length === 0 ? 'but by no more than chance may explain' : `by more than chance explains only under ${names(sure)}`;
  return { tone: 'unclear', text: `${leader} comes out ahead of ${follower} ${where}, ${doubt}.${yet}` };
}

const names = (models: readonly Compared[]): string => listed(models.map(({ model }) => model));
