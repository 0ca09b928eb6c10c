// Opens a session in two steps: all that can fail or takes time (the account's lock and journal, what the last run left, the
// market), then at one stroke the run, its generation and a fresh engine with its first events. The same way after a clean
// end and after a crash. Gives back nothing half open.

import type { DatabaseSync } from 'node:sqlite';
import { Engine } from '../core/engine.ts';
import type { CarriedState, Event } from '../core/domain/events.ts';
import type { LoadedConfig } from '../config/load.ts';
import { EvenkeelError } from '../errors/define.ts';
import { JOURNAL_ERRORS } from '../errors/journal.ts';
import { Journal } from '../journal/journal.ts';
import { newestGenerationNumber, newestWrittenHash, readGeneration } from '../journal/read.ts';
import { recover, type Recovered } from '../journal/recover.ts';
import type { GenerationRow } from '../journal/records.ts';
import type { ControlRecord } from './control-record.ts';
import { continuesAccount, describeSource, fixedSessionName, openMarket, type MarketSource, type OpenedMarket, type Speed } from './market-source.ts';
import { Session } from './session.ts';
import type { SessionObserver } from './session-observer.ts';
import { standingHalt } from './standing-halt.ts';

/** Events in a frame where the venue lives and dies with the process, so that nothing outside can be ahead of the journal. */
const VIRTUAL_FRAME_EVENTS = 1_024;

export interface SessionRequest {
  readonly loaded: LoadedConfig;
  readonly origin: 'start' | 'profile';
  readonly journalPath: string;
  readonly source: MarketSource;
  readonly speed: Speed;
  readonly control: ControlRecord;
  /** Clears a halt by an operator that an earlier run left. */
  readonly clearsHalt: boolean;
  /** Why it is opened halted, to look after what rests and nothing else; null where nothing stands against trading. */
  readonly heldBecause: string | null;
  readonly observer: SessionObserver;
}
export interface OpenedSession {
  readonly session: Session;
  readonly journal: Journal;
  readonly run: number;
  readonly id: string;
  readonly generation: GenerationRow;
  /** What the files say where a revert stays in force against them; null where they are in force. */
  readonly filesWaiting: LoadedConfig | null;
  readonly source: MarketSource;
  readonly startedAt: number;
  /** `halted` also where another profile's session was halted. */
  readonly recovered: Recovered;
  readonly heldBecause: string | null;
}
/** Holds the account and the market; has no run, no generation and no engine yet. */
export interface PreparedSession {
  readonly profile: string;
  /** The halt latch in force at this moment is the engine's before its first decision. Throws where it cannot be journaled. */
  release(): OpenedSession;
  giveUp(): Promise<void>;
}

/** Takes the account of a live source over: it is closed with the session, or where none can be opened. */
export async function prepareSession(request: SessionRequest): Promise<PreparedSession> {
  const journal = await openedJournal(request);
  try {
    const recovered = recover(journal.database);
    const carried = continuesAccount(request.source, request.speed) ? recovered.carried : null;
    const market = await openMarket(request.source, request.speed, carried, journal.orderIds(), request.loaded.config.exchange);
    return {
      profile: request.loaded.config.profile,
      release: () => released(request, { journal, recovered, carried, market }),
      async giveUp() {
        try {
          await market.venue.close();
        } finally {
          await market.release?.();
          journal.close();
        }
      },
    };
  } catch (error) {
    journal.close();
    if ('account' in request.source) await request.source.account.close();
    throw error;
  }
}

export async function openSession(request: SessionRequest): Promise<OpenedSession> {
  const prepared = await prepareSession(request);
  try {
    return prepared.release();
  } catch (error) {
    await prepared.giveUp();
    throw error;
  }
}

async function openedJournal({ journalPath, source }: SessionRequest): Promise<Journal> {
  try {
    return Journal.open(journalPath);
  } catch (error) {
    if ('account' in source) await source.account.close();
    throw error;
  }
}

