// Opens a session: the account's lock and journal, what the last run left, the generation, the market, a fresh engine with
// its first events. The same way after a clean end and after a crash. Gives back nothing half open.

import { Engine } from '../core/engine.ts';
import type { Event } from '../core/domain/events.ts';
import type { LoadedConfig } from '../config/load.ts';
import { EvenkeelError } from '../errors/define.ts';
import { JOURNAL_ERRORS } from '../errors/journal.ts';
import { Journal } from '../journal/journal.ts';
import { readGenerations } from '../journal/read.ts';
import { recover, type Recovered } from '../journal/recover.ts';
import type { GenerationRow } from '../journal/records.ts';
import { continuesAccount, describeSource, fixedSessionName, openMarket, type MarketSource, type Speed } from './market-source.ts';
import { Session } from './session.ts';
import type { SessionObserver } from './session-observer.ts';

/** Events in a frame where the venue lives and dies with the process, so that nothing outside can be ahead of the journal. */
const VIRTUAL_FRAME_EVENTS = 1_024;

export interface SessionRequest {
  readonly loaded: LoadedConfig;
  readonly origin: 'start' | 'profile';
  readonly journalPath: string;
  readonly source: MarketSource;
  readonly speed: Speed;
  /** Generations of this session are above this one. */
  readonly above: number;
  /** Clears a halt that an earlier run left. */
  readonly clearsHalt: boolean;
  readonly observer: SessionObserver;
}
export interface OpenedSession {
  readonly session: Session;
  readonly journal: Journal;
  readonly run: number;
  readonly id: string;
  readonly generation: GenerationRow;
  readonly source: MarketSource;
  readonly startedAt: number;
  readonly recovered: Recovered;
}

export async function openSession(request: SessionRequest): Promise<OpenedSession> {
  const journal = Journal.open(request.journalPath);
  try {
    return await openOn(journal, request);
  } catch (error) {
    journal.close();
    throw error;
  }
}

async function openOn(journal: Journal, request: SessionRequest): Promise<OpenedSession> {
  const { loaded, source, speed, observer } = request;
  const { profile, mode } = loaded.config;
  const continues = continuesAccount(source, speed);
  const recovered = recover(journal.database);
  const carried = continues ? recovered.carried : null;
  const market = await openMarket(source, speed, carried);
  try {
    const { startedAt } = market;
    const { run, session: id } = journal.beginRun(
      { profile, mode, source: describeSource(source), continues, startedAt: Date.now() },
      (n) => (continues ? `${profile}-${n}` : fixedSessionName(profile, source)),
      speed.kind === 'max' ? VIRTUAL_FRAME_EVENTS : 1,
    );
    const generation = nextGeneration(journal, request);
    const session = new Session({ engine: new Engine(), journal, observer, ...market });
    session.begin((ts) => {
      const events: Event[] = [
        { type: 'SessionStarted', ts, session: { id, profile, mode }, carried },
        { type: 'ConfigSwapped', ts, generation: generation.number, config: loaded.config },
      ];
      const { halted } = recovered;
      // A session that starts anew in positions still honours the latch.
      if (halted !== null && !continues) events.push({ type: 'OperatorCommanded', ts, by: halted.by, action: { kind: 'halt', reason: halted.reason } });
      if (request.clearsHalt) events.push({ type: 'OperatorCommanded', ts, by: 'evenkeel run --resume', action: { kind: 'resume', market: null } });
      return events;
    });
    return { session, journal, run, id, generation, source, startedAt, recovered };
  } catch (error) {
    await market.venue.close();
    throw error;
  }
}

/** The newest generation again where the config is the same, else the next number, in the journal before it is in force. */
function nextGeneration(journal: Journal, { loaded, origin, above }: SessionRequest): GenerationRow {
  const newest = readGenerations(journal.database).at(-1);
  if (newest !== undefined && newest.hash === loaded.hash && newest.number > above) return { ...newest, loaded };
  const row: GenerationRow = {
    number: Math.max(newest?.number ?? 0, above) + 1, hash: loaded.hash, at: Date.now(), profile: loaded.config.profile, origin, loaded, changes: [],
  };
  const written = journal.recordGeneration(row);
  if (!written.ok) throw new EvenkeelError(JOURNAL_ERRORS.cannotOpen, `${journal.path}: ${written.reason}`, { path: journal.path });
  return row;
}
