// How long one message travels, drawn for each: a constant, a log-normal distribution, samples measured earlier, or what the
// tape's recorder waited. Each way has its own seeded stream. Keeps no order among messages: the line they travel does.

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ExchangeSettings, LatencySettings } from '../../config/compiled-config.ts';
import { EvenkeelError } from '../../errors/define.ts';
import { LATENCY_NOT_RECORDED, LATENCY_SAMPLES } from '../../errors/venues.ts';
import { Random } from '../../exchange/random.ts';

/** 99th percentile of the standard normal distribution. */
const Z99 = 2.326347874;

export interface Latency {
  /** No draw is shorter, whole milliseconds. */
  readonly least: number;
  /** True where every draw is `least`. */
  readonly isConstant: boolean;
  /** Whole milliseconds. `recorded` is the tape's delay of the message, −1 where it has none. */
  draw(recorded: number): number;
}

export const constantLatency = (ms: number): Latency => ({ least: ms, isConstant: true, draw: () => ms });

function distributed(medianMs: number, p99Ms: number, random: Random): Latency {
  const spread = Math.log(p99Ms / medianMs) / Z99;
  return { least: 0, isConstant: false, draw: () => Math.round(medianMs * Math.exp(spread * random.normal())) };
}

function sampled(samples: readonly number[]): Latency {
  let next = 0;
  return {
    least: samples.reduce((least, ms) => Math.min(least, ms), Infinity), isConstant: false,
    draw: () => samples[next++ % samples.length] as number,
  };
}

/** A message that the recorder did not stamp comes with the one before it; a recording that stamps none has no latency to replay. */
function fromTape(): Latency {
  let last = -1;
  return {
    least: 0, isConstant: false,
    draw(recorded) {
      if (recorded >= 0) last = recorded;
      if (last < 0) throw new EvenkeelError(LATENCY_NOT_RECORDED, '`exchange.latency.feed: tape`, and the recording does not say when its messages were received', {});
      return last;
    },
  };
}

/** `directory` is what the path of a samples file counts from. */
export async function latencyFrom(settings: LatencySettings, { seed, way, directory }: { readonly seed: number; readonly way: string; readonly directory: string }): Promise<Latency> {
  switch (settings.kind) {
    case 'constant': return constantLatency(settings.ms);
    case 'distribution': return distributed(settings.medianMs, settings.p99Ms, new Random(seed, `latency/${way}`));
    case 'tape': return fromTape();
    case 'samples': return sampled(await samplesIn(resolve(directory, settings.path)));
  }
}

async function samplesIn(path: string): Promise<readonly number[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new EvenkeelError(LATENCY_SAMPLES, `${path}: cannot be read (${(error as Error).message})`, { file: path });
  }
  const samples: number[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const ms = /^\d+(\.\d+)?$/.test(line.trim()) ? Math.round(Number(line)) : Number.NaN;
    if (!(ms <= 60_000)) throw new EvenkeelError(LATENCY_SAMPLES, `${path}:${index + 1}  ${JSON.stringify(line.trim().slice(0, 40))} is not a number of milliseconds up to 60000`, { file: path, line: index + 1 });
    samples.push(ms);
  }
  if (samples.length === 0) throw new EvenkeelError(LATENCY_SAMPLES, `${path}: holds no sample`, { file: path });
  return samples;
}

export interface Latencies { readonly feed: Latency; readonly order: Latency; readonly response: Latency }

export async function openLatencies({ latency, seed }: ExchangeSettings, directory: string): Promise<Latencies> {
  const [feed, order, response] = await Promise.all((['feed', 'order', 'response'] as const).map((way) => latencyFrom(latency[way], { seed, way, directory })));
  return { feed: feed as Latency, order: order as Latency, response: response as Latency };
}
