// One session: a market, an engine, a journal, and the loop that lets time pass for them. Owns the only clock. What order
// events are in, and what is journaled before what, is the sequencer's.

import type { Event, OperatorAction } from '../core/domain/events.ts';
import type { MarketId } from '../core/domain/instrument.ts';
import { timestamp, type TimestampMs } from '../core/domain/numbers.ts';
import type { Engine } from '../core/engine.ts';
import type { Journal } from '../journal/journal.ts';
import type { Venue } from '../venues/port.ts';
import type { Pace } from './pace.ts';
import { Sequencer, type SequencerParts } from './sequencer.ts';
import { Waiter } from './waiter.ts';

/** Longest stretch of work before signals and the API get their turn. */
const SLICE_MS = 20;
const BATCHES_PER_CLOCK_READ = 64;
const SNAPSHOT_EVENTS = 200_000;
const SNAPSHOT_WALL_MS = 60_000;
/** Venue time in which a quiesce has to be proved where nobody waits for it. */
const QUIESCE_VENUE_MS = 60_000;

export type SessionStop = 'venue-ended' | 'time-over' | 'asked';
export interface SessionParts extends SequencerParts {
  readonly pace: Pace;
  /** What is held besides the venue; let go of after its close. */
  readonly release?: () => Promise<void>;
}

export class Session {
  readonly engine: Engine;
  readonly #venue: Venue;
  readonly #journal: Journal | null;
  readonly #pace: Pace;
  readonly #sequencer: Sequencer;
  readonly #waiter = new Waiter();
  readonly #release: SessionParts['release'];
  /** Speaks by itself: it may be silent, and is never at its end. */
  readonly #isLive: boolean;
  #stopAsked = false;
  #snapshotSeq = 0;
  #snapshotWall = performance.now();

