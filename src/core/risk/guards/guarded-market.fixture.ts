// A market for tests of single guards: signals are fed by hand, and what is asked is one guard.

import type { MakerSettings } from '../../../config/compiled-config.ts';
import { cents, config, instrument, settings, START } from '../../engine.fixture.ts';
import { marketId } from '../../domain/instrument.ts';
import { timestamp } from '../../domain/numbers.ts';
import { swapConfig } from '../../pipeline/swap-config.ts';
import { applyMarketData } from '../../pipeline/apply-market-data.ts';
import { CoreState } from '../../state/core-state.ts';
import type { MarketState } from '../../state/market-state.ts';
import { constraintsIn } from '../constraints.ts';
import { marketGuards } from './market-guards.ts';

export class GuardedMarket {
  readonly core = new CoreState([], []);

  constructor(over: Parameters<typeof settings>[0]) {
    this.core.now = timestamp(START);
    swapConfig(this.core, 1, config({ settings: settings(over) as MakerSettings }));
    applyMarketData(this.core, { type: 'InstrumentListed', ts: timestamp(START), instrument: instrument({ id: marketId(0) }) });
  }

  /** Another market of the venue. */
  list(name: string): MarketState {
    const id = marketId(this.core.markets.length);
    applyMarketData(this.core, { type: 'InstrumentListed', ts: timestamp(this.core.now), instrument: instrument({ id, name }) });
    return this.core.market(id);
  }

  get market(): MarketState { return this.core.market(marketId(0)); }

  /** Fair value of so many cents from now on. */
  fair(c: number): this {
    this.market.signals.advance(this.core.now);
    this.market.signals.observeFair(this.core.now, Number.isNaN(c) ? NaN : cents(c));
    this.market.fairValue = Number.isNaN(c) ? NaN : cents(c);
    return this;
  }

  pass(ms: number): this {
    this.core.now = timestamp(this.core.now + ms);
    this.market.signals.advance(this.core.now);
    if (Number.isNaN(this.market.fairValue)) this.market.signals.pauseFair(this.core.now);
    else this.market.signals.observeFair(this.core.now, this.market.fairValue);
    return this;
  }

  /** Asks all guards and keeps the answer, as a decision does. */
  codes(): string[] {
    this.market.judged = marketGuards(this.core, this.market);
    return constraintsIn(0, 0, this.market.judged).map((c) => c.code);
  }
}
