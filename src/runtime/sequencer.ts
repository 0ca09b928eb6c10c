// Puts events in order, one batch at a time: stamps that never fall, journal, engine, journal, venue. Nothing reaches the
// venue before its batch is journaled; while the journal fails, only what cannot add risk reaches it at all. Has no clock
// and no loop.

import type { Command } from '../core/domain/commands.ts';
import type { Event, VenueEvent } from '../core/domain/events.ts';
import type { MarketId } from '../core/domain/instrument.ts';
import { timestamp, type TimestampMs } from '../core/domain/numbers.ts';
import type { Engine } from '../core/engine.ts';
import { CommandHash } from '../journal/command-hash.ts';
import type { Journal } from '../journal/journal.ts';
import type { Venue } from '../venues/port.ts';
import { isolatedObserver } from './isolated-observer.ts';
import type { SessionObserver } from './session-observer.ts';
import { unsentAnswers } from './unsent.ts';

const JOURNAL_RETRY_MS = 1_000;

export interface SequencerParts {
  readonly engine: Engine;
  readonly venue: Venue;
  /** Null only where nothing has to be kept: benchmarks and tests. */
  readonly journal: Journal | null;
  readonly observer: SessionObserver;
  readonly startedAt: number;
}

export class Sequencer {
  readonly engine: Engine;
  readonly hash = new CommandHash();
  readonly names = new Map<MarketId, string>();
  /** Number of the last event, from 1. */
  seq = 0;
  venueEvents = 0;
  decisions = 0;
  clampedStamps = 0;
  readonly #venue: Venue;
  readonly #journal: Journal | null;
  readonly #observer: SessionObserver;
  readonly #batch: Event[] = [];
  #reached: TimestampMs;
  readonly #venues = new Set<string>();
  #generation = 0;
  #isStepping = false;
  #failure: Error | null = null;
  /** Session time of the next attempt to write; null while the journal takes writes. */
  #journalRetryAt: number | null = null;

  constructor({ engine, venue, journal, observer, startedAt }: SequencerParts) {
    this.engine = engine;
    this.#venue = venue;
    this.#journal = journal;
    this.#observer = isolatedObserver(observer);
    this.#reached = timestamp(startedAt);
  }

