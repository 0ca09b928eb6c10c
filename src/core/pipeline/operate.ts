// What an operator asks for without a counterparty: splits, merges, redemptions and conversions. Each is asked for once, where
// nothing stands against it; the reason is said where something does.

import type { OperatorAction } from '../domain/events.ts';
import { MICROS, PAR, notional, type Size } from '../domain/numbers.ts';
import type { CoreState } from '../state/core-state.ts';
import type { MarketState } from '../state/market-state.ts';
import { freePairs } from './merge-pairs.ts';
import { freeTokens } from './request.ts';
import { begin } from './token-operations.ts';

export type TokenAction = Extract<OperatorAction, { readonly kind: 'split' | 'merge' | 'redeem' | 'convert' }>;

export function operate(core: CoreState, by: string, action: TokenAction): void {
  const obstacle = tokenObstacle(core, action);
  if (obstacle !== null) {
    core.alert('warning', 'TOKENS_NOT_MOVED', `${action.kind} asked for by ${by}: ${obstacle}`, core.byName.get(namesIn(action)[0]!)?.instrument.id ?? null);
    return;
  }
  const [market, ...others] = namesIn(action).map((name) => core.byName.get(name)!) as [MarketState, ...MarketState[]];
  switch (action.kind) {
    case 'split': begin(core, market, { kind: 'split', size: action.size }); return;
    case 'merge': begin(core, market, { kind: 'merge', size: action.size ?? freePairs(core, market) }); return;
    case 'redeem': begin(core, market, { kind: 'redeem' }); return;
    case 'convert': {
      const givers = [market, ...others];
      begin(core, market, { kind: 'convert', size: action.size, givers, takers: siblings(core, market).filter((sibling) => !givers.includes(sibling)) });
    }
  }
}

const namesIn = (action: TokenAction): readonly string[] => (action.kind === 'convert' ? action.markets : [action.market]);

/** Every market of the event. */
const siblings = (core: CoreState, { venue, instrument: { event } }: MarketState): readonly MarketState[] =>
  core.markets.filter((other) => other.venue === venue && event !== undefined && other.instrument.event === event);

/** In words; null where it can be asked for. */
export function tokenObstacle(core: CoreState, action: TokenAction): string | null {
  const names = namesIn(action);
  const markets: MarketState[] = [];
  for (const name of names) {
    const market = core.byName.get(name);
    if (market === undefined) return `no market "${name}" is listed`;
    markets.push(market);
  }
  const [market] = markets;
  if (market === undefined) return 'no market is named';
  if (core.quiesce !== null) return `trading is stopped (${core.quiesce.reason})`;
  if (!core.journalOk) return 'the journal cannot be written';
  if (!market.venue.holdingsReconciled) return `${market.venue.name} has not said what is held`;
  const involved = action.kind === 'convert' ? siblings(core, market) : markets;
  const busy = [...markets, ...involved].find(({ operation }) => operation !== null);
  if (busy !== undefined) return `a ${busy.operation?.kind} of ${busy.instrument.name} is under way`;
  if ('size' in action && action.size !== null) {
    if (!(action.size > 0)) return 'the size has to be more than nothing';
    const uneven = markets.find(({ instrument: { lot } }) => action.size! % lot !== 0);
    if (uneven !== undefined) return `${uneven.instrument.name} goes by lots of ${uneven.instrument.lot / MICROS} shares`;
  }
  switch (action.kind) {
    case 'split': return splitObstacle(core, market, action.size);
    case 'merge': return mergeObstacle(core, market, action.size);
    case 'redeem':
      if (market.instrument.canRedeem !== true) return `${market.instrument.name} pays by itself`;
      return market.position.heldYes === market.position.yes && market.position.heldNo === market.position.no ? 'nothing waits to be redeemed' : null;
    case 'convert': return convertObstacle(core, markets, action.size);
  }
}

function splitObstacle({ account }: CoreState, { instrument, status, venue }: MarketState, size: Size): string | null {
  if (instrument.canSplit !== true) return instrument.netsPairs ? `${venue.name} turns a pair back into a dollar at once` : `${venue.name} splits nothing in ${instrument.name}`;
  if (status !== 'open') return `${instrument.name} is ${status}`;
  const free = account.cash === null ? 0 : account.cash - account.reservedCash;
  return notional(PAR, size) > free ? `$${(Math.max(0, free) / PAR).toFixed(2)} are free` : null;
}

function mergeObstacle(core: CoreState, market: MarketState, size: Size | null): string | null {
  const { instrument, settledAt, venue } = market;
  if (instrument.canMerge !== true) return `${venue.name} merges nothing in ${instrument.name}`;
  if (settledAt !== null) return `${instrument.name} is settled`;
  const free = freePairs(core, market);
  return free <= 0 || (size ?? 0) > free ? `${Math.max(0, free) / MICROS} pairs are free` : null;
}

function convertObstacle(core: CoreState, markets: readonly MarketState[], size: Size): string | null {
  const [first] = markets as readonly [MarketState];
  const event = siblings(core, first);
  const stranger = markets.find((market) => !event.includes(market));
  if (stranger !== undefined) return `${stranger.instrument.name} and ${first.instrument.name} are not of one event`;
  if (new Set(markets).size !== markets.length) return 'a market is named twice';
  for (const { instrument, settledAt } of event) {
    if (instrument.canConvert !== true || instrument.isExclusive !== true) return `NO of ${instrument.name} is not converted`;
    if (settledAt !== null) return `${instrument.name} is settled`;
  }
  for (const market of markets) {
    const free = freeTokens(market, core.orders.live(market.instrument.id), 'no');
    if (size > free) return `${Math.max(0, free) / MICROS} NO of ${market.instrument.name} are free`;
  }
  return null;
}
