// Prices outside the venues' markets: which of them the config asks for, what they say of the price to beat, and what a market
// that is decided by one is worth. Where anything of that is missing there is no value, and a bit that says what is missing.

import type { CompiledConfig, ReferenceSettings } from '../../config/compiled-config.ts';
import type { ReferencePriced } from '../domain/events.ts';
import { MICROS } from '../domain/numbers.ts';
import { referencesAsked } from '../domain/references-asked.ts';
import { CONSTRAINTS } from '../risk/constraints.ts';
import type { FactSlot } from '../rules/rule-set.ts';
import { chanceAverageUp, chanceUp } from '../signals/chance-up.ts';
import { HOLDS_MS } from '../signals/price-path.ts';
import type { CoreState } from '../state/core-state.ts';
import type { MarketState } from '../state/market-state.ts';
import { ReferenceState } from '../state/reference-state.ts';
import type { StrategySettings } from '../strategies/resolve-strategy.ts';

const MS = 1_000;

/** Takes up what a config asks for; what is asked for still keeps what it has seen. */
export function followReferences(core: CoreState, config: Pick<CompiledConfig, 'strategies'>, slots: readonly FactSlot[]): void {
  const moves = slots.flatMap(({ fact, windowMs }) => (fact === 'referenceMove' && windowMs !== null ? [windowMs] : []));
  const asked = referencesAsked(config);
  const references: ReferenceState[] = [];
  for (const { feed, symbol } of asked) {
    if (references.some((reference) => reference.is(feed, symbol))) continue;
    const reference = core.references.find((known) => known.is(feed, symbol)) ?? new ReferenceState(feed, symbol);
    reference.require([...asked.filter((other) => reference.is(other.feed, other.symbol)).map(({ volatilityMs }) => volatilityMs), ...moves]);
    references.push(reference);
  }
  core.references = references;
}

const askedOf = (settings: StrategySettings | null): ReferenceSettings | null => (settings?.kind === 'market-maker' ? settings.quote.reference ?? null : null);

/** The one that its settings ask for, where it is what decides the market. */
export function referenceOf(core: CoreState, { settings, instrument }: MarketState): ReferenceState | null {
  const asked = askedOf(settings);
  if (asked === null || instrument.reference?.symbol !== asked.symbol) return null;
  return core.references.find((reference) => reference.is(asked.feed, asked.symbol)) ?? null;
}

/** A price that nobody asks for, or that is no news, changes nothing. */
export function hearReference(core: CoreState, { feed, symbol, price, at, ts }: ReferencePriced): void {
  const reference = core.references.find((known) => known.is(feed, symbol));
  if (reference === undefined) return;
  const { at: beforeAt, price: before } = reference;
  // A feed whose clock is ahead would make its prices look younger than they can be.
  if (!reference.observe(Math.min(at, ts), price)) return;
  for (const market of core.markets) {
    if (market.reference !== reference) continue;
    if (Number.isNaN(market.priceToBeat)) measurePriceToBeat(market, reference, beforeAt, before);
    core.touch(market);
  }
}

export function hearPriceToBeat(core: CoreState, market: MarketState, price: number): void {
  if (!(price > 0) || price === Infinity) return;
  market.tellPriceToBeat(price);
  core.touch(market);
}

/** Before the venue says it: the average up to the start, or the price that held then, if it was seen. */
function measurePriceToBeat(market: MarketState, reference: ReferenceState, beforeAt: number, before: number): void {
  const terms = market.instrument.reference;
  if (terms === undefined || reference.at < terms.startsAt) return;
  const { startsAt, windowSeconds } = terms;
  if (windowSeconds !== null) market.priceToBeat = reference.path.average(startsAt - windowSeconds * MS, startsAt);
  else if (reference.at === startsAt) market.priceToBeat = reference.price;
  else if (beforeAt <= startsAt && startsAt - beforeAt <= HOLDS_MS) market.priceToBeat = before;
}

/** Sets what the reference says of the market, or what is missing for that. */
export function observeReference(market: MarketState, now: number): void {
  const asked = askedOf(market.settings);
  market.referenceValue = NaN;
  market.referenceGap = 0;
  if (asked === null) return;
  const { reference, priceToBeat, instrument: { reference: terms } } = market;
  if (reference === null || terms === undefined) market.referenceGap = CONSTRAINTS.noReference.bit;
  else if (!(now - reference.at <= asked.maxAgeMs)) market.referenceGap = CONSTRAINTS.referenceStale.bit;
  else if (Number.isNaN(priceToBeat) || now < terms.startsAt) market.referenceGap = CONSTRAINTS.priceToBeatUnknown.bit;
  else {
    const { at, price } = reference;
    // What the price does from its own stamp on is not known, however long it has been under way.
    const secondsLeft = (terms.endsAt - at) / MS;
    const sigma = reference.sigma(asked.volatilityMs);
    const window = terms.windowSeconds ?? 0;
    const soFar = secondsLeft < window ? reference.path.average(terms.endsAt - window * MS, Math.min(at, terms.endsAt)) : 0;
    if (Number.isNaN(sigma) || Number.isNaN(soFar)) market.referenceGap = CONSTRAINTS.referenceUnmeasured.bit;
    else {
      const chance = window > 0 ? chanceAverageUp(price, priceToBeat, sigma, secondsLeft, window, soFar) : chanceUp(price, priceToBeat, sigma, secondsLeft);
      // Until it has paid no outcome is certain.
      market.referenceValue = Math.min(MICROS - 1, Math.max(1, Math.round(chance * MICROS)));
    }
  }
}

/** When a price that is good now will be too old; Infinity where nothing hangs on it. */
export function referenceStaleAt({ reference, settings, referenceGap }: MarketState): number {
  const asked = askedOf(settings);
  return asked === null || reference === null || referenceGap === CONSTRAINTS.referenceStale.bit ? Infinity : reference.at + asked.maxAgeMs + 1;
}
