// From the venue's sockets to a quote: a rehearsal on a driven clock, real sockets on the loopback, the market plane as live and
// paper use it, and the engine.

import { afterEach, expect, it } from 'vitest';
import { config, settings } from '../core/engine.fixture.ts';
import type { MarketDataEvent } from '../core/domain/events.ts';
import { cash, size, timestamp } from '../core/domain/numbers.ts';
import { Engine } from '../core/engine.ts';
import { counterparty } from '../rehearsal/counterparty.fixture.ts';
import { DrivenClock } from '../rehearsal/driven-clock.fixture.ts';
import { tradingClient } from '../rehearsal/official-client.fixture.ts';
import { startRehearsal } from '../rehearsal/rehearsal.ts';
import { getJsonFrom } from '../venues/polymarket/discovery/get-json.ts';
import { connectByWebSocket } from '../venues/polymarket/feed/connect.ts';
import type { FeedClock } from '../venues/polymarket/feed/feed-clock.ts';
import { chainlinkSource } from '../venues/polymarket/feed/chainlink-source.ts';
import { POLYBOLT, RTDS, type ReferenceWire } from '../venues/polymarket/feed/reference-wire.ts';
import { MarketPlane } from '../venues/polymarket/market-plane.ts';

const WINDOW_MS = 300_000;
/** Half a minute and a minute of volatility before a window begins. */
const BEFORE_MS = 90_000;
const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => { for (const close of closing.splice(0).toReversed()) await close(); });

async function opened(wire: ReferenceWire) {
  const clock = new DrivenClock(Math.ceil(Date.now() / WINDOW_MS) * WINDOW_MS + WINDOW_MS - BEFORE_MS);
  // A second passes at once, which may be between two frames of one change: nobody trades, and the books stand still.
  const rehearsal = await startRehearsal({ clock, isQuiet: true });
  closing.push(() => rehearsal.close());
  const { urls: { clob, polybolt, rtds }, account } = rehearsal;
  const { creds: { key: apiKey, ...words } } = await tradingClient(clob, account);
  const events: MarketDataEvent[] = [];
  let wake = (): void => {};
  const feedClock: FeedClock = { now: () => timestamp(clock.now()), uptime: () => clock.now(), after: (ms, act) => clock.after(ms, act) };
  const plane = new MarketPlane({
    venue: 'polymarket', url: rehearsal.urls.wsMarket, connect: connectByWebSocket, random: () => 0.5, getJson: getJsonFrom(rehearsal.urls.gamma),
    clock: feedClock, abilities: { canMerge: true },
    references: [chainlinkSource(wire, { url: wire === RTDS ? rtds : polybolt, credentials: () => ({ apiKey, ...words }), clock: feedClock, connect: connectByWebSocket, random: () => 0.5 })],
    fetchBooks: () => Promise.reject(new Error('nobody asks')), changeOverEveryMs: 1e9, listed: () => {}, say: () => {},
    emit(event) {
      events.push(event);
      wake();
    },
  });
  closing.push(() => { plane.close(); });
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await new Promise<void>((resolve) => { wake = resolve; });
  };
  return { rehearsal, clock, events, plane, until };
}