interface Parts { readonly journal: Journal; readonly recovered: Recovered; readonly carried: CarriedState | null; readonly market: OpenedMarket }

function released(request: SessionRequest, { journal, recovered, carried, market }: Parts): OpenedSession {
  const { loaded: { config: { profile, mode } }, source, speed, observer, control, clearsHalt, heldBecause } = request;
  const continues = continuesAccount(source, speed);
  const { run, session: id } = journal.beginRun(
    { profile, mode, source: describeSource(source), continues, startedAt: Date.now() },
    (n) => (continues ? `${profile}-${n}` : fixedSessionName(profile, source) ?? `${profile}-${n}`),
    speed.kind === 'max' ? VIRTUAL_FRAME_EVENTS : 1,
  );
  const { generation, filesWaiting } = nextGeneration(journal, request);
  const session = new Session({ engine: new Engine(), journal, observer, ...market });
  const { left, stands } = standingHalt(recovered.halted, control.halted, heldBecause, clearsHalt);
  const isCarried = carried !== null && carried.halted?.by === stands?.by && carried.halted?.reason === stands?.reason;
  session.begin((ts) => {
    const events: Event[] = [
      { type: 'SessionStarted', ts, session: { id, profile, mode }, carried: carried === null || isCarried ? carried : { ...carried, halted: null } },
      { type: 'ConfigSwapped', ts, generation: generation.number, config: generation.loaded.config },
    ];
    const { canary } = generation.loaded.config;
    if (canary !== undefined) events.push({ type: 'CanaryBegan', ts, ...canary });
    // What a `--resume` clears besides: limits that latched.
    if (clearsHalt && stands === null) events.push({ type: 'OperatorCommanded', ts, by: 'evenkeel run --resume', action: { kind: 'resume', market: null } });
    if (stands !== null && !isCarried) events.push({ type: 'OperatorCommanded', ts, by: stands.by, action: { kind: 'halt', reason: stands.reason } });
    return events;
  });
  return { session, journal, run, id, generation, filesWaiting, source, startedAt: market.startedAt, recovered: { ...recovered, halted: left }, heldBecause };
}

/** A revert outlives a restart for as long as the files say what it was made against: they wait for an operator. */
export function revertInForce(database: DatabaseSync, { hash }: LoadedConfig): GenerationRow | null {
  const newest = readGeneration(database, newestGenerationNumber(database));
  return newest !== null && newest.origin === 'revert' && newest.hash !== hash && newestWrittenHash(database) === hash ? newest : null;
}

/** At a start the newest generation again where the config is the same, else the next number, in the journal before it is in force. */
function nextGeneration(journal: Journal, { loaded, origin, control }: SessionRequest): Pick<OpenedSession, 'generation' | 'filesWaiting'> {
  const newest = readGeneration(journal.database, newestGenerationNumber(journal.database));
  const reverted = origin === 'start' ? revertInForce(journal.database, loaded) : null;
  const inForce = reverted?.loaded ?? loaded;
  const filesWaiting = reverted === null ? null : loaded;
  const highest = Math.max(newest?.number ?? 0, control.generation);
  if (origin === 'start' && newest !== null && newest.hash === inForce.hash && newest.number === highest) {
    return { generation: { ...newest, loaded: inForce }, filesWaiting };
  }
  const generation: GenerationRow = {
    number: highest + 1, hash: inForce.hash, at: Date.now(), profile: inForce.config.profile, origin: reverted === null ? origin : 'revert', loaded: inForce, changes: [],
  };
  const raised = control.raise(generation.number);
  const written = raised.ok ? journal.recordGeneration(generation) : raised;
  if (!written.ok) throw new EvenkeelError(JOURNAL_ERRORS.cannotOpen, `${journal.path}: ${written.reason}`, { path: journal.path });
  return { generation, filesWaiting };
}