  /** Stamp of the last event. */
  get reached(): TimestampMs { return this.#reached; }
  get isJournaling(): boolean { return this.#journalRetryAt === null; }
  /** What the engine, the journal or the venue threw: nothing more can be put in. */
  get failure(): Error | null { return this.#failure; }
  get isEmpty(): boolean { return this.#batch.length === 0; }

  /** Time has got this far, whether or not anything happened. */
  reach(moment: number): void {
    if (moment > this.#reached) this.#reached = timestamp(moment);
  }

  readonly nameOf = (market: MarketId): string => {
    const name = this.names.get(market);
    if (name === undefined) throw new Error(`no market ${market} is listed`);
    return name;
  };

  /** The sink of the venue: takes an event into the batch. */
  readonly take = (event: VenueEvent): void => {
    this.venueEvents++;
    if (event.ts < this.#reached) {
      this.clampedStamps++;
      this.#batch.push({ ...event, ts: this.#reached });
    } else {
      this.#reached = event.ts;
      this.#batch.push(event);
    }
    if (event.type === 'InstrumentListed') {
      this.names.set(event.instrument.id, event.instrument.name);
      this.#venues.add(event.instrument.venue);
    }
  };

  /** Takes events of our own into the batch, stamped with what was reached. */
  put(events: (ts: TimestampMs) => readonly Event[]): void {
    if (this.#failure !== null) throw this.#failure;
    if (this.#isStepping) throw new Error('events were injected from inside a batch');
    for (const event of events(this.#reached)) {
      if (event.type === 'ConfigSwapped') {
        this.#generation = event.generation;
        this.#venue.follow?.(event.config);
      }
      this.#batch.push(event);
    }
  }

  /** Performs the batch, with a `Decide` at its end where that could do anything; then whatever comes of a journal that failed over it. */
  settle(): void {
    const wasJournaling = this.isJournaling;
    if (!wasJournaling) this.#retryJournal();
    const answers = this.#step();
    if (wasJournaling && !this.isJournaling) this.#sayJournalFailed(answers);
    else if (answers.length > 0) this.#batch.push(...answers);
  }

  /** Of an engine that failed nothing is kept. */
  snapshot(): void {
    if (this.#failure !== null) return;
    if (this.#journal === null || !this.isJournaling || this.#journal.snapshot(this.engine.snapshot()).ok) return;
    this.#journalFailed();
    this.#sayJournalFailed([]);
  }

  /** Returns what has to be said to the engine about commands that were not sent. */
  #step(): readonly Event[] {
    if (this.#failure !== null) throw this.#failure;
    this.#isStepping = true;
    try {
      return this.#performed();
    } catch (error) {
      this.#failed(error instanceof Error ? error : new Error(String(error)));
      throw error;
    } finally {
      this.#isStepping = false;
    }
  }

  /** What the engine holds is no longer to be trusted: the one thing still asked of the venues is to cancel everything. */
  #failed(error: Error): void {
    this.#failure = error;
    this.#batch.length = 0;
    this.engine.commands.length = 0;
    const commands = [...this.#venues].map((venue): Command => ({ type: 'CancelAll', ts: this.#reached, generation: this.#generation, venue }));
    if (commands.length > 0) this.#venue.submit(commands, this.#reached);
  }

  #performed(): readonly Event[] {
    const { engine } = this;
    const batch = this.#batch;
    const journal = this.#journal;
    const { commands, notices } = engine;
    journal?.append(batch);
    for (let i = 0; i < batch.length; i++) this.#feed(batch[i] as Event);
    const events = batch.length;
    const decisions = engine.wantsDecision(this.#reached) ? 1 : 0;
    if (decisions > 0) {
      const decide: Event = { type: 'Decide', ts: this.#reached };
      journal?.append([decide]);
      this.#feed(decide);
    }
    this.decisions += decisions;
    if (journal !== null) for (const notice of notices) if (notice.type === 'HourClosed') journal.hour(notice.record);
    batch.length = 0;
    if (journal !== null && !journal.commit().ok && this.isJournaling) this.#journalFailed();
    const answers = commands.length === 0 ? [] : this.#submit(commands);
    commands.length = 0;
    this.#observer.batch(events, decisions);
    for (let i = 0; i < notices.length; i++) this.#observer.notice(notices[i] as (typeof notices)[number], this);
    notices.length = 0;
    return answers;
  }

  #feed(event: Event): void {
    const { engine } = this;
    const { commands } = engine;
    const before = commands.length;
    engine.step(event);
    this.seq++;
    for (let i = before; i < commands.length; i++) {
      const command = commands[i] as Command;
      this.hash.add(command);
      this.#journal?.intent(this.seq, command, command.type === 'PlaceOrder' ? this.#venue.identify?.(command) ?? null : null);
    }
  }

  #submit(commands: readonly Command[]): readonly Event[] {
    for (const command of commands) this.#observer.command(command.type);
    if (this.isJournaling) {
      this.#venue.submit(commands.slice(), this.#reached);
      return [];
    }
    const { sent, answers } = unsentAnswers(commands, this.#reached);
    if (sent.length > 0) this.#venue.submit(sent, this.#reached);
    return answers;
  }

  #journalFailed(): void {
    this.#journalRetryAt = this.#reached + JOURNAL_RETRY_MS;
    this.#observer.journal(String(this.#journal?.failure));
  }

  #sayJournalFailed(answers: readonly Event[]): void {
    const ts = this.#reached;
    this.#batch.push({ type: 'JournalStatusChanged', ts, ok: false, reason: String(this.#journal?.failure) }, ...answers);
    this.#batch.push(...this.#step());
  }

  #retryJournal(): void {
    if (this.#journal === null || this.#journalRetryAt === null || this.#reached < this.#journalRetryAt) return;
    if (!this.#journal.resumeFrom(this.engine.snapshot()).ok) {
      this.#journalRetryAt = this.#reached + JOURNAL_RETRY_MS;
      return;
    }
    this.#journalRetryAt = null;
    this.#observer.journal(null);
    // First of the batch: it is the first event journaled again.
    this.#batch.unshift({ type: 'JournalStatusChanged', ts: this.#batch[0]?.ts ?? this.#reached, ok: true, reason: 'written again' });
  }
}
