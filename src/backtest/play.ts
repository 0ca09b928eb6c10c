// One run of one market: a fresh engine and a session in virtual time with a recorder watching, until the market ends, its
// time is over or somebody asks it to stop.

import type { Engine } from '../core/engine.ts';
import type { JobProgress, BacktestJob } from './job.ts';
import { virtualTime } from '../runtime/pace.ts';
import { Session } from '../runtime/session.ts';
import type { SessionObserver } from '../runtime/session-observer.ts';
import type { Venue } from '../venues/port.ts';
import type { Recorder } from './record/recorder.ts';
import type { ModelResult } from './result.ts';

export interface Watch {
  readonly progress: (progress: JobProgress) => void;
  readonly stop: () => boolean;
  /** Somebody else who looks on, made for each run; must not change it. */
  readonly looksOn?: (engine: Engine) => SessionObserver;
}
export interface ModelRun { readonly result: ModelResult; readonly events: number; readonly from: number; readonly to: number; readonly ended: string;
  /** Markets that no strategy took. */
  readonly untaken: readonly string[] }
/** What was played, for the head of a result. */
export interface Played { readonly path: string; readonly name: string; readonly venue: string; readonly hash: string; readonly markets: number; readonly findings: readonly string[]; readonly assumptions: readonly string[] }

export const WHOLE = 'end of tape';

/** Batches between two looks at whether to go on. */
const BATCHES_PER_LOOK = 4_096;

/** The venue, with the recorder looking before each moment of it. */
const toldBefore = (venue: Venue, recorder: Recorder): Venue => ({
  name: venue.name,
  pending: () => venue.pending(),
  nextEventAt: () => venue.nextEventAt(),
  advance(until, sink) {
    recorder.before(until);
    venue.advance(until, sink);
  },
  submit: (commands, now) => { venue.submit(commands, now); },
  close: () => venue.close(),
});

export interface Play {
  readonly job: BacktestJob;
  readonly engine: Engine;
  readonly recorder: Recorder;
  readonly venue: Venue;
  readonly model: ModelResult['model'];
  readonly startedAt: number;
  readonly until: number | null;
  /** Ends the market where it is, so that what it owes is paid; absent where it owes nothing. */
  readonly cease?: () => void;
  /** Of the market so far. */
  readonly progress: (session: Session) => JobProgress;
}

export async function play({ job, engine, recorder, venue, model, startedAt, until, cease, progress }: Play, watch: Watch): Promise<ModelRun> {
  let batches = 0;
  const onlooker = watch.looksOn?.(engine);
  const session = new Session({
    engine, venue: toldBefore(venue, recorder), journal: null, pace: virtualTime(), startedAt,
    observer: {
      notice(notice, from) {
        recorder.notice(notice, from);
        onlooker?.notice(notice, from);
      },
      command() {}, journal() {},
      batch(events, decisions) {
        recorder.batch();
        onlooker?.batch(events, decisions);
        if (++batches % BATCHES_PER_LOOK !== 0) return;
        watch.progress(progress(session));
        if (watch.stop()) session.stop();
      },
    },
  });
  session.begin((ts) => [
    { type: 'SessionStarted', ts, session: { id: 'backtest', profile: job.config.profile, mode: job.config.mode }, carried: null },
    { type: 'ConfigSwapped', ts, generation: 1, config: job.config },
  ]);
  const stopped = await session.run(until);
  if (stopped !== 'venue-ended' && cease !== undefined) {
    cease();
    await session.run(null);
  }
  watch.progress(progress(session));
  return {
    result: recorder.result({ model, commandHash: session.commandHash, decisions: session.decisions }),
    untaken: engine.status().markets.flatMap(({ name, strategy }) => (strategy === null ? [name] : [])),
    events: progress(session).events, from: startedAt, to: session.reached, ended: stopped === 'asked' ? 'stopped by the operator' : WHOLE,
  };
}