  constructor(parts: SessionParts) {
    this.engine = parts.engine;
    this.#venue = parts.venue;
    this.#journal = parts.journal;
    this.#pace = parts.pace;
    this.#release = parts.release;
    this.#sequencer = new Sequencer(parts);
    this.#isLive = parts.venue.listen !== undefined;
    parts.venue.listen?.(() => { this.#waiter.wake(); });
  }

  /** Session time of the last event. */
  get reached(): TimestampMs { return this.#sequencer.reached; }
  get venueEvents(): number { return this.#sequencer.venueEvents; }
  get decisions(): number { return this.#sequencer.decisions; }
  /** Events that came with a stamp before the one the session had reached, and were given that one. */
  get clampedStamps(): number { return this.#sequencer.clampedStamps; }
  /** Over every command so far. */
  get commandHash(): string { return this.#sequencer.hash.digest(); }
  /** Why the session can take nothing more, or null. `run` ends with it. */
  get failure(): Error | null { return this.#sequencer.failure; }
  get isJournaling(): boolean { return this.#sequencer.isJournaling; }
  /** The operator's name of a market. */
  nameOf(market: MarketId): string { return this.#sequencer.nameOf(market); }
  hasMarket(name: string): boolean { return [...this.#sequencer.names.values()].includes(name); }

  /** The first events, stamped with the start of the market, so that what the venue says first is not late. */
  begin(events: (ts: TimestampMs) => readonly Event[]): void {
    this.#sequencer.put(events);
    this.#sequencer.settle();
  }

  /** Puts events between two batches, stamped now, and decides at once. */
  inject(events: (ts: TimestampMs) => readonly Event[]): void {
    this.#sequencer.reach(this.#pace.now(this.reached));
    try {
      this.begin(events);
    } finally {
      this.#waiter.batchDone();
      this.#waiter.wake();
    }
  }

  command(by: string, action: OperatorAction): void {
    this.inject((ts) => [{ type: 'OperatorCommanded', ts, by, action }]);
  }

  /** Ends `run` after the batch in hand. The session can run again. */
  stop(): void {
    this.#stopAsked = true;
    this.#waiter.wake();
  }

  /**
   * Runs until the venue has nothing more to say, session time passes `until`, or `stop`. `stays`: at the end of the venue's
   * input go on serving what the operator asks. A live venue has no end.
   */
  async run(until: number | null, stays = false): Promise<SessionStop> {
    let sliceStart = performance.now();
    for (let batches = 0; !this.#stopAsked; batches++) {
      if (this.failure !== null) throw this.failure;
      const reading = this.#venue.pending();
      if (reading !== null) await reading;
      const due = this.#nextDue();
      if (due === null) {
        if (!stays && !this.#isLive) return 'venue-ended';
        await this.#waiter.wait(null);
        continue;
      }
      const waitMs = this.#pace.waitMs(until === null ? due : Math.min(due, until));
      if (waitMs > 0) {
        await this.#waiter.wait(waitMs);
        sliceStart = performance.now();
        // Woken early, or something sooner has come up since: look again.
        continue;
      }
      if (until !== null && due > until) return 'time-over';
      if (batches % BATCHES_PER_CLOCK_READ === 0 && performance.now() - sliceStart > SLICE_MS) {
        await new Promise<void>((resolve) => { setImmediate(resolve); });
        sliceStart = performance.now();
        if (this.#stopAsked) break;
      }
      this.#advance(this.#pace.isGrouped ? this.#pace.now(due) : due);
      if (!this.#isSnapshotDue()) continue;
      // What was just decided leaves first.
      if (this.#isLive) await new Promise<void>((resolve) => { setImmediate(resolve); });
      this.#snapshot();
    }
    this.#stopAsked = false;
    return 'asked';
  }

  /** Resolves true as soon as zero open orders are proved, false when `wallMs` have passed without it. Needs `run` under way. */
  async proved(wallMs: number): Promise<boolean> {
    const deadline = performance.now() + wallMs;
    while (!this.engine.haltProof().zeroOpenProved) {
      const left = deadline - performance.now();
      if (left <= 0) return false;
      await this.#waiter.nextBatch(left);
    }
    return true;
  }

  /**
   * Cancels everything, places nothing more, and drives the venue until zero open orders are proved. In real time it allows
   * `wallMs`; elsewhere the venue is taken through a minute of its own time without waiting. Not while `run` is under way.
   */
  async quiesce(by: string, reason: string, wallMs: number): Promise<boolean> {
    this.command(by, { kind: 'quiesce', reason });
    return this.#driven(() => this.engine.haltProof().zeroOpenProved, wallMs);
  }

  /**
   * After a quiesce: drives the venue on until nothing is owed, neither the outcome of a request nor the news of a fill that
   * an order is known to have. As `quiesce` does.
   */
  settled(wallMs: number): Promise<boolean> {
    return this.#driven(() => this.engine.haltProof().unsettledOrders === 0, wallMs);
  }

  async #driven(isDone: () => boolean, wallMs: number): Promise<boolean> {
    const deadline = performance.now() + wallMs;
    const lastStamp = this.reached + QUIESCE_VENUE_MS;
    while (!isDone()) {
      const reading = this.#venue.pending();
      if (reading !== null) await reading;
      const due = this.#nextDue();
      const leftMs = deadline - performance.now();
      if (leftMs <= 0) return false;
      if (due === null) {
        if (!this.#isLive) return false;
        await this.#waiter.wait(leftMs);
        continue;
      }
      if (this.#pace.kind !== 'real') {
        if (due > lastStamp) return false;
        this.#advance(due);
        continue;
      }
      const waitMs = Math.min(this.#pace.waitMs(due), leftMs);
      if (waitMs > 0) await this.#waiter.wait(waitMs);
      if (this.#pace.waitMs(due) === 0) this.#advance(this.#pace.now(due));
    }
    return true;
  }

  /** Snapshot and seal the run. The reason stands in the journal. */
  seal(because: string): void {
    this.#sequencer.snapshot();
    this.#journal?.endRun({ endedAt: this.reached, because, events: this.#sequencer.seq, commandHash: this.commandHash });
  }

  async close(): Promise<void> {
    try {
      await this.#venue.close();
    } finally {
      try {
        await this.#release?.();
      } finally {
        this.#journal?.close();
      }
    }
  }

  #nextDue(): TimestampMs | null {
    const venueAt = this.#venue.nextEventAt();
    if (venueAt === null && !this.#isLive && !this.#isProving()) return null;
    const wakeAt = this.engine.wakeAt();
    if (wakeAt === null || (venueAt !== null && wakeAt >= venueAt)) return venueAt;
    // A wake-up at a time already reached would never let time pass.
    return timestamp(wakeAt > this.reached ? wakeAt : this.reached + 1);
  }

  /** The engine's own timers don't keep a session going at the end of its input, except to get the last orders cancelled. */
  #isProving(): boolean {
    const { quiescing, zeroOpenProved } = this.engine.haltProof();
    return quiescing && !zeroOpenProved;
  }

  #advance(moment: number): void {
    const sequencer = this.#sequencer;
    this.#venue.advance(timestamp(moment), sequencer.take);
    sequencer.reach(moment);
    // The venue worked and had nothing to say.
    if (sequencer.isEmpty && !this.#isWakeDue()) return;
    sequencer.settle();
    this.#waiter.batchDone();
  }

  #isWakeDue(): boolean {
    const wakeAt = this.engine.wakeAt();
    return wakeAt !== null && wakeAt <= this.reached;
  }

  #isSnapshotDue(): boolean {
    if (this.#sequencer.seq - this.#snapshotSeq >= SNAPSHOT_EVENTS) return true;
    return this.#pace.kind !== 'virtual' && performance.now() - this.#snapshotWall >= SNAPSHOT_WALL_MS;
  }

  #snapshot(): void {
    this.#snapshotSeq = this.#sequencer.seq;
    this.#snapshotWall = performance.now();
    this.#sequencer.snapshot();
  }
}
