// Numbers the notices of the core, and what the runtime has to say besides, into one stream of items, and hands each to
// whoever subscribed. Keeps nothing: a subscriber that wants the past keeps its own (see `replay-buffer.ts`).

import type { Notice } from '../core/domain/notices.ts';
import type { StreamItem } from '../runtime/controller.ts';
import { noticeData, noticeText, type NameOf } from './notice-text.ts';

const KIND: Readonly<Record<Notice['type'], StreamItem['kind']>> = {
  ConfigApplied: 'config',
  MarketAdopted: 'decision', MarketReleased: 'decision', LifecycleChanged: 'decision', LiquidationBegan: 'decision', LiquidationStageChanged: 'decision', LiquidationEnded: 'decision', PermissionChanged: 'decision', QuoteChanged: 'decision', RuleChanged: 'decision',
  Filled: 'fill', FillReversed: 'fill',
  OrderRefused: 'order', OrderUnresolved: 'order',
  Alert: 'alert',
  Halted: 'session', Resumed: 'session', ZeroOpenProved: 'session', Reconciled: 'session', MarketSettled: 'session', HourClosed: 'session',
};

export class DecisionFeed {
  readonly #listeners = new Set<(item: StreamItem) => void>();
  #lastId = 0;

  /** What the core noticed. */
  publish(notice: Notice, nameOf: NameOf): void {
    if (this.#listeners.size === 0) { this.#lastId++; return; }
    const text = noticeText(notice);
    this.announce({
      kind: KIND[notice.type], at: notice.ts,
      text: notice.market === null ? text : `${nameOf(notice.market)}: ${text}`,
      data: noticeData(notice, nameOf),
    });
  }

  /** What the runtime has to say itself: a rejected file, a session that opened. */
  announce(item: Omit<StreamItem, 'id'>): void {
    const numbered: StreamItem = { id: ++this.#lastId, ...item };
    for (const listener of this.#listeners) listener(numbered);
  }

  subscribe(listener: (item: StreamItem) => void): () => void {
    this.#listeners.add(listener);
    return () => { this.#listeners.delete(listener); };
  }
}
