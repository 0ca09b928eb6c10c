// Markets among which a strategy chooses, for tests: listed by name, their books said by how wide they are.

import type { CompiledStrategy, Condition } from '../../config/compiled-config.ts';
import { cents, config, instrument, PLAIN, Script, shares, usd } from '../engine.fixture.ts';
import { marketId, type Instrument } from '../domain/instrument.ts';
import type { CarriedState } from '../domain/events.ts';
import { cash } from '../domain/numbers.ts';

export const SECOND = 1_000;
const TIGHT: Condition = { kind: 'compare', left: { fact: 'spread', windowMs: null }, operator: 'lessThanInclusive', right: cents(20) };

type Maker = Extract<CompiledStrategy, { kind: 'market-maker' }>;
export const choosing = (over: Partial<Maker> = {}, markets: Partial<Maker['markets']> = {}): Maker =>
  ({ name: 'maker', kind: 'market-maker', markets: { venue: 'test', include: ['*'], exclude: [], ...markets }, settings: PLAIN, overrides: {}, ...over });
export const bySpread = { where: TIGHT, rankBy: 'spread', dwellMs: 60 * SECOND, betterBy: 0.2 } as const;
export const using = (...strategies: readonly CompiledStrategy[]) => config({ strategies });

/** Markets called a, b, c …, listed in that order; nothing is known of their books. */
export function listed(strategy: CompiledStrategy, names: readonly string[], over: (name: string) => Partial<Instrument> = () => ({}), carried: CarriedState | null = null): Script {
  const script = new Script();
  script.step({ type: 'SessionStarted', session: { id: 's', profile: 'test', mode: 'paper' }, carried });
  script.step({ type: 'ConfigSwapped', generation: 1, config: using(strategy) });
  names.forEach((name) => list(script, name, over(name)));
  script.decide();
  script.answerOpenOrders([]);
  const holdings = names.map((name, id) => ({ market: marketId(id), yes: carried?.markets[name]?.yes ?? shares(0), no: carried?.markets[name]?.no ?? shares(0) }));
  return script.step({ type: 'HoldingsReported', venue: 'test', cash: cash(usd(10_000)), holdings });
}

export const list = (script: Script, name: string, over: Partial<Instrument> = {}): Script =>
  script.step({ type: 'InstrumentListed', instrument: instrument({ id: marketId(script.engine.marketNames().length), name, ...over }) });

/** The next session of a script, under a strategy; markets are listed in the order of their names here. */
export const restarted = (script: Script, strategy: CompiledStrategy, names: readonly string[]): Script =>
  listed(strategy, names, () => ({}), JSON.parse(JSON.stringify(script.engine.carry())));

/** The book of market `id`, this many cents wide. */
export const wide = (script: Script, id: number, width: number): Script =>
  script.step({ type: 'BookSnapshot', market: marketId(id), bids: [cents(40), shares(100)], asks: [cents(40 + width), shares(100)] });
/** Lets `ms` pass, says again how wide the books of the first markets are, and decides. */
export function later(script: Script, ms: number, ...widths: readonly number[]): Script {
  script.now += ms;
  widths.forEach((width, id) => wide(script, id, width));
  return script.decide();
}
export const lives = (script: Script): Readonly<Record<string, string>> => Object.fromEntries(script.engine.marketStates().map((market) => [market.instrument.name, market.lifecycle]));
/** The bid of a market is filled; where it holds more than one, the nearest. */
export function bought(script: Script, name: string, n: number): Script {
  const { orders } = script.engine.market(name)!;
  const { clientId, price } = orders.find(({ side }) => side === 'bid')!;
  const id = script.engine.marketNames().indexOf(name);
  return script.step({ type: 'OrderFilled', clientId, market: marketId(id), fillId: `${name} ${n}`, side: 'bid', price: cents(price * 100), size: shares(n), fee: cash(0), liquidity: 'maker' });
}
/** Accepts what was placed and cancels what was to be cancelled. */
export function answer(script: Script): Script {
  for (const c of script.take()) {
    if (c.type === 'PlaceOrder') script.accept(c.clientId);
    if (c.type === 'CancelOrder') script.canceled(c.clientId);
  }
  return script;
}