it.each([POLYBOLT, RTDS])('quotes the window at hand by what Chainlink says, from the socket of $feed to the order', async (wire) => {
  const { rehearsal, clock, events, plane, until } = await opened(wire);
  const maker = settings({
    quote: { fairValue: 'reference', size: 10_000_000, halfSpread: { micros: 30_000, ticks: 0 }, reference: { feed: wire.feed, symbol: 'BTC/USD', volatilityMs: 60_000, maxAgeMs: 5_000 } },
  });
  const using = config({ strategies: [{ name: 'updown', kind: 'market-maker', markets: { venue: 'polymarket', include: ['btc-updown-5m-*'], exclude: [], series: { name: 'btc-updown-5m', warmUpMs: 60_000 } }, settings: maker, overrides: {} }] });
  const engine = new Engine();
  const step = (event: Parameters<Engine['step']>[0]): void => { engine.step(event); };
  step({ type: 'SessionStarted', ts: timestamp(clock.now()), session: { id: 's', profile: 'test', mode: 'paper' }, carried: null });
  step({ type: 'ConfigSwapped', ts: timestamp(clock.now()), generation: 1, config: using });
  plane.follow(using);

  const slug = `btc-updown-5m-${(clock.now() + BEFORE_MS) / 1_000}`;
  const other = await counterparty(rehearsal, rehearsal.markets().find((market) => market.slug === slug)!);
  const listed = () => events.find((event) => event.type === 'InstrumentListed' && event.instrument.name === slug);
  await until(() => listed() !== undefined);
  expect(listed()).toMatchObject({ instrument: { reference: { kind: 'up-down', symbol: 'BTC/USD', startsAt: clock.now() + BEFORE_MS, endsAt: clock.now() + BEFORE_MS + WINDOW_MS, windowSeconds: 60, priceToBeat: null } } });

  const id = (): number => engine.marketNames().indexOf(slug);
  /** Over when the change has been heard. */
  const rest = async (side: 'bid' | 'ask', price: number): Promise<void> => {
    const heard = (): number => events.filter((event) => 'market' in event && event.market === id()).length;
    const before = heard();
    await other.rest(side, price, 10);
    await until(() => heard() > before);
  };
  const prices = (): number => events.filter(({ type }) => type === 'ReferencePriced').length;
  // The newer socket says what it knows at once, after it has asked who we are.
  if (wire === POLYBOLT) await until(() => prices() > 0);
  let fed = 0;
  const tick = async (): Promise<void> => {
    const before = prices();
    clock.advance(1_000);
    await until(() => prices() > before);
    for (; fed < events.length; fed++) step(events[fed]!);
    step({ type: 'Decide', ts: timestamp(clock.now()) });
    for (const command of engine.commands.splice(0)) {
      if (command.type === 'QueryOpenOrders') step({ type: 'OpenOrdersReported', ts: timestamp(clock.now()), venue: 'polymarket', requestId: command.requestId, orders: [] });
      if (command.type === 'QueryHoldings') step({ type: 'HoldingsReported', ts: timestamp(clock.now()), venue: 'polymarket', cash: cash(1e9), holdings: [] });
      if (command.type === 'PlaceOrder') step({ type: 'OrderAccepted', ts: timestamp(clock.now()), clientId: command.clientId });
      if (command.type === 'CancelOrder') step({ type: 'OrderCanceled', ts: timestamp(clock.now()), clientId: command.clientId, remaining: size(0), reason: '' });
    }
  };
  await tick();
  await rest('ask', 0.8);
  // A book of which nothing is heard for long is not to be trusted.
  for (let second = 1; second < 91; second++) {
    if (second % 5 === 1) await rest('bid', 0.1 + Math.floor(second / 5) / 100);
    await tick();
  }
  const market = engine.market(slug);
  expect(market?.reasons).toEqual([]);
  const [fair] = engine.explain(slug)?.steps ?? [];
  expect(fair?.effect).toMatch(/^\d+(\.\d+)?c: BTC\/USD of [a-z-]+ is \$\d+\.\d\d and has to reach \$\d+\.\d\d \(as it was seen at the start\)/);
  expect(fair?.effect).toContain(`of ${wire.feed} is`);
  expect(market?.orders.length).toBeGreaterThan(0);

  // The venue says it half a minute later at most; ours was off by less than a cent in a thousand dollars.
  const told = (): number | undefined => events.flatMap((event) => (event.type === 'PriceToBeatReported' && event.market === id() ? [event.price] : []))[0];
  for (let second = 0; second < 40 && told() === undefined; second++) await tick();
  await tick();
  const [after] = engine.explain(slug)?.steps ?? [];
  expect(after?.effect).toContain('(as the venue says)');
  expect(after?.values['priceToBeat']).toBe(told());
  expect(Math.abs(Number(after?.values['priceToBeat']) / Number(fair?.values['priceToBeat']) - 1)).toBeLessThan(1e-5);
});
