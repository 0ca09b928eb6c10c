// Which markets a strategy trades, proved on sessions with several of them: which are chosen, and when another takes a slot.

import type { CompiledConfig } from '../../src/config/compiled-config.ts';
import { marketId, type Instrument } from '../../src/core/domain/instrument.ts';
import { cash, timestamp } from '../../src/core/domain/numbers.ts';
import { cents, instrument, Script, shares, START, usd } from '../../src/core/engine.fixture.ts';
import { BASE, configOf, variantsOf, withKey, type Files, type KeyCases, type Settings } from './variants.fixture.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const ONE = ['strategies', 'strategies', 'one'] as const;
const inMarkets = (...path: readonly string[]): readonly string[] => [...ONE, 'markets', ...path];
const selecting = (select: Settings, active?: number): Files => {
  const files = withKey(BASE, inMarkets('select'), select);
  return active === undefined ? files : withKey(files, [...ONE, 'active'], active);
};

interface Market { readonly name: string; readonly over?: Partial<Instrument>; readonly width?: number; readonly depth?: number }

class Session {
  readonly script = new Script();
  readonly #markets: readonly Market[];

  constructor(config: CompiledConfig, markets: readonly Market[]) {
    const { script } = this;
    this.#markets = markets;
    script.step({ type: 'SessionStarted', session: { id: 's', profile: 'test', mode: 'paper' }, carried: null });
    script.step({ type: 'ConfigSwapped', generation: 1, config });
    markets.forEach(({ name, over }, id) => script.step({ type: 'InstrumentListed', instrument: instrument({ id: marketId(id), name, ...over }) }));
    script.decide();
    script.answerOpenOrders([]);
    script.step({ type: 'HoldingsReported', venue: 'test', cash: cash(usd(10_000)), holdings: [] });
    this.after(0);
  }

  /** Lets `ms` pass, says every book again, and decides; `widths` in cents, by name, over those of the markets. */
  after(ms: number, widths: Readonly<Record<string, number>> = {}): this {
    this.script.now += ms;
    this.#markets.forEach(({ name, width = 4, depth = 100 }, id) => {
      this.script.step({ type: 'BookSnapshot', market: marketId(id), bids: [cents(40), shares(depth)], asks: [cents(40 + (widths[name] ?? width)), shares(depth)] });
    });
    this.script.decide();
    return this;
  }

  /** Names of markets in these parts of their life. */
  in(...lives: readonly string[]): readonly string[] {
    return this.script.engine.marketStates().filter(({ lifecycle }) => lives.includes(lifecycle)).map((market) => market.instrument.name);
  }
}

const A: Market = { name: 'a' };
const B: Market = { name: 'b', width: 8 };
const chosenOf = (files: Files, ...markets: readonly Market[]): readonly string[] => new Session(configOf(files), markets).after(30 * SECOND).in('active');

/** Six markets, each the best in one way and most of them unknown in the others. */
function bestRanked(files: Files): readonly string[] {
  const session = new Session(configOf(files), [
    { name: 'deep', depth: 1_000 }, { name: 'traded' }, { name: 'wide', width: 10 }, { name: 'long', over: { endsAt: timestamp(START + 100 * 3_600_000) } },
    { name: 'rewarded', over: { rewards: { maxSpread: cents(10), minSize: shares(1), daily: usd(100) } } }, { name: 'earning' },
  ]);
  session.script.step({ type: 'MarketFactsReported', market: marketId(1), volume24h: cash(usd(1_000)), liquidity: null });
  for (let minute = 0; minute < 35; minute++) {
    session.script.step({ type: 'TradePrinted', market: marketId(5), price: cents(44), size: shares(10), taker: 'bid' });
    session.after(MINUTE);
  }
  return session.in('active');
}

/** `a` holds the only slot; from then on `b` is `width` cents wide against the 10 of `a`. */
const afterChallenge = (files: Files, width: number, waitedMs: number): readonly string[] =>
  new Session(configOf(files), [{ name: 'a', width: 10 }, { name: 'b' }]).after(30 * SECOND).after(waitedMs, { b: width }).after(30 * SECOND, { b: width }).in('active');

const window = (name: string, series: string, from: number): Market =>
  ({ name, over: { series, startsAt: timestamp(START + from * MINUTE), endsAt: timestamp(START + (from + 15) * MINUTE) } });
const seriesOf = (name: string, more: Settings = {}): Files => withKey(BASE, inMarkets(), { venue: 'test', series: name, ...more });
const WINDOWS = [window('up-1', 'up', 0), window('up-2', 'up', 15), window('down-1', 'down', 0)];

export const SELECTION_CASES: KeyCases = {
  'strategies.yaml strategies.*.active': [{ variants: variantsOf(BASE, [...ONE, 'active'], [1, 2]), observe: (files) => chosenOf(files, B, A, { name: 'c' }), sees: [['a'], ['b', 'a']] }],
  'strategies.yaml strategies.*.markets.select.where': [{
    variants: [{ fact: 'spread', operator: 'lessThan', value: '6c' }, { fact: 'spread', operator: 'greaterThan', value: '6c' }].map((where) => selecting({ where })),
    observe: (files) => chosenOf(files, A, B), sees: [['a'], ['b']],
  }],
  'strategies.yaml strategies.*.markets.select.rankBy': [{
    variants: ['liquidity', 'volume24h', 'spread', 'hoursToResolution', 'rewardPerDollar', 'expectedEarnings'].map((rankBy) => selecting({ rankBy }, 1)),
    observe: bestRanked, sees: [['deep'], ['traded'], ['wide'], ['long'], ['rewarded'], ['earning']],
  }],
  'strategies.yaml strategies.*.markets.select.dwell': [{
    variants: ['1m', '10m'].map((dwell) => selecting({ rankBy: 'spread', dwell }, 1)), observe: (files) => afterChallenge(files, 20, 2 * MINUTE), sees: [['b'], ['a']],
  }],
  'strategies.yaml strategies.*.markets.select.betterBy': [{
    variants: ['20%', '50%'].map((betterBy) => selecting({ rankBy: 'spread', betterBy }, 1)), observe: (files) => afterChallenge(files, 12, 20 * MINUTE), sees: [['b'], ['a']],
  }],
  'strategies.yaml strategies.*.markets.series': [{
    variants: [seriesOf('up'), seriesOf('down')], observe: (files) => new Session(configOf(files), WINDOWS).in('active'), sees: [['up-1'], ['down-1']],
  }],
  'strategies.yaml strategies.*.markets.warmUp': [{
    variants: ['1m', '5m'].map((warmUp) => seriesOf('up', { warmUp })), observe: (files) => new Session(configOf(files), WINDOWS).after(12 * MINUTE).in('warming', 'active'), sees: [['up-1'], ['up-1', 'up-2']],
  }],
};
