import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { marketId } from '../../core/domain/instrument.ts';
import { cash, MICROS, PAR, size, timestamp, type Price } from '../../core/domain/numbers.ts';
import { DEMO_MARKETS, type SyntheticMarket } from '../../exchange/synthetic-markets.ts';
import { ContractSession } from '../contract-session.fixture.ts';
import { describePairContract } from '../pair.contract.ts';
import { describeVenueContract } from '../venue.contract.ts';
import { DemoVenue, type DemoVenueOptions } from './demo-venue.ts';
import type { FaultSettings } from './faults.ts';

const START = timestamp(1_800_000_000_000);
const create = (over: Partial<DemoVenueOptions> = {}) =>
  new DemoVenue({ seed: 11, startAt: START, account: { cash: cash(1_000 * MICROS), holdings: {} }, ...over });
const NO_FAULTS: FaultSettings = { seed: 1, lostAccept: 0, lostPlace: 0, duplicateFill: 0, lateCancel: 0, timeoutMs: 3_000 };

describeVenueContract('the embedded exchange', {
  create, orderLatencyMs: 20, trade: (venue, order) => (venue as DemoVenue).participate(order),
});
describePairContract('the embedded exchange', { create });
describeVenueContract('the embedded exchange without latency', {
  create: () => create({ orderLatencyMs: 0, feedLatencyMs: 0, seed: 5 }), orderLatencyMs: 0,
  trade: (venue, order) => (venue as DemoVenue).participate(order),
});

const trading = async (over: Partial<DemoVenueOptions> = {}) => {
  const venue = create(over);
  const session = await ContractSession.open(venue);
  const { instrument, bid, ask } = await session.tradable();
  const market = instrument.id;
  const better = { market, side: 'bid' as const, price: bid + instrument.tick, size: 10 * MICROS };
  const othersSell = (shares: number) => venue.participate({ market, side: 'ask', price: better.price as Price, size: size(shares * MICROS) });
  return { venue, session, market, bid, ask, better, othersSell };
};

