// What a probe of hypothetical quotes says: what being filled on one side costs, how fills depend on the queue, and whether
// it can tell one queue model from another at all. Fits on the earlier windows, judges on the later ones.

import { Random } from '../exchange/random.ts';
import { AHEAD_RANGES, isAhead } from './ahead-ranges.ts';
import type { ProbeCalibration, ProbeOutcome } from './calibration.ts';
import { percentileInterval, resamples, shareInterval, type Estimate } from './intervals.ts';
import { chanceOf, fitLogistic, type Sample } from './logistic.ts';
import type { ProbeQuote, ProbeWindow } from './probe-window.ts';
import type { Score } from './score.ts';

export const LEAST_WINDOWS = 30;
/** Of the windows, the first ones by time. */
const TRAINED_ON = 0.7;
const NAMES = ['constant', 'ten times more ahead', 'quoted 10c higher', '60 s more left'] as const;

interface Quoted { readonly quote: ProbeQuote; readonly sample: Sample }
interface Resampling { readonly seed: number; readonly rounds: number }

export function fitProbe(windows: readonly ProbeWindow[], { seed, rounds }: Resampling): Omit<ProbeCalibration, 'data'> {
  const quotes = windows.flatMap((window) => window.quotes);
  const joined = quotes.filter(({ mode }) => mode === 'join');
  const improved = quotes.filter(({ mode, isTouched }) => mode === 'improve' && isTouched);
  const touched = joined.filter(({ isTouched }) => isTouched);
  const filled = touched.filter(isFilled);
  const split = Math.round(windows.length * TRAINED_ON);
  const coefficients = fitLogistic(windows.slice(0, split).flatMap(quotedOf).map(({ sample }) => sample));
  const times = windows.map(({ at }) => at);
  return {
    windows: windows.length, from: Math.min(...times), to: Math.max(...times),
    quotes: { joined: joined.length, improved: quotes.length - joined.length, none: 2 * windows.length - quotes.length },
    touched: { quotes: touched.length, filled: filled.length, share: touched.length === 0 ? null : { value: filled.length / touched.length, ...shareInterval(filled.length, touched.length) } },
    filledAtTouchOnly: filled.filter(({ isPassed }) => !isPassed).length,
    improved: { touched: improved.length, filled: improved.filter(isFilled).length },
    isQueueIdentified: filled.length > 0 && filled.length < touched.length,
    outcomes: { both: outcome(windows, 2, { seed, rounds }), one: outcome(windows, 1, { seed, rounds }), none: outcome(windows, 0, { seed, rounds }) },
    pnlPerWindow: meanPnl(windows, new Random(seed, 'pnl'), rounds),
    fill: judge(windows.slice(0, split), windows.slice(split), coefficients, { seed, rounds }),
    rows: AHEAD_RANGES.map((range) => {
      const own = joined.filter(({ ahead }) => isAhead(range, ahead));
      const ownTouched = own.filter(({ isTouched }) => isTouched);
      const held = windows.slice(split).flatMap(quotedOf).filter(({ quote }) => isAhead(range, quote.ahead));
      return {
        ...range, quotes: own.length, touched: ownTouched.length, filledWhenTouched: ownTouched.filter(isFilled).length, filled: own.filter(isFilled).length,
        heldOutQuotes: held.length, heldOutFilled: held.filter(({ quote }) => isFilled(quote)).length,
        predicted: held.reduce((sum, { sample }) => sum + chanceOf(coefficients, sample.known), 0),
      };
    }),
  };
}

const isFilled = ({ pnl }: ProbeQuote): boolean => pnl !== null;

/** Quotes that joined a queue. */
const quotedOf = ({ quotes, secondsLeft }: ProbeWindow): readonly Quoted[] => quotes.filter(({ mode }) => mode === 'join')
  .map((quote) => ({ quote, sample: { known: [1, Math.log10(1 + quote.ahead), quote.price * 10, secondsLeft / 60], isYes: isFilled(quote) } }));

const pnlOf = ({ quotes }: ProbeWindow): number => quotes.reduce((sum, { pnl }) => sum + (pnl ?? 0), 0);
const mean = (windows: readonly ProbeWindow[]): number => windows.reduce((sum, window) => sum + pnlOf(window), 0) / windows.length;

function meanPnl(windows: readonly ProbeWindow[], random: Random, rounds: number): Estimate {
  return { value: mean(windows), ...percentileInterval([...resamples(windows, rounds, random)].map(mean)) };
}

function outcome(windows: readonly ProbeWindow[], sides: number, { seed, rounds }: Resampling): ProbeOutcome {
  const own = windows.filter(({ quotes }) => quotes.filter(isFilled).length === sides);
  return {
    windows: own.length,
    pnlPerShare: own.length === 0 || sides === 0 ? null : meanPnl(own, new Random(seed, `pnl ${sides}`), rounds),
    filledOnLosingSide: own.filter(({ quotes }) => quotes.some((quote) => isFilled(quote) && !quote.isWinner)).length,
  };
}

function judge(train: readonly ProbeWindow[], test: readonly ProbeWindow[], coefficients: readonly number[], { seed, rounds }: Resampling): ProbeCalibration['fill'] {
  const trainSamples = train.flatMap(quotedOf).map(({ sample }) => sample);
  const rate = trainSamples.filter(({ isYes }) => isYes).length / trainSamples.length;
  const drawn = [...resamples(train, rounds, new Random(seed, 'coefficients'))].map((sample) => fitLogistic(sample.flatMap(quotedOf).map((quoted) => quoted.sample)));
  const scoreBoth = (windows: readonly ProbeWindow[]): { readonly fit: Score; readonly base: Score } => {
    const samples = windows.flatMap(quotedOf).map(({ sample }) => sample);
    return { fit: scoreSamples(samples, ({ known }) => chanceOf(coefficients, known)), base: scoreSamples(samples, () => rate) };
  };
  const gainOf = (windows: readonly ProbeWindow[]): number => {
    const { fit, base } = scoreBoth(windows);
    return 1 - fit.logLoss / base.logLoss;
  };
  const { fit, base } = scoreBoth(test);
  return {
    trainedOn: trainSamples.length, testedOn: test.flatMap(quotedOf).length,
    coefficients: NAMES.map((name, i) => ({ name, value: { value: coefficients[i] ?? Number.NaN, ...percentileInterval(drawn.map((values) => values[i] ?? Number.NaN)) } })),
    heldOut: fit, baseRate: base,
    gain: { value: gainOf(test), ...percentileInterval([...resamples(test, rounds, new Random(seed, 'gain'))].map(gainOf)) },
  };
}

function scoreSamples(samples: readonly Sample[], chance: (sample: Sample) => number): Score {
  let brier = 0;
  let logLoss = 0;
  for (const sample of samples) {
    const p = chance(sample);
    brier += ((sample.isYes ? 1 : 0) - p) ** 2;
    logLoss -= Math.log(sample.isYes ? p : 1 - p);
  }
  return { brier: brier / samples.length, logLoss: logLoss / samples.length };
}
