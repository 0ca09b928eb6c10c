// Two configs on what a run of the session has recorded, under the exchange of the one in force: what a changed file would
// have done, before it is applied. Reads the journal beside its writer and changes nothing.

import type { PlanReplay } from '../../runtime/controller.ts';
import type { PreviewedConfig, PreviewRequest } from '../../runtime/bot-options.ts';
import type { CompiledConfig, ExchangeSettings, QueueSettings } from '../../config/compiled-config.ts';
import { openForReading } from '../../journal/schema.ts';
import { compare } from '../compare.ts';
import type { BacktestJob } from '../job.ts';
import { performOnTape } from '../perform-job.ts';
import type { Watch } from '../play.ts';
import type { BacktestResult } from '../result.ts';
import { JournalTape } from './journal-tape.ts';

const POINTS = 1_000;
const MINUTE_MS = 60_000;
/** Less missing than this is the distance between two events. */
const SHORT_BY_MS = 5_000;

export async function preview({ journal, run, lastMs, inForce, pending, directory }: PreviewRequest, watch: Watch): Promise<PlanReplay> {
  const database = openForReading(journal);
  try {
    const tape = JournalTape.open(database, run, lastMs);
    const hash = await tape.contentHash();
    const { exchange } = inForce.loaded.config;
    const known = feedKnown(exchange);
    // Both heard all of it: how long after its end the last timer of each ran is no difference between them.
    const play = async (config: PreviewedConfig): Promise<BacktestResult> => ({ ...await performOnTape(jobOf(config, known, directory), tape, { path: journal, hash }, watch), to: tape.to });
    const a = await play(inForce);
    const b = await play(pending);
    const { curves: _curves, ...comparison } = compare(a, b);
    return { from: tape.from, to: tape.to, notes: notesOn(tape, lastMs, { exchange, findings: a.findings }), comparison };
  } finally {
    database.close();
  }
}

function jobOf({ name, loaded: { config, hash } }: PreviewedConfig, exchange: ExchangeSettings, directory: string): BacktestJob {
  return {
    config: { ...config, exchange }, name, directory, configHash: hash, source: { kind: 'tapes', paths: [], contentHash: '' },
    models: modelsOf(exchange.queue), seed: exchange.seed, window: null, gaps: 'outage', points: POINTS,
  };
}

/** The journal's stamps are those of arrival: how long market data was under way is in them, and cannot be told from them. */
const feedKnown = (exchange: ExchangeSettings): ExchangeSettings =>
  (exchange.latency.feed.kind === 'tape' ? { ...exchange, latency: { ...exchange.latency, feed: { kind: 'constant', ms: 0 } } } : exchange);

/** The profile's own, and the one that grants least: what holds under both is likelier to hold. */
const modelsOf = (queue: QueueSettings): readonly QueueSettings[] => (queue.model === 'pessimistic' ? [queue] : [queue, { model: 'pessimistic' }]);

function notesOn({ from, to, sessionFills }: JournalTape, lastMs: number, { exchange: { latency }, findings }: Pick<CompiledConfig, 'exchange'> & Pick<BacktestResult, 'findings'>): readonly string[] {
  const missing = lastMs - (to - from);
  return [
    'Nothing was applied: both configs were run on the market that the session recorded, with its own orders taken out, under the exchange settings in force.',
    'Both begin flat, with the cash of the profile; what the session holds, its limits used up so far and its halts are not in it.',
    `The session itself was filled ${sessionFills === 1 ? 'once' : `${sessionFills.toLocaleString('en-US')} times`} in this stretch; where it ran on the config in force all along, fills of A far from that make the replay doubtful.`,
    ...(missing > SHORT_BY_MS ? [`Only ${minutes(to - from)} of the ${minutes(lastMs)} asked for are recorded.`] : []),
    ...(latency.feed.kind === 'tape' ? ['The feed latency of the recording is not in the journal: market data is heard without any.'] : []),
    ...findings.map((finding) => `In the recording: ${finding}.`),
  ];
}

const minutes = (ms: number): string => (ms < MINUTE_MS ? `${Math.round(ms / 1_000)} s` : `${(ms / MINUTE_MS).toFixed(1).replace('.0', '')} min`);