describe('the embedded exchange', () => {
  it('opens with every market and every book, all at its start', () => {
    const heard: string[] = [];
    create().advance(START, (event) => { heard.push(event.type); expect(event.ts).toBe(START); });
    expect(heard).toEqual([...Array<string>(5).fill('InstrumentListed'), ...Array<string>(5).fill('BookSnapshot'), ...Array<string>(5).fill('MarketFactsReported')]);
  });

  it('tells what its markets traded in a day when it opens and every five minutes, what is traded meanwhile included', () => {
    const told: (readonly [number, number])[] = [];
    let traded = 0;
    create().advance(timestamp(START + 600_000), (event) => {
      if (event.type === 'TradePrinted' && event.market === 0) traded += (event.price * event.size) / MICROS;
      if (event.type === 'MarketFactsReported' && event.market === 0) told.push([event.ts - START, event.volume24h! - traded]);
    });
    expect(told.map(([at]) => at)).toEqual([0, 300_005]);
    expect(told[0]![1]).toBeCloseTo(260_000 * MICROS, -4);
    expect(told[1]![1]).toBeCloseTo(told[0]![1], -3);
    expect(traded).toBeGreaterThan(0);
  });

  it('is never silent for more than a second', async () => {
    const session = await ContractSession.open(create());
    await session.run(300_000);
    const gaps = session.events.slice(1).map((event, index) => event.ts - (session.events[index]?.ts ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(1_000);
    expect(session.events.filter((event) => event.type === 'TradePrinted').length).toBeGreaterThan(20);
  });

  it('tells of books that are never crossed, at any moment at which it was heard out', async () => {
    const session = await ContractSession.open(create());
    for (let second = 0; second < 600; second++) {
      await session.run(1_000);
      for (const id of session.instruments.keys()) expect(Number(session.best(id, 'bid'))).toBeLessThan(Number(session.best(id, 'ask')));
    }
  });

  it('hears an order after its latency and is heard of after the feed\'s', async () => {
    const { session, better } = await trading({ orderLatencyMs: 70, feedLatencyMs: 30 });
    const issued = session.now;
    expect((await session.answer(session.place(better))).ts - issued).toBe(100);
  });

  it('prints every fill of ours as a trade too', async () => {
    const { session, better, othersSell } = await trading();
    await session.answer(session.place(better));
    othersSell(10);
    const fill = await session.heard('OrderFilled');
    await session.run(0);
    expect(session.events).toContainEqual({ type: 'TradePrinted', ts: fill.ts, market: fill.market, price: fill.price, size: fill.size, taker: 'ask' });
  });

  it('starts from the holdings it is given by name and refuses those of a market that it does not have', async () => {
    const held = { yes: size(30 * MICROS), no: size(0) };
    const session = await ContractSession.open(create({ account: { cash: cash(0), holdings: { 'fed-cuts-in-june': held } } }));
    session.send({ type: 'QueryHoldings', ...session.issued() });
    const { holdings } = await session.heard('HoldingsReported');
    expect(holdings).toHaveLength(5);
    expect(holdings[1]).toEqual({ market: marketId(1), ...held });
    expect(() => create({ account: { cash: cash(0), holdings: { 'no-such-market': held } } })).toThrow(/no-such-market/);
  });

  it('refuses to open without a market', () => expect(() => create({ markets: [] })).toThrow(/needs a market/));

  it('turns pairs into dollars at once', async () => {
    const { session, market, ask } = await trading();
    await session.answer(session.place({ market, side: 'bid', price: ask, size: 5 * MICROS, postOnly: false }));
    const bought = await session.holdings(market);
    await session.answer(session.place({ market, side: 'ask', price: Number(session.best(market, 'bid')), size: 5 * MICROS, postOnly: false, action: 'buy' }));
    const after = await session.holdings(market);
    expect([bought.net, after.net]).toEqual([5 * MICROS, 0]);
    expect(after.cash).toBeGreaterThan(bought.cash);
  });
});

describe('a market of the embedded exchange that ends', () => {
  const LIFE = 300_000;
  const ending: SyntheticMarket = { ...DEMO_MARKETS[0]!, name: 'it-ends', course: { kind: 'resolving', afterMs: LIFE, leak: 0.6 } };

  it('says when, cancels what rests, pays each share what it is worth and takes no order after', async () => {
    const { session, market, better, othersSell } = await trading({ markets: [ending, DEMO_MARKETS[1]!] });
    expect(session.instruments.get(market)?.endsAt).toBe(START + LIFE);
    const bought = session.place(better);
    await session.answer(bought);
    othersSell(10);
    expect((await session.heard('OrderFilled')).clientId).toBe(bought);
    const resting = session.place({ ...better, price: 10_000 });
    await session.answer(resting);
    const before = await session.holdings(market);
    const { yesPays, ts } = await session.heard('MarketResolved');
    expect([0, PAR]).toContain(yesPays);
    expect(ts - START).toBe(LIFE + 5);
    expect(session.about(resting).at(-1)).toMatchObject({ type: 'OrderCanceled', reason: 'the market resolved' });
    const after = await session.holdings(market);
    expect([after.net, after.cash - before.cash]).toEqual([0, (before.net * yesPays) / PAR]);
    expect(await session.answer(session.place(better))).toMatchObject({ type: 'OrderRejected', reason: 'market-closed' });
    await session.run(LIFE);
    expect(session.events.filter((event) => event.type === 'TradePrinted' && event.market === market && event.ts > ts)).toEqual([]);
  });
});

describe('the embedded exchange with mishaps', () => {
  it('can lose the answer to an order that went live', async () => {
    const { session, market, better } = await trading({ faults: { ...NO_FAULTS, lostAccept: 1 } });
    const issued = session.now;
    const id = session.place(better);
    expect((await session.heard('OutcomeUnknown')).ts - issued).toBe(3_025);
    expect(session.about(id).map((event) => event.type)).not.toContain('OrderAccepted');
    expect(await session.found(id, market)).toMatchObject({ live: true });
  });

  it('can lose an order on its way, and then it has never had it', async () => {
    const { session, market, better } = await trading({ faults: { ...NO_FAULTS, lostPlace: 1 } });
    const id = session.place(better);
    expect(await session.heard('OutcomeUnknown')).toMatchObject({ clientId: id, of: 'place' });
    expect(await session.found(id, market)).toBeNull();
    expect(await session.openOrders()).toEqual([]);
  });

  it('can tell a fill twice, under one fill id, and moves holdings once', async () => {
    const { session, market, better, othersSell } = await trading({ faults: { ...NO_FAULTS, duplicateFill: 1 } });
    const id = session.place(better);
    await session.answer(id);
    othersSell(10);
    await session.run(10_000);
    const fills = session.fills(id);
    expect(fills).toHaveLength(2);
    expect(new Set(fills.map((fill) => fill.fillId)).size).toBe(1);
    expect((await session.holdings(market)).net).toBe(10 * MICROS);
  });

  it('can fill an order in the moment before its cancel arrives', async () => {
    const { session, market, better } = await trading({ faults: { ...NO_FAULTS, lateCancel: 1 } });
    const id = session.place(better);
    await session.answer(id);
    session.cancel(id, market);
    expect(await session.heard('CancelRejected')).toMatchObject({ clientId: id, gone: true });
    expect(session.filled(id)).toBe(10 * MICROS);
  });

  it('repeats its mishaps for the same seed', async () => {
    const faults = { seed: 4, lostAccept: 0.3, lostPlace: 0.3, duplicateFill: 0.3, lateCancel: 0.3, timeoutMs: 500 };
    const story = async () => {
      const { session, better, market } = await trading({ faults });
      for (let i = 0; i < 20; i++) {
        const id = session.place(better);
        await session.run(2_000);
        session.cancel(id, market);
        await session.run(2_000);
      }
      return session.events;
    };
    const told = await story();
    expect(told).toEqual(await story());
    expect(told.filter((event) => event.type === 'OutcomeUnknown').length).toBeGreaterThan(3);
  });
});

const wish = fc.record({
  market: fc.integer({ min: 0, max: 4 }), side: fc.constantFrom('bid' as const, 'ask' as const), offset: fc.integer({ min: -3, max: 3 }),
  shares: fc.integer({ min: 1, max: 40 }), postOnly: fc.boolean(), action: fc.constantFrom('buy' as const, 'sell' as const),
  next: fc.constantFrom('nothing' as const, 'cancel' as const, 'amend' as const), pauseMs: fc.integer({ min: 0, max: 5_000 }),
});

describe('under any orders', () => {
  it('every order is accounted for to the share, and cash and tokens to the cent by the fills that were told', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: 1_000 }), fc.array(wish, { minLength: 5, maxLength: 30 }), async (seed, wishes) => {
      const session = await ContractSession.open(create({ seed, account: { cash: cash(60 * MICROS), holdings: {} } }));
      await session.run(10);
      const placed = new Map<string, { market: number; size: number; lowered: number }>();
      for (const w of wishes) {
        const market = marketId(w.market);
        const price = Math.min(PAR - 10_000, Math.max(10_000, Number(session.best(market, w.side)) + w.offset * 10_000));
        const id = session.place({ market, side: w.side, price, size: w.shares * MICROS, postOnly: w.postOnly, action: w.action });
        await session.run(w.pauseMs);
        const half = Math.floor(w.shares / 2) * MICROS;
        if (w.next === 'cancel') session.cancel(id, market);
        if (w.next === 'amend') session.send({ type: 'AmendOrder', ...session.issued(), clientId: id, market, remaining: size(half) });
        await session.run(w.pauseMs);
        placed.set(id, { market: w.market, size: w.shares * MICROS, lowered: 0 });
      }
      // What still rests could trade while we count.
      session.send({ type: 'CancelAll', ...session.issued() });
      await session.run(1_000);
      const open = new Map((await session.openOrders()).map((order) => [order.clientId, order.remaining]));
      let spent = 0;
      const net = [0, 0, 0, 0, 0];
      for (const [id, order] of placed) {
        const told = session.about(id);
        const answers = told.filter((event) => event.type === 'OrderAccepted' || event.type === 'OrderRejected');
        expect(answers).toHaveLength(1);
        if (answers[0]?.type === 'OrderRejected') { expect(told.length - told.filter((e) => e.type === 'CancelRejected').length).toBe(1); continue; }
        let left = order.size;
        for (const event of told) {
          if (event.type === 'OrderFilled') {
            left -= event.size;
            const sign = event.side === 'bid' ? 1 : -1;
            net[order.market] = (net[order.market] as number) + sign * event.size;
            spent += sign * (event.price * event.size) / PAR + event.fee;
          } else if (event.type === 'OrderAmended') left = event.remaining;
          else if (event.type === 'OrderCanceled') { expect(event.remaining).toBe(left); left = 0; }
        }
        expect(open.get(id) ?? 0).toBe(left);
      }
      session.send({ type: 'QueryHoldings', ...session.issued() });
      const report = await session.heard('HoldingsReported');
      // Selling YES nobody holds is buying NO at 1 − p: against the YES cash flow that costs a dollar a share more, worth it.
      const noTokens = report.holdings.reduce((sum, held) => sum + held.no, 0);
      for (const held of report.holdings) expect(held.yes - held.no).toBe(net[held.market]);
      const yesMinusPairs = report.cash + noTokens;
      expect(yesMinusPairs).toBeCloseTo(60 * MICROS - spent, 0);
      expect(report.cash).toBeGreaterThanOrEqual(0);
    }), { numRuns: 40 });
  });
});
