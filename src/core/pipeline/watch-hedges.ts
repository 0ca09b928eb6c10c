// What each hedging market should hold, from the positions of the markets it hedges, and whether it has been off for too
// long. Looked at once a decision, before any market: whom it concerns is touched. Always in the order of listing.

import { fitsPattern } from '../market/market-pattern.ts';
import { hedged, unhedgedBit, UNHEDGED_BITS, watchUnhedged } from '../risk/guards/unhedged.ts';
import type { CoreState } from '../state/core-state.ts';
import type { HedgeLink } from '../state/hedge-link.ts';
import type { MarketState } from '../state/market-state.ts';

export function watchHedges(core: CoreState): void {
  const links = core.hedgeLinks ?? findLinks(core);
  for (let i = 0; i < links.length; i++) {
    const { of } = links[i]!;
    for (let j = 0; j < of.length; j++) of[j]!.unhedgedBits = 0;
  }
  for (let i = 0; i < links.length; i++) watchLink(core, links[i]!);
  for (let i = 0; i < links.length; i++) {
    const { of } = links[i]!;
    for (let j = 0; j < of.length; j++) if ((of[j]!.judged & UNHEDGED_BITS) !== of[j]!.unhedgedBits) core.touch(of[j]!);
  }
}

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
  return links;
}

function linkOf(core: CoreState, hedger: MarketState, terms: HedgeLink['terms']): HedgeLink {
  const own = hedger.instrument.name;
  const fits = (name: string): boolean => name !== own && terms.of.some((glob) => fitsPattern(glob, name));
  // What hedges itself does not count: two that hedge each other would chase one another to their limits.
  const of = core.markets.filter(({ instrument, strategy }) => strategy?.kind !== 'hedge' && fits(instrument.name));
  const unlisted = Object.entries(core.unlisted)
    .filter(([key, { venue }]) => fits(key.endsWith(`@${venue}`) ? key.slice(0, -venue.length - 1) : key))
    .reduce((sum, [, { yes, no }]) => sum + yes - no, 0);
  return { hedger, terms, of, unlisted };
}
