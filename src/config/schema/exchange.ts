// `exchange` of a profile: how the simulated exchange of paper and backtests behaves. Everything here is an assumption
// about a venue that a recording does not show; the defaults are those that flatter least.

import { z } from 'zod';
import { nearestFloat } from '../exact-decimal.ts';
import type { ExchangeSettings, LatencySettings, QueueSettings } from '../compiled-config.ts';
import { cash, count, duration, percent, price, size, type Reader } from '../units.ts';
import { choice, fault, setting, type SettingMeta } from './scalars.ts';

const exponent: Reader<number> = {
  unit: 'number', pattern: '^[0-9]+(\\.[0-9]+)?$', examples: ['2', '0.5'], order: (value) => value,
  read: (text) => {
    const value = nearestFloat(text, 0);
    return typeof value === 'number' ? { ok: true, value } : { ok: false, message: `\`${text}\` is not a number`, remedy: 'write it plain, like `2` or `0.5`' };
  },
};

const LONGEST_MS = 60_000;

/** `100ms` · `60ms p99 250ms` · `samples ./latency.txt`; `tape` where `isFeed`. */
const latency = (isFeed: boolean): Reader<LatencySettings> => ({
  unit: 'latency', examples: ['100ms', '60ms p99 250ms', 'samples ./latency.txt', ...(isFeed ? ['tape'] : [])],
  pattern: `^([0-9][0-9_]*(\\.[0-9]+)?(ms|s)( p99 [0-9][0-9_]*(\\.[0-9]+)?(ms|s))?|samples .+${isFeed ? '|tape' : ''})$`,
  order: (value) => (value.kind === 'constant' ? value.ms : value.kind === 'distribution' ? value.p99Ms : 0),
  read(text) {
    if (text === 'tape') {
      return isFeed ? { ok: true, value: { kind: 'tape' } } : { ok: false, message: '`tape` says how late the feed was, not orders', remedy: 'write a duration, `60ms p99 250ms`, or `samples <file>`' };
    }
    const path = /^samples\s+(\S.*)$/.exec(text)?.[1];
    if (path !== undefined) return { ok: true, value: { kind: 'samples', path } };
    const [middle, high, ...rest] = text.split(/\s+p99\s+/);
    const median = duration.read(middle ?? '');
    if (!median.ok) return median;
    if (high === undefined) return { ok: true, value: { kind: 'constant', ms: median.value } };
    const p99 = duration.read(high);
    if (!p99.ok) return p99;
    if (rest.length > 0 || median.value <= 0 || p99.value <= median.value) {
      return { ok: false, message: `\`${text}\` is no distribution`, remedy: 'the median first and above 0ms, then the slower 99th percentile: `60ms p99 250ms`' };
    }
    return { ok: true, value: { kind: 'distribution', medianMs: median.value, p99Ms: p99.value } };
  },
});
const SLOWEST = { atLeast: '0ms', atMost: `${LONGEST_MS / 1_000}s`, why: 'an answer later than a minute is no answer' };

const queue = z.strictObject({
  model: choice(['pessimistic', 'proportional', 'power', 'trade-through', 'decay'],
    'Where an order of ours stands behind the size a recording displays. pessimistic: behind all of it, cancels were behind us. proportional: cancels are spread over the queue. power: a cancel was behind us the likelier, the more stands there. trade-through: only a trade beyond our price fills. decay: what is ahead leaves by itself.').prefault('pessimistic'),
  exponent: setting(exponent, 'power: how strongly the longer part of the queue draws the cancels.', { above: '0', atMost: '20', why: 'at 0 every cancel is a coin toss' }).optional(),
  halfLife: setting(duration, 'decay: how long until half of what is ahead has left.', { atLeast: '1s', atMost: '24h', why: 'a queue that empties in less is none' }).optional(),
}).superRefine((value, context) => {
  for (const [key, model] of [['exponent', 'power'], ['halfLife', 'decay']] as const) {
    const isGiven = value[key] !== undefined;
    if (value.model === model && !isGiven) fault(context, 'missing', `\`${key}\` is needed by the model \`${model}\``, model === 'power' ? 'add it: `exponent: 2`' : 'add it: `halfLife: 90s`, from `evenkeel calibrate`', ['model']);
    else if (value.model !== model && isGiven) fault(context, 'contradiction', `\`${key}\` belongs to the model \`${model}\``, `leave it out, or write \`model: ${model}\``, [key]);
  }
}).meta({ description: 'Where our orders stand in the queue; a recording does not say.' } satisfies SettingMeta);

const delays = z.strictObject({
  feed: setting(latency(true), 'From the venue to us: market data. `tape`: as late as the recorder of the tape got it.', SLOWEST).prefault('0ms'),
  order: setting(latency(false), 'From us to the venue: orders and cancels.', SLOWEST).prefault('100ms'),
  response: setting(latency(false), 'From the venue to us: what came of our orders.', SLOWEST).prefault('0ms'),
}).meta({ description: 'How long messages travel; each way keeps its order.' } satisfies SettingMeta);

const ghostFills = z.strictObject({
  share: setting(percent, 'Share of matches that fail to settle.', { atLeast: '0%', atMost: '50%', why: 'more than every second match failing is no venue' }).prefault('0%'),
  toldAfter: setting(duration, 'How long after the match we hear of it.', { atLeast: '1ms', atMost: '24h', why: 'the match is told first' }).prefault('30s'),
}).meta({ description: 'Matches that are told as fills and do not settle.' } satisfies SettingMeta);

const rewards = z.strictObject({
  maxSpread: setting(price, 'Farthest from the midpoint that an order counts.', { above: '0c', below: '50c', why: 'the score is zero there' }),
  minSize: setting(size, 'Smallest order that counts.', { atLeast: '0 shares', why: 'a size is not negative' }),
  daily: setting(cash, 'Pool of each market and day, shared by score.', { above: '$0', atMost: '$1_000_000', why: 'leave `rewards` out where there are none' }),
}).meta({ description: 'Liquidity rewards, as the venue pays them for each of the markets; recordings do not hold them.' } satisfies SettingMeta);

/** Each part has a default; `rewards` is left out where there are none. */
export const exchange = z.strictObject({
  queue: queue.prefault({}),
  latency: delays.prefault({}),
  ghostFills: ghostFills.prefault({}),
  rewards: rewards.optional(),
  cash: setting(cash, 'Dollars a simulated account begins with.', { above: '$0', atMost: '$100_000_000', why: 'without money nothing can be bought' }).prefault('$10_000'),
  seed: setting(count, 'Of everything random: latencies, failing matches.', { atLeast: '0', atMost: '4_294_967_295', why: 'a seed is 32 bits' }).prefault('1'),
}).meta({ description: 'The simulated exchange of paper sessions and backtests.' } satisfies SettingMeta);

export function exchangeSettings(written: z.output<typeof exchange>): ExchangeSettings {
  const { queue: { model, exponent: power, halfLife }, latency: ways, ghostFills: ghosts, rewards: pool } = written;
  return {
    queue: queueSettings(model, power, halfLife), latency: ways,
    ghostFills: { share: ghosts.share, toldAfterMs: ghosts.toldAfter },
    rewards: pool ?? null, cash: written.cash, seed: written.seed,
  };
}

function queueSettings(model: QueueSettings['model'], power: number | undefined, halfLife: number | undefined): QueueSettings {
  if (model === 'power' && power !== undefined) return { model, exponent: power };
  if (model === 'decay' && halfLife !== undefined) return { model, halfLifeMs: halfLife };
  if (model === 'power' || model === 'decay') throw new Error(`the queue model ${model} went through without its parameter`);
  return { model };
}
