// Watches one run for what an operator of a dual-market strategy asks: how much of the time something is quoted on both
// sides, and how it gets out of positions that reached a share of their limit. Changes nothing, like the recorder.

import type { MarketId } from '../../core/domain/instrument.ts';
import type { Notice } from '../../core/domain/notices.ts';
import { MICROS } from '../../core/domain/numbers.ts';
import type { Engine } from '../../core/engine.ts';
import type { SessionObserver } from '../../runtime/session-observer.ts';
import { ExitLedger, type Exit } from './exit-ledger.ts';

export interface Earning {
  /** Milliseconds in which at least one market was open, and of these with working orders on both sides of one. */
  readonly openMs: number;
  readonly earningMs: number;
  readonly exits: readonly Exit[];
}

export class EarningWatch implements SessionObserver {
  readonly #engine: Engine;
  readonly #beginsAt: number;
  readonly #ledgers = new Map<MarketId, ExitLedger>();
  #since = Number.NaN;
  #isOpen = false;
  #isEarning = false;
  #openMs = 0;
  #earningMs = 0;

  /** `beginsAt`: the share of the position limit at which getting out begins, 0 … 1; it also begins with a liquidation. */
  constructor(engine: Engine, { beginsAt }: { readonly beginsAt: number }) {
    this.#engine = engine;
    this.#beginsAt = beginsAt;
  }

  notice(notice: Notice): void {
    const { market: id, ts } = notice;
    if (id === null) return;
    switch (notice.type) {
      case 'Filled': {
        const market = this.#engine.marketStates()[id];
        if (market === undefined) return;
        const limit = market.settings?.limits.position ?? Infinity;
        return this.#ledger(id).filled(
          { ts, side: notice.side, price: notice.price / MICROS, size: notice.size / MICROS, fee: notice.fee / MICROS },
          { begin: (this.#beginsAt * limit) / MICROS, flat: market.instrument.minSize / MICROS },
        );
      }
      case 'LiquidationBegan': return this.#ledger(id).begin(ts);
      case 'MarketSettled': return this.#ledger(id).settled(ts, notice.yesPays / MICROS);
      default:
    }
  }

  batch(): void {
    this.#count();
    this.#isOpen = this.#isEarning = false;
    for (const market of this.#engine.marketStates()) {
      if (market.status !== 'open' || market.bookAt === null) continue;
      this.#isOpen = true;
      if (market.strategy !== null && market.hasBothSides) this.#isEarning = true;
    }
  }

  command(): void {}
  journal(): void {}

  /** After the last event. */
  result(): Earning {
    this.#count();
    for (const [id, ledger] of this.#ledgers) ledger.finish(this.#engine.worth(id) / MICROS);
    return { openMs: this.#openMs, earningMs: this.#earningMs, exits: [...this.#ledgers.values()].flatMap(({ exits }) => exits).toSorted((a, b) => a.from - b.from) };
  }

  /** What held since the last batch. */
  #count(): void {
    const now = this.#engine.now();
    const elapsed = now - this.#since;
    if (elapsed > 0) {
      if (this.#isOpen) this.#openMs += elapsed;
      if (this.#isEarning) this.#earningMs += elapsed;
    }
    this.#since = now;
  }

  #ledger(id: MarketId): ExitLedger {
    let ledger = this.#ledgers.get(id);
    if (ledger === undefined) {
      ledger = new ExitLedger(this.#engine.marketNames()[id] ?? '');
      this.#ledgers.set(id, ledger);
    }
    return ledger;
  }
}
