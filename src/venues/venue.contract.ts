// What every venue promises, whatever feeds it. One suite, run against each implementation from its own test file with a
// harness that makes a fresh venue; simulated time is driven, real time is waited for, nothing sleeps.

import { describe, expect, it } from 'vitest';
import type { MarketId } from '../core/domain/instrument.ts';
import { PAR, size, type Price } from '../core/domain/numbers.ts';
import { legFor } from '../exchange/complement.ts';
import { ContractSession, type OrderWish, type Tradable } from './contract-session.fixture.ts';
import { improving, resting, taking } from './contract-wishes.fixture.ts';
import type { VenueHarness } from './venue-harness.fixture.ts';

export function describeVenueContract(name: string, harness: VenueHarness): void {
  const open = async (): Promise<ContractSession> => ContractSession.open(await harness.create(), harness.isRealTime === true);
  /** Where requests may overtake each other, one that is to come after a cancel waits for its end. */
  const inTurn = async (session: ContractSession, id: string): Promise<void> => {
    if (harness.isRealTime === true) await session.heard('OrderCanceled', (event) => event.clientId === id);
  };
  const trading = async () => {
    const session = await open();
    return { session, market: await session.tradable() };
  };
  /** Trading with an order that was accepted. */
  const accepted = async (wish: (market: Tradable) => OrderWish) => {
    const { session, market } = await trading();
    const id = session.place(wish(market));
    expect((await session.answer(id)).type).toBe('OrderAccepted');
    return { session, market, id };
  };

  describe(`${name} as a venue`, () => {
    it('lists each market before it says anything of it, with ids from 0 up', async () => {
      const session = await open();
      await session.run(60_000);
      const listed: MarketId[] = [];
      for (const event of session.events) {
        if (event.type === 'InstrumentListed') listed.push(event.instrument.id);
        else if ('market' in event) expect(listed).toContain(event.market);
      }
      expect(listed).toEqual(listed.map((_, index) => index));
      expect(listed.length).toBeGreaterThan(0);
      expect(new Set([...session.instruments.values()].map((i) => i.name)).size).toBe(listed.length);
    });

    it('never stamps an event before the one ahead of it, nor after the time it was advanced to', async () => {
      const { session, market } = await trading();
      session.place(resting(market));
      const arrivals: { ts: number; reached: number }[] = [];
      for (let i = 0; i < 2_000; i++) {
        for (let wait = session.venue.pending(); wait !== null; wait = session.venue.pending()) await wait;
        const heard: number[] = [];
        const reached = session.step((event) => heard.push(event.ts));
        if (reached === null) break;
        for (const ts of heard) arrivals.push({ ts, reached });
      }
      const stamps = [...session.events.map((event) => event.ts as number), ...arrivals.map((arrival) => arrival.ts)];
      expect(stamps).toEqual(stamps.toSorted((a, b) => a - b));
      for (const { ts, reached } of arrivals) expect(ts).toBeLessThanOrEqual(reached);
    });

    it('reports an accepted order as open under the id it was given, until it is cancelled', async () => {
      const { session, market, id } = await accepted(resting);
      expect(await session.openOrders()).toMatchObject([{ clientId: id, market: market.instrument.id, side: 'bid', price: market.bid - 2 * market.instrument.tick }]);
      session.cancel(id, market.instrument.id);
      await session.heard('OrderCanceled', (event) => event.clientId === id);
      expect(await session.openOrders()).toEqual([]);
    });

    it('does not fill an order any more once it has confirmed the cancel, and accounts for all of its size', async () => {
      const { session, market, id } = await accepted(resting);
      session.cancel(id, market.instrument.id);
      const { remaining } = await session.heard('OrderCanceled', (event) => event.clientId === id);
      await session.run(120_000);
      expect(session.about(id).at(-1)?.type).toBe('OrderCanceled');
      expect(session.filled(id) + remaining).toBe(2 * market.instrument.minSize);
    });

    it('rejects a post-only order that would match, and it never rests', async () => {
      const { session, market } = await trading();
      const id = session.place(taking(market, { price: market.ask + market.instrument.tick, postOnly: true }));
      expect(await session.answer(id)).toMatchObject({ type: 'OrderRejected', reason: 'would-cross' });
      expect(await session.openOrders()).toEqual([]);
      expect(await session.found(id, market.instrument.id)).toBeNull();
    });

    it('refuses what is malformed, each with its own reason', async () => {
      const { session, market } = await trading();
      const { tick, lot, minSize, id: of } = market.instrument;
      const wishes: readonly [Partial<OrderWish>, string][] = [
        [{ price: market.bid - tick / 2 }, 'off-tick'], [{ price: 0 }, 'price-out-of-range'], [{ price: PAR }, 'price-out-of-range'],
        [{ size: minSize - lot }, 'too-small'], [{ size: minSize + lot / 2 }, 'off-lot'], [{ market: 9_999 as MarketId }, 'unknown-market'],
        [{ size: 1_000_000 * minSize }, 'insufficient-balance'], [{ side: 'ask', price: market.ask + tick, action: 'sell' }, 'insufficient-balance'],
      ];
      for (const [over, reason] of wishes) {
        const id = session.place(resting(market, over));
        expect([over, await session.answer(id)]).toMatchObject([over, { type: 'OrderRejected', reason }]);
      }
      for (const [clientId, leg] of [['contradictory', legFor('ask', market.bid, 'buy')], ['cheaper', legFor('bid', (market.bid - 3 * tick) as Price, 'buy')]] as const) {
        session.send({ ...session.placing({ ...resting(market), clientId }), leg });
        expect((await session.answer(clientId)).type).toBe('OrderRejected');
      }
      expect(of).toBe(market.instrument.id);
      expect(await session.openOrders()).toEqual([]);
    });

    it('refuses a client id that it has taken before, whether that order lives or not', async () => {
      const { session, market, id } = await accepted(resting);
      const rejections = () => session.about(id).filter((event) => event.type === 'OrderRejected' && event.reason === 'duplicate-client-id').length;
      session.place(resting(market, { clientId: id }));
      await session.run(1_000);
      expect(rejections()).toBe(1);
      session.cancel(id, market.instrument.id);
      await inTurn(session, id);
      session.place(resting(market, { clientId: id }));
      await session.run(1_000);
      expect(rejections()).toBe(2);
      expect(await session.openOrders()).toEqual([]);
    });

    it('lets no order of ours match another of ours, on either outcome, post-only or not, or by being post-only alone where it says so', async () => {
      const { session, market, id } = await accepted((m) => improving(m, 2 * m.instrument.minSize));
      for (const postOnly of harness.matchesOwnOrders === true ? [true] : [true, false]) {
        const mirror = session.place({ market: market.instrument.id, side: 'ask', price: market.bid + market.instrument.tick, size: market.instrument.minSize, postOnly });
        expect(await session.answer(mirror)).toMatchObject({ type: 'OrderRejected', reason: harness.matchesOwnOrders === true ? 'would-cross' : 'self-trade' });
      }
      expect(session.filled(id)).toBe(0);
    });

    it('answers the cancel of an order that it never had, or that is done, with proof that it is gone', async () => {
      const { session, market, id } = await accepted(resting);
      session.cancel('never-there', market.instrument.id);
      expect(await session.heard('CancelRejected', (event) => event.clientId === 'never-there')).toMatchObject({ gone: true });
      session.cancel(id, market.instrument.id);
      await inTurn(session, id);
      session.cancel(id, market.instrument.id);
      expect(await session.heard('CancelRejected', (event) => event.clientId === id)).toMatchObject({ gone: true });
    });

    it('says of any order what it can prove: live, gone, or never had', async () => {
      const { session, market, id } = await accepted(resting);
      expect(await session.found(id, market.instrument.id)).toMatchObject({ live: true, remaining: 2 * market.instrument.minSize, filled: 0 });
      session.cancel(id, market.instrument.id);
      await inTurn(session, id);
      expect(await session.found(id, market.instrument.id)).toMatchObject({ live: false, filled: 0 });
      expect(await session.found('never-there', market.instrument.id)).toBeNull();
    });

    it('leaves nothing resting after cancel-all', async () => {
      const { session, market } = await trading();
      const { tick } = market.instrument;
      const ids = [2, 3].map((below) => session.place(resting(market, { price: market.bid - below * tick })));
      ids.push(session.place(resting(market, { side: 'ask', price: market.ask + tick })));
      for (const id of ids) await session.answer(id);
      expect(await session.openOrders()).toHaveLength(3);
      session.send({ type: 'CancelAll', ...session.issued() });
      for (const id of ids) await inTurn(session, id);
      expect(await session.openOrders()).toEqual([]);
      for (const id of ids) expect(session.about(id).at(-1)?.type).toBe('OrderCanceled');
    });

    it('lowers an order under its id where it can amend and refuses where it cannot; it never raises one', async () => {
      const { session, market, id } = await accepted(resting);
      const { minSize, canAmend, id: of } = market.instrument;
      session.send({ type: 'AmendOrder', ...session.issued(), clientId: id, market: of, remaining: minSize });
      if (canAmend) {
        expect(await session.heard('OrderAmended', (event) => event.clientId === id)).toMatchObject({ remaining: minSize });
        session.send({ type: 'AmendOrder', ...session.issued(), clientId: id, market: of, remaining: size(3 * minSize) });
      }
      expect(await session.heard('CancelRejected', (event) => event.clientId === id)).toMatchObject({ gone: false });
      expect(await session.openOrders()).toMatchObject([{ clientId: id, remaining: canAmend ? minSize : 2 * minSize }]);
      session.cancel(id, of);
      expect(await session.heard('OrderCanceled', (event) => event.clientId === id)).toMatchObject({ remaining: canAmend ? minSize : 2 * minSize });
    });

    it('never lets a command take effect before its latency is over', async () => {
      const { session, market } = await trading();
      const issuedAt = session.now;
      const id = session.place(resting(market));
      expect((await session.answer(id)).ts - issuedAt).toBeGreaterThanOrEqual(harness.orderLatencyMs);
      const canceledAt = session.now;
      session.cancel(id, market.instrument.id);
      expect((await session.heard('OrderCanceled')).ts - canceledAt).toBeGreaterThanOrEqual(harness.orderLatencyMs);
    });

    it('shows our own resting size in the book where it says that it does', async () => {
      const { session, market } = await trading();
      const wish = improving(market, market.instrument.minSize);
      const id = session.place(wish);
      await session.answer(id);
      await session.run(0);
      expect(session.depthAt(market.instrument.id, 'bid', wish.price) >= wish.size).toBe(market.instrument.showsOwnOrders);
    });

    it('fills a taker at its limit or better, moves holdings by exactly its fills, and never beyond its size', async () => {
      const { session, market } = await trading();
      const { id: of } = market.instrument;
      const before = await session.holdings(of);
      const wish = taking({ ...market, ask: session.best(of, 'ask') ?? market.ask });
      const id = session.place(wish);
      await session.answer(id);
      session.cancel(id, of);
      await session.run(5_000);
      const fills = session.fills(id);
      expect(fills.length).toBeGreaterThan(0);
      for (const fill of fills) {
        expect(fill.price).toBeLessThanOrEqual(wish.price);
        expect(fill.liquidity).toBe('taker');
        expect(fill.fee).toBeGreaterThanOrEqual(0);
      }
      expect(new Set(fills.map((fill) => fill.fillId)).size).toBe(fills.length);
      expect(session.filled(id)).toBeLessThanOrEqual(wish.size);
      const after = await session.holdings(of);
      expect(after.net - before.net).toBe(session.filled(id));
      const paid = fills.reduce((sum, fill) => sum + (fill.price * fill.size) / PAR + fill.fee, 0);
      expect(before.cash - after.cash).toBeCloseTo(paid, 0);
    });

    it.skipIf(harness.isRealTime)('tells the same commands at the same times the same story, event by event', async () => {
      const story = async () => {
        const { session, market } = await trading();
        session.place(resting(market));
        const id = session.place(improving(market, market.instrument.minSize));
        session.place(taking(market));
        await session.run(30_000);
        session.cancel(id, market.instrument.id);
        await session.run(30_000);
        return session.events;
      };
      expect(await story()).toEqual(await story());
    });

    it('gives back what a lowered or cancelled order had reserved, and reserves nothing twice', async () => {
      const { session, market } = await trading();
      const { id: of, lot, minSize, canAmend } = market.instrument;
      const { cash } = await session.holdings(of);
      const most = Math.floor((0.9 * cash * PAR) / (resting(market).price * lot)) * lot;
      const place = async () => {
        const id = session.place(resting(market, { size: most }));
        return { id, type: (await session.answer(id)).type };
      };
      const first = await place();
      expect([first.type, (await place()).type]).toEqual(['OrderAccepted', 'OrderRejected']);
      if (canAmend) session.send({ type: 'AmendOrder', ...session.issued(), clientId: first.id, market: of, remaining: minSize });
      else session.cancel(first.id, of);
      if (!canAmend) await inTurn(session, first.id);
      const second = await place();
      expect(second.type).toBe('OrderAccepted');
      session.cancel(second.id, of);
      await inTurn(session, second.id);
      const third = await place();
      expect(third.type).toBe('OrderAccepted');
      expect((await session.holdings(of)).cash).toBe(cash);
    });

    it('closes as often as it is asked to', async () => {
      const venue = await harness.create();
      await venue.close();
      await venue.close();
    });

    const { trade } = harness;
    it.skipIf(trade === undefined)('fills a resting order as others trade with it, in part and then in full, and no further', async () => {
      const { session, market, id } = await accepted((m) => improving(m, 4 * m.instrument.minSize));
      const { id: of, minSize, tick } = market.instrument;
      const others = async (amount: number) => trade?.(session.venue, { market: of, side: 'ask', price: (market.bid + tick) as Price, size: size(amount) });
      const before = await session.holdings(of);
      await others(minSize);
      await session.heard('OrderFilled', (event) => event.clientId === id);
      expect(await session.found(id, of)).toMatchObject({ live: true, remaining: 3 * minSize, filled: minSize });
      await others(20 * minSize);
      await session.run(5_000);
      expect(session.filled(id)).toBe(4 * minSize);
      for (const fill of session.fills(id)) expect([fill.price, fill.liquidity, fill.side]).toEqual([market.bid + tick, 'maker', 'bid']);
      expect(new Set(session.fills(id).map((fill) => fill.fillId)).size).toBe(session.fills(id).length);
      expect(await session.found(id, of)).toMatchObject({ live: false, filled: 4 * minSize });
      const after = await session.holdings(of);
      expect(after.net - before.net).toBe(4 * minSize);
      session.cancel(id, of);
      await session.toldGone(id);
    });

    it.skipIf(trade === undefined)('keeps the place of a lowered order: what came later waits behind it', async () => {
      const { session, market, id } = await accepted((m) => improving(m, 4 * m.instrument.minSize));
      const { id: of, minSize, canAmend } = market.instrument;
      if (!canAmend) return;
      const later = session.place(improving(market, minSize));
      await session.answer(later);
      session.send({ type: 'AmendOrder', ...session.issued(), clientId: id, market: of, remaining: size(2 * minSize) });
      await session.heard('OrderAmended', (event) => event.clientId === id);
      await trade?.(session.venue, { market: of, side: 'ask', price: (market.bid + market.instrument.tick) as Price, size: size(2 * minSize) });
      await session.heard('OrderFilled', (event) => event.clientId === id);
      expect([session.filled(id), session.filled(later)]).toEqual([2 * minSize, 0]);
    });
  });
}
