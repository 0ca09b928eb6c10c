// What each hedging market should hold, from the positions of the markets it hedges, and whether it has been off for too
// long. Looked at once a decision, before any market: whom it concerns is touched. Always in the order of listing.

import { fitsPattern } from '../market/market-pattern.ts';
import { hedged, unhedgedBit, UNHEDGED_BITS, watchUnhedged, type UnhedgedState } from '../risk/guards/unhedged.ts';
import type { CoreState } from '../state/core-state.ts';
import type { AbsentHedge, HedgeLink } from '../state/hedge-link.ts';
import type { MarketState } from '../state/market-state.ts';
import { takes } from './grouping.ts';

export function watchHedges(core: CoreState): void {
  const links = core.hedgeLinks ?? findLinks(core);
  for (let i = 0; i < links.length; i++) {
    const { of } = links[i]!;
    for (let j = 0; j < of.length; j++) of[j]!.unhedgedBits = 0;
  }
  const absent = core.absentHedges;
  for (let i = 0; i < absent.length; i++) for (const market of absent[i]!.of) market.unhedgedBits = 0;
  for (let i = 0; i < links.length; i++) watchLink(core, links[i]!);
  for (let i = 0; i < absent.length; i++) watchAbsent(core, absent[i]!);
  for (let i = 0; i < links.length; i++) {
    const { of } = links[i]!;
    for (let j = 0; j < of.length; j++) if ((of[j]!.judged & UNHEDGED_BITS) !== of[j]!.unhedgedBits) core.touch(of[j]!);
  }
}

/** Nothing will hedge it for now: there is nothing to wait for. */
function watchAbsent(core: CoreState, { terms, of, unlisted, held }: AbsentHedge): void {
  if (terms.unhedged === null) return;
  let sum = unlisted;
  for (const market of of) sum += market.position.net;
  const bit = Math.abs(-terms.ratio * sum - held) > terms.unhedged.most ? unhedgedBit(OFF, terms.unhedged) : 0;
  for (const market of of) {
    market.unhedgedBits |= bit;
    if ((market.judged & UNHEDGED_BITS) !== market.unhedgedBits) core.touch(market);
  }
}

const OFF: UnhedgedState = { since: null, isOff: true };

function watchLink(core: CoreState, { hedger, terms, of, unlisted }: HedgeLink): void {
  let sum = unlisted;
  for (let i = 0; i < of.length; i++) sum += of[i]!.position.net;
  // + 0: no negative zero, which a snapshot would lose.
  const need = Math.round(-terms.ratio * sum) + 0;
  if (need !== hedger.hedgeNeed) {
    hedger.hedgeNeed = need;
    core.touch(hedger);
  }
  const wasOff = hedger.unhedged.isOff;
  if (watchUnhedged(hedger.unhedged, Math.abs(need - hedger.position.net), terms.unhedged, core.now)) {
    core.touch(hedger);
    if (hedger.unhedged.isOff && !wasOff) {
      core.alert('warning', 'UNHEDGED', `${hedger.instrument.name} holds ${hedger.position.net / 1e6} shares where ${need / 1e6} are needed: the markets it hedges may not add`, hedger.instrument.id);
    }
  }
  const bit = unhedgedBit(hedger.unhedged, terms.unhedged);
  for (let i = 0; i < of.length; i++) of[i]!.unhedgedBits |= bit;
}

/** When it will have been off for too long; Infinity where it is not off, or that has been said. */
export function unhedgedAt({ settings, unhedged }: MarketState): number {
  if (settings?.kind !== 'hedge' || settings.hedge.unhedged === null || unhedged.since === null || unhedged.isOff) return Infinity;
  return unhedged.since + settings.hedge.unhedged.forMs;
}

function findLinks(core: CoreState): readonly HedgeLink[] {
  const links: HedgeLink[] = [];
  for (const market of core.markets) {
    market.unhedgedBits = 0;
    // One that the config has dropped hedges nothing any more, whatever it is worked off by.
    if (market.strategy !== null && market.settings?.kind === 'hedge') links.push(linkOf(core, market, market.settings.hedge));
    else if (core.config !== null) {
      market.hedgeNeed = NaN;
      market.unhedged = hedged();
    }
  }
  core.hedgeLinks = links;
  core.absentHedges = (core.config?.strategies ?? []).flatMap((strategy) => {
    if (strategy.kind !== 'hedge' || links.some(({ hedger }) => hedger.strategy === strategy)) return [];
    const terms = strategy.settings.hedge;
    const of = core.markets.filter(({ instrument, strategy: owner }) => owner?.kind !== 'hedge' && terms.of.some((glob) => fitsPattern(glob, instrument.name)));
    return [{ terms, of, unlisted: leftIn(core, (name) => terms.of.some((glob) => fitsPattern(glob, name))), held: leftIn(core, (name, venue) => takes(strategy, venue, name), true) }];
  });
  return links;
}

function linkOf(core: CoreState, hedger: MarketState, terms: HedgeLink['terms']): HedgeLink {
  const own = hedger.instrument.name;
  const fits = (name: string): boolean => name !== own && terms.of.some((glob) => fitsPattern(glob, name));
  // What hedges itself does not count: two that hedge each other would chase one another to their limits.
  const of = core.markets.filter(({ instrument, strategy }) => strategy?.kind !== 'hedge' && fits(instrument.name));
  return { hedger, terms, of, unlisted: leftIn(core, fits) };
}

/** Micro-shares that an earlier session left in markets that this one has not listed; what hedges itself only where asked for. */
function leftIn(core: CoreState, fits: (name: string, venue: string) => boolean, hedgersToo = false): number {
  const hedgers = core.config?.strategies.filter(({ kind }) => kind === 'hedge') ?? [];
  return Object.entries(core.unlisted).reduce((sum, [key, { venue, yes, no }]) => {
    const name = key.endsWith(`@${venue}`) ? key.slice(0, -venue.length - 1) : key;
    return fits(name, venue) && (hedgersToo || !hedgers.some((strategy) => takes(strategy, venue, name))) ? sum + yes - no : sum;
  }, 0);
}
