// A run's raw segments replayed one after the other, with the trades that came since they were last taken.

import type { MarketDataEvent } from '../core/domain/events.ts';
import { RawReplay } from './raw-replay.ts';
import { tradeText } from './trade-text.ts';

export class ReplayedRun {
  readonly replay = new RawReplay({ judges: false, emit: (event) => { this.#take(event); } });
  #trades: string[] = [];

  takeTrades(): readonly string[] {
    const trades = this.#trades;
    this.#trades = [];
    return trades;
  }

  #take(event: MarketDataEvent): void {
    if (event.type === 'TradePrinted') this.#trades.push(tradeText(this.replay.state.get(event.market)?.instrument.name ?? '', event));
  }
}
