// Begins, moves on and ends the schedule of a TWAP, once a decision, before anything is produced.

import type { TwapTerms } from '../../config/compiled-config.ts';
import { allows } from '../domain/permission.ts';
import { isReached } from '../strategies/twap.ts';
import { beginSchedule, isOf, nextSlotAt, progressOf, slotAt } from '../strategies/twap-schedule.ts';
import type { CoreState } from '../state/core-state.ts';
import type { MarketState } from '../state/market-state.ts';

const shown = (micros: number): string => `${Math.round(micros / 1e4) / 100}`;

/** When the next slot begins; Infinity without a schedule, and once the target is reached. */
export function tendTwap(core: CoreState, market: MarketState): number {
  const { settings, strategy, position, instrument, liquidation } = market;
  // One that the config has dropped is worked off by its settings, and has no schedule any more.
  if (settings?.kind !== 'twap' || strategy === null) {
    // A session may list its markets before it has a config: only a config can end a schedule.
    if (core.config !== null) market.twap = null;
    return Infinity;
  }
  const { twap: terms } = settings;
  if (liquidation.rank > 0) { callOff(core, market, terms); return Infinity; }
  if (market.twap === null || !isOf(market.twap, terms)) {
    // The time runs from when it may trade: begun while stopped, it would have all to take at once.
    if (!allows(market.permission, 'reduce-only') || Number.isNaN(market.fairValue)) return Infinity;
    const was = market.twap;
    market.twap = beginSchedule(terms, position.net, core.now);
    core.alert('info', 'TWAP_STARTED', `${instrument.name}: from ${shown(position.net)} to ${shown(terms.target)} shares over ${terms.overMs / 1_000} s${was === null ? '' : `, in place of ${shown(was.target)} over ${was.overMs / 1_000} s`}`, instrument.id);
  }
  const schedule = market.twap;
  if (schedule.isOver) return Infinity;
  const slot = slotAt(schedule, terms.everyMs, core.now);
  if (slot !== schedule.slot) {
    schedule.slot = slot;
    schedule.progressAtSlot = progressOf(schedule, position.net);
  }
  const isDone = isReached(schedule, position.net, instrument.minSize);
  if (isDone && !schedule.isDone) core.alert('info', 'TWAP_DONE', `${instrument.name}: ${shown(position.net)} shares held, the target is ${shown(terms.target)}`, instrument.id);
  schedule.isDone = isDone;
  return isDone ? Infinity : nextSlotAt(schedule, terms.everyMs);
}

/** What is being worked off is not built up again: whatever schedule these terms have is over, one that had not begun as well. */
function callOff(core: CoreState, market: MarketState, terms: TwapTerms): void {
  const { position, instrument, liquidation } = market;
  if (market.twap === null || !isOf(market.twap, terms)) market.twap = beginSchedule(terms, position.net, core.now);
  if (market.twap.isOver) return;
  market.twap.isOver = true;
  core.alert('warning', 'TWAP_OVER', `${instrument.name}: its position is liquidated (${liquidation.why}), so its TWAP to ${shown(terms.target)} shares is over until its target or its duration changes`, instrument.id);
}
