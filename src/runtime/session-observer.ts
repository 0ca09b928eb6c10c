// What a session tells those who watch it. Called between two batches, never in the middle of a decision; must not put
// events into the session before it returns.

import type { MarketId } from '../core/domain/instrument.ts';
import type { Notice } from '../core/domain/notices.ts';
import type { Engine } from '../core/engine.ts';

/** The session a notice comes from. */
export interface NoticeSource {
  readonly engine: Engine;
  readonly nameOf: (market: MarketId) => string;
}
export interface SessionObserver {
  notice(notice: Notice, from: NoticeSource): void;
  /** After each batch: how many events of the venue and operators, and how many decisions on them. */
  batch(events: number, decisions: number): void;
  command(type: string): void;
  /** The journal stopped taking writes (with the reason) or takes them again (null). */
  journal(failure: string | null): void;
}
