// Applies the choice of each strategy to its markets: at once when markets or the config changed, else every half minute. A
// chosen market warms up; one that is dropped goes back among the candidates, or is liquidated when anything of ours is left.

import { isExtreme } from '../risk/guards/extremes.ts';
import { FALSE, UNKNOWN, type Truth } from '../rules/truth.ts';
import type { CoreState } from '../state/core-state.ts';
import type { MarketState } from '../state/market-state.ts';
import type { Choosing } from './choosing.ts';
import { enter } from './enter.ts';
import { holdsSlot } from './lifecycle.ts';
import { canBeSold, isOver } from './resolution.ts';
import { select, type SelectionCandidate, type Verdict } from './selection.ts';
import { turns, type SeriesMember } from './series-turns.ts';

/** Facts change with time; an hour's dwell makes no hurry. */
const LOOK_AGAIN_MS = 30_000;

export function choose(core: CoreState): void {
  if (core.now < core.chooseAt) return;
  let next = Infinity;
  for (const strategy of core.strategies) {
    const markets = core.markets.filter((market) => market.strategyState === strategy);
    // A restart takes nobody's place away before it is listed; one that does not come is waited for no longer than facts are.
    const kept = core.now - core.startedAt < PATIENCE_MS ? strategy.slotsKept : 0;
    next = Math.min(next, chooseFor(core, strategy.choosing, kept, markets));
  }
  // After what was just changed here: that is no news.
  core.chooseAt = next;
}

/** Returns when to look again. */
function chooseFor(core: CoreState, choosing: Choosing, kept: number, markets: readonly MarketState[]): number {
  if (choosing.warmUpMs !== null) return takeTurns(core, choosing.warmUpMs, markets);
  // What its strategy takes without a choice goes its own way.
  if (!choosing.isSelective) return Infinity;
  const open = markets.filter(isUpForChoice);
  // Under a strategy that took all it could, nobody had been chosen: what was quoted then is, since then.
  for (const market of open) if (holdsSlot(market.lifecycle) && Number.isNaN(market.chosenSince)) market.chosenSince = market.lifecycleSince;
  const candidates = open.map((market) => candidateOf(core, choosing, market));
  const verdicts = select(candidates, { ...choosing.terms, slots: Math.max(0, choosing.terms.slots - kept) }, core.now);
  open.forEach((market, i) => {
    market.score = choosing.rankBy === null ? NaN : candidates[i]!.score;
    // What may yet turn out to be eligible keeps what it holds.
    const verdict = verdicts[i]!;
    if (!verdict.isChosen && candidates[i]!.eligible === UNKNOWN && mayWait(core, market)) stayCandidate(market, verdict.why);
    else apply(core, market, verdict);
  });
  return core.now + LOOK_AGAIN_MS;
}

/** One that is halted keeps the place it had. */
const isUpForChoice = ({ lifecycle, chosenSince }: MarketState): boolean =>
  lifecycle === 'candidate' || holdsSlot(lifecycle) || (lifecycle === 'halted' && !Number.isNaN(chosenSince));

/** Held and not known to be worth its place, a position waits this long for the facts. */
const PATIENCE_MS = 600_000;

const mayWait = (core: CoreState, market: MarketState): boolean =>
  market.lifecycle === 'candidate' && (!canBeSold(market) || core.now - market.lifecycleSince < PATIENCE_MS);

function candidateOf(core: CoreState, choosing: Choosing, market: MarketState): SelectionCandidate {
  const { rankReader, whereReaders, chosenSince, instrument } = market;
  return {
    name: instrument.name, isOpen: !isOver(market, core.now), eligible: eligibilityOf(choosing.holds(whereReaders), market),
    score: rankReader === null ? 0 : rankReader(), chosenSince,
  };
}

/** Facts of a book that is old or not to be trusted, and of a market that pauses, are none. */
function eligibilityOf(holds: Truth, market: MarketState): Truth {
  const { invalid, awaitsBook, venue, status, settings, fairValue } = market;
  // It could only reduce there.
  if (settings !== null && isExtreme(settings, fairValue)) return FALSE;
  const isDoubtful = invalid !== null || awaitsBook || venue.isStale || !venue.isUp || status !== 'open';
  return isDoubtful ? UNKNOWN : holds;
}

function apply(core: CoreState, market: MarketState, { isChosen, why }: Verdict): void {
  if (!isChosen) {
    drop(core, market, why);
    return;
  }
  market.choice = why;
  if (Number.isNaN(market.chosenSince)) market.chosenSince = core.now;
  if (market.lifecycle === 'candidate') enter(core, market, 'warming', why);
}

function stayCandidate(market: MarketState, why: string): void {
  market.choice = why;
  market.chosenSince = NaN;
}

function drop(core: CoreState, market: MarketState, why: string): void {
  market.awaitsTurn = false;
  stayCandidate(market, why);
  // Something is held in a market that is not to be quoted, by what filled late or from an earlier session: it is worked off.
  // Its life takes it on from there, as the end of the halt will.
  if (isOver(market, core.now) || market.lifecycle === 'halted') { core.touch(market); return; }
  if (!canBeSold(market)) { enter(core, market, 'candidate', why); return; }
  market.liquidation.isDropped = true;
  enter(core, market, 'liquidating', why);
}

function takeTurns(core: CoreState, warmUpMs: number, markets: readonly MarketState[]): number {
  const members = markets.map((market) => memberOf(core, market));
  const { current, successor, changesAt } = turns(members, warmUpMs, core.now);
  markets.forEach((market, i) => {
    if (!isUpForChoice(market)) return;
    const member = members[i]!;
    if (member === successor) {
      market.awaitsTurn = true;
      apply(core, market, { isChosen: true, why: current === null ? 'its turn in the series is near' : `follows ${current.name}` });
    } else if (member === current) {
      if (market.awaitsTurn) core.touch(market);
      market.awaitsTurn = false;
      apply(core, market, { isChosen: true, why: 'its turn in the series' });
    } else apply(core, market, { isChosen: false, why: member.isOver || core.now >= member.stopsAt ? 'its turn in the series is over' : 'its turn in the series comes later' });
  });
  return Math.min(changesAt, core.now + LOOK_AGAIN_MS);
}

function memberOf(core: CoreState, market: MarketState): SeriesMember {
  const { instrument: { name, startsAt, endsAt }, lifecycle, settings } = market;
  return {
    name, startsAt: startsAt ?? null, endsAt, stopsAt: endsAt === null ? Infinity : endsAt - (settings?.resolution?.stopBeforeMs ?? 0),
    // One that an operator or a loss halted keeps its turn: nobody asked for the next one early.
    isOver: isOver(market, core.now) || lifecycle === 'liquidating' || lifecycle === 'settling' || lifecycle === 'retired',
    hasTurn: holdsSlot(lifecycle) && !market.awaitsTurn,
  };
}
