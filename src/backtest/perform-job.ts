// Performs one backtest: the same session, engine and exchange as paper trading, in virtual time and without a journal, once
// for each fill model. Keeps nothing outside its result.

import { createHash } from 'node:crypto';
import type { ExchangeSettings, QueueSettings } from '../config/compiled-config.ts';
import { Engine } from '../core/engine.ts';
import { TAPE_EMPTY } from '../errors/tape.ts';
import { EvenkeelError } from '../errors/define.ts';
import { openTape } from '../tape/open-tape.ts';
import type { Tape } from '../tape/tape.ts';
import { openLatencies } from '../venues/paper/latency.ts';
import { PaperVenue } from '../venues/paper/paper-venue.ts';
import { assumptionsOf } from './assumptions.ts';
import { findingsOf } from './findings.ts';
import type { BacktestJob, PerformJob } from './job.ts';
import { play, WHOLE, type ModelRun, type Played, type Watch } from './play.ts';
import { Recorder } from './record/recorder.ts';
import type { BacktestResult, ModelResult } from './result.ts';
import { performSynthetic } from './synthetic.ts';

export const performJob: PerformJob = async (job, watch) => {
  if (job.source.kind === 'tapes') {
    const { paths, contentHash, labels } = job.source;
    const tape = await openTape(paths, labels === undefined ? {} : { labels: new Map(Object.entries(labels)) });
    return performOnTape(job, tape, { path: paths.join(', '), hash: contentHash, passedOver: tape.passedOver }, watch);
  }
  const started = performance.now();
  const { runs, tape } = await performSynthetic(job, job.source, watch);
  return resultOf(job, runs, tape, (performance.now() - started) / 1_000);
};

/** The job on a tape that is open already, whatever its source says. */
export async function performOnTape(job: BacktestJob, tape: Tape, { path, hash, passedOver = [] }: { readonly path: string; readonly hash: string; readonly passedOver?: readonly string[] }, watch: Watch): Promise<BacktestResult> {
  const started = performance.now();
  const runs: ModelRun[] = [];
  for (const [index, model] of job.models.entries()) {
    if (index > 0 && watch.stop()) break;
    runs.push(await playTape(job, tape, model, {
      ...watch,
      progress: ({ events, share }) => { watch.progress({ events, share: share === null ? null : (index + share) / job.models.length }); },
    }));
  }
  const played: Played = { path, name: tape.name, venue: tape.venue, hash, markets: tape.instruments.length, findings: findingsOf(tape, runs[0]?.untaken ?? [], passedOver), assumptions: assumptionsOf(job.config.exchange, job.models, tape.instruments) };
  return resultOf(job, runs, played, (performance.now() - started) / 1_000);
}

function resultOf(job: BacktestJob, runs: readonly ModelRun[], tape: Played, seconds: number): BacktestResult {
  const first = runs[0];
  if (first === undefined) throw new Error('a backtest without a model');
  const hash = createHash('sha256');
  for (const { result } of runs) hash.update(result.commandHash);
  const { findings, assumptions: _assumptions, ...played } = tape;
  return {
    version: 1,
    config: { name: job.name, profile: job.config.profile, hash: job.configHash, strategies: job.config.strategies.map(({ name }) => name).join(', ') },
    tape: played, from: first.from, to: first.to, seed: job.seed, events: first.events,
    eventsPerSecond: Math.round(runs.reduce((sum, { events }) => sum + events, 0) / seconds), seconds: Math.round(seconds * 1_000) / 1_000,
    ended: runs.find(({ ended }) => ended !== WHOLE)?.ended ?? WHOLE,
    commandHash: hash.digest('hex'), assumptions: tape.assumptions, findings, unsettled: [...new Set(runs.flatMap(({ result }) => unsettledIn(result)))],
    models: Object.fromEntries(runs.map(({ result }) => [result.model, result])),
  };
}

const unsettledIn = ({ markets }: ModelResult): readonly string[] => markets.filter(({ settledAt, fills }) => settledAt === null && fills > 0).map(({ name }) => name);

async function playTape(job: BacktestJob, tape: Tape, queue: QueueSettings, watch: Watch): Promise<ModelRun> {
  const settings: ExchangeSettings = { ...job.config.exchange, queue, seed: job.seed };
  const engine = new Engine();
  const recorder = new Recorder(engine, { points: job.points });
  const venue = new PaperVenue({ tape, settings, latencies: await openLatencies(settings, job.directory), gaps: job.gaps, watch: recorder.places });
  try {
    if (job.window !== null) await venue.skipTo(job.window.from);
    for (let reading = venue.pending(); reading !== null; reading = venue.pending()) await reading;
    const startedAt = venue.nextEventAt();
    if (startedAt === null) throw new EvenkeelError(TAPE_EMPTY, `${tape.name} holds no events`, { tape: tape.name });
    const until = job.window === null ? null : job.window.to - 1;
    return await play({ job, engine, recorder, venue, model: queue.model, startedAt, until, cease: () => { venue.cease(); }, progress: () => venue.progress() }, watch);
  } finally {
    await venue.close();
  }
}
