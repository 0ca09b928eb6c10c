// Orders that an earlier session left resting: taken up with their markets, counted at worst case, settled by the venue's word.

import { describe, expect, it } from 'vitest';
import type { CompiledConfig } from '../../config/compiled-config.ts';
import { marketId } from '../domain/instrument.ts';
import { cash, timestamp } from '../domain/numbers.ts';
import type { CarriedState } from '../domain/events.ts';
import { Engine } from '../engine.ts';
import { cents, config, instrument, Script, settings, shares, usd } from '../engine.fixture.ts';

const RAIN = marketId(0);
const book = (script: Script): Script => script.book([[48, 100]], [[52, 100]]);
const LIMITED = config({ limits: { grossNotional: usd(100) } });

/** Killed while `bid 48c 10` (s-1) and `ask 52c 10` (s-2) rest. */
const left = (using = LIMITED): Script => book(Script.open(using)).decide().accept('s-1', 's-2');
const carriedOf = (script: Script): CarriedState => JSON.parse(JSON.stringify(script.engine.carry())) as CarriedState;

/** The next session, which has listed the market and asked its first questions. */
function next(carried: CarriedState, using = LIMITED): Script {
  const script = new Script();
  script.now += 1_000;
  script.step({ type: 'SessionStarted', session: { id: 'n', profile: 'test', mode: 'paper' }, carried });
  script.step({ type: 'ConfigSwapped', generation: 1, config: using });
  return script.step({ type: 'InstrumentListed', instrument: instrument() }).decide();
}
const questions = (script: Script): string[] => script.take().flatMap((c) => (c.type === 'QueryOrder' ? [c.clientId] : []));
interface Open { readonly clientId: string; readonly remaining: number; readonly filled: number }
function listOpen(script: Script, ...open: readonly Open[]): Script {
  const question = script.sent.findLast((c) => c.type === 'QueryOpenOrders');
  if (question?.type !== 'QueryOpenOrders') throw new Error('nothing was asked');
  return script.step({
    type: 'OpenOrdersReported', venue: 'test', requestId: question.requestId,
    orders: open.map(({ clientId, remaining, filled }) => ({
      clientId, venueOrderId: clientId, market: RAIN, side: clientId === 's-1' ? 'bid' : 'ask', price: cents(clientId === 's-1' ? 48 : 52), remaining: shares(remaining), filled: shares(filled),
    })),
  });
}
const holds = (script: Script, yes: number, dollars: number): Script =>
  script.step({ type: 'HoldingsReported', venue: 'test', cash: cash(usd(dollars)), holdings: [{ market: RAIN, yes: shares(yes), no: shares(0) }] });
const both = [{ clientId: 's-1', remaining: 10, filled: 0 }, { clientId: 's-2', remaining: 10, filled: 0 }] as const;

describe('orders that an earlier session left', () => {
  it('count at worst case before their market is listed, and after', () => {
    const script = new Script();
    script.step({ type: 'SessionStarted', session: { id: 'n', profile: 'test', mode: 'paper' }, carried: carriedOf(left()) });
    const worst = (): number | undefined => script.engine.status().exposure.strategies[0]?.worst;
    script.step({ type: 'ConfigSwapped', generation: 1, config: LIMITED });
    expect(worst()).toBe(4.8);
    script.step({ type: 'InstrumentListed', instrument: instrument() });
    expect(worst()).toBe(4.8);
    expect(script.market().orders).toMatchObject([{ clientId: 's-1', state: 'unknown', remaining: 10 }, { clientId: 's-2', state: 'unknown', remaining: 10 }]);
  });

  it('are all proved by one list, kept where they are wanted, and nobody asks about each', () => {
    const script = holds(listOpen(next(carriedOf(left())), ...both), 0, 1_000);
    expect(script.market().orders).toMatchObject([{ clientId: 's-1', state: 'working' }, { clientId: 's-2', state: 'working' }]);
    script.take();
    book(script).decide();
    expect(script.asked()).toEqual([]);
    script.decide(3_000);
    expect(questions(script)).toEqual([]);
    expect(script.alerts()).toEqual([]);
  });

  it('are left alone until all is known that says whether they are wanted, though not for ever', () => {
    const script = listOpen(next(carriedOf(left())), ...both).decide();
    script.take();
    holds(script, 0, 1_000).decide();
    expect(script.asked()).toEqual([]);
    const blind = holds(listOpen(next(carriedOf(left())), ...both), 0, 1_000).decide(9_999);
    expect(blind.asked()).toEqual([]);
    expect(blind.decide(1).asked()).toEqual(['cancel s-1', 'cancel s-2']);
    expect(book(script).decide().asked()).toEqual([]);
    expect(script.market().orders).toMatchObject([{ state: 'working' }, { state: 'working' }]);
  });

  it('are left alone while the feed is only being connected, and cancelled where it is lost', () => {
    const feed = (script: Script, up: boolean): Script => script.step({ type: 'FeedStatusChanged', venue: 'test', up, reason: '' }).decide(10);
    const script = feed(next(carriedOf(left())), false);
    book(holds(listOpen(script, ...both), 0, 1_000)).decide();
    expect(feed(script, true).asked()).toEqual([]);
    expect(script.market()).toMatchObject({ permission: 'full', orders: [{ state: 'working' }, { state: 'working' }] });
    const again = feed(feed(listOpen(next(carriedOf(left())), ...both), true), false);
    expect(again.asked()).toEqual(['cancel s-1', 'cancel s-2']);
  });

  describe('are cancelled at once, whatever is not known yet, where', () => {
    const drawdown = (drawdownLatch: CarriedState['account']['drawdownLatch']) => (carried: CarriedState): CarriedState => ({ ...carried, account: { ...carried.account, drawdownLatch } });
    const stopLoss = (carried: CarriedState): CarriedState => ({ ...carried, markets: { rain: { ...carried.markets['rain']!, stopLoss: { latched: true, reason: 'lost $5', baseline: cash(0) } } } });
    /** The venue has said that they rest, and nothing else. */
    const listed = (carried: CarriedState, using = LIMITED): Script => listOpen(next(carried, using), ...both);
    const cancelled = (script: Script): readonly string[] => {
      script.take();
      return script.decide(10).asked();
    };

    it.each([
      ['the drawdown latched to halt', drawdown('halt')],
      ['the drawdown latched to reduce', drawdown('reduceOnly')],
      ['the loss of the day latched', (carried: CarriedState): CarriedState => ({ ...carried, account: { ...carried.account, dailyLossLatched: true } })],
      ['the stop-loss of the market fired', stopLoss],
    ])('%s', (_what, latched) => {
      expect(cancelled(listed(latched(carriedOf(left()))))).toEqual(['cancel s-1', 'cancel s-2']);
    });

    it('no strategy quotes the market any more, or the venue closed it', () => {
      expect(cancelled(listed(carriedOf(left()), config({ strategies: [] })))).toEqual(['cancel s-1', 'cancel s-2']);
      const script = listed(carriedOf(left()));
      expect(cancelled(script)).toEqual([]);
      expect(cancelled(script.step({ type: 'InstrumentStatusChanged', market: RAIN, status: 'paused' }))).toEqual(['cancel s-1', 'cancel s-2']);
    });

    it.each<readonly [limit: string, lowered: (to: number) => CompiledConfig, least: number]>([
      ['the position limit', (to) => config({ settings: settings({ limits: { position: shares(to) } }) }), 10],
      ['the notional of the market', (to) => config({ settings: settings({ limits: { notional: usd(to) } }) }), 4.8],
      ['the number of open orders', (to) => config({ settings: settings({ limits: { openOrders: to } }) }), 2],
      ['the gross notional of the account', (to) => config({ limits: { grossNotional: usd(to) } }), 4.8],
    ])('%s was lowered below what they may come to, and not where it leaves them room', (_limit, lowered, least) => {
      expect(cancelled(listed(carriedOf(left()), lowered(least / 2)))).toEqual(['cancel s-1', 'cancel s-2']);
      expect(cancelled(listed(carriedOf(left()), lowered(least)))).toEqual([]);
    });

    it('they are of the side that a lowered limit leaves no room, while what reduces stays', () => {
      const before = left();
      before.fill('s-1', 'bid', 48, 6);
      const lowered = config({ settings: settings({ limits: { position: shares(5) } }) });
      const script = listOpen(next(carriedOf(before), lowered), { clientId: 's-1', remaining: 4, filled: 6 }, both[1]);
      expect(cancelled(script)).toEqual(['cancel s-1']);
    });

    it('an operator halts or stops the session, and not where nothing of this stands', () => {
      expect(cancelled(listed(drawdown('warn')(carriedOf(left()))))).toEqual([]);
      for (const kind of ['halt', 'quiesce'] as const) expect(listed(carriedOf(left())).operator({ kind, reason: 'drill' }).asked()).toEqual(['cancel all']);
    });

    it('a halt was carried over: all is cancelled with the first word to the venue, known to us or not', () => {
      const script = next({ ...carriedOf(left()), halted: { since: timestamp(0), by: 'operator', reason: 'drill' } });
      expect(script.asked()).toEqual(['cancel all']);
      expect(script.decide(10).asked()).toEqual([]);
    });
  });

  it('are no sign of a venue in trouble before it was asked for them', () => {
    const careful = {
      ...LIMITED,
      health: { dataMaxAgeMs: null, answerMaxAgeMs: 60_000, clockJumpMs: 60_000, rejects: null, errors: { value: 100, windowMs: 10_000 }, unknownOrders: 1, cleanReports: 0, forMs: 10_000 },
    };
    const script = next(carriedOf(left(careful)), careful).decide(300);
    expect(script.alerts()).toEqual([]);
    book(holds(listOpen(script, ...both), 0, 1_000)).decide(300);
    expect(script.engine.market('rain')).toMatchObject({ permission: 'full', reasons: [] });
  });

  it('are cancelled where they are wanted no more', () => {
    const script = holds(listOpen(next(carriedOf(left())), ...both), 0, 1_000);
    script.take();
    script.book([[58, 100]], [[62, 100]]).decide(1_500);
    expect(script.asked()).toEqual(expect.arrayContaining(['cancel s-1', 'cancel s-2']));
  });

  it('that are not on the list are asked about, and a fill of one is booked once, at its price', () => {
    const script = listOpen(next(carriedOf(left())), both[1]);
    script.take();
    script.decide(2_100);
    expect(questions(script)).toEqual(['s-1']);
    script.step({ type: 'OrderReported', clientId: 's-1', found: { live: false, remaining: shares(0), filled: shares(10) } });
    script.fill('s-1', 'bid', 48, 10, 'missed').fill('s-1', 'bid', 48, 10, 'missed');
    holds(script, 10, 995.2);
    expect(script.market()).toMatchObject({ position: 10, openOrders: 1 });
    expect(script.engine.status().exposure.cash).toBe(995.2);
    expect(script.alerts()).toEqual([]);
  });

  it('whose fills are in what the venue holds before they are told count once', () => {
    const script = listOpen(next(carriedOf(left())), { clientId: 's-1', remaining: 4, filled: 6 }, both[1]);
    holds(script, 6, 997.12);
    // A difference that a fill on its way explains is not believed at once, not even at the start.
    expect(script.market().position).toBe(0);
    script.fill('s-1', 'bid', 48, 6, 'missed');
    holds(script, 6, 997.12);
    expect(script.market()).toMatchObject({ position: 6 });
    expect(script.market().orders).toMatchObject([{ clientId: 's-1', remaining: 4 }, { clientId: 's-2', remaining: 10 }]);
    expect(script.alerts()).toEqual([]);
  });

  it('that the venue has never heard of are gone with its first word that is late enough', () => {
    const script = listOpen(next(carriedOf(left())));
    script.take();
    script.decide(2_100);
    expect(questions(script)).toEqual(['s-1', 's-2']);
    for (const clientId of ['s-1', 's-2']) script.step({ type: 'OrderReported', clientId, found: null });
    expect(script.market().orders).toEqual([]);
  });

  it('do not let it quote before the venue has said what is held', () => {
    const script = book(listOpen(next(carriedOf(left())), both[1]));
    script.take();
    holds(script, 5, 997.6).decide();
    expect(script.take().filter(({ type }) => type === 'PlaceOrder')).toEqual([]);
    expect(script.market().permission).toBe('cancel-only');
    // Twice the same: it is what is held, whatever became of the order.
    holds(script, 5, 997.6).decide();
    expect(script.market()).toMatchObject({ position: 5, permission: 'full' });
  });

  it('that were being cancelled still are, and are cancelled again when they turn out to rest', () => {
    const before = left();
    before.book([[58, 100]], [[62, 100]]).decide(1_500);
    expect(before.market().orders[0]).toMatchObject({ clientId: 's-1', state: 'cancel-pending' });
    const script = next(carriedOf(before));
    expect(script.market().orders[0]).toMatchObject({ clientId: 's-1', state: 'cancel-unknown' });
    holds(listOpen(script, ...both), 0, 1_000);
    script.take();
    script.book([[58, 100]], [[62, 100]]).decide(1_500);
    expect(script.asked()).toContain('cancel s-1');
  });

  it('are open orders while their market is not listed: a halt is not proved without them, and cancels them', () => {
    const script = new Script();
    script.step({ type: 'SessionStarted', session: { id: 'n', profile: 'test', mode: 'paper' }, carried: carriedOf(left()) });
    script.step({ type: 'ConfigSwapped', generation: 1, config: LIMITED }).step({ type: 'FeedStatusChanged', venue: 'test', up: false, reason: 'connecting' });
    script.operator({ kind: 'halt', reason: 'drill' }).decide();
    expect(script.take().some((c) => c.type === 'CancelAll')).toBe(true);
    expect(script.engine.haltProof()).toMatchObject({ zeroOpenProved: false, openOrders: 2 });
  });

  it('are left to the session after, should their market not be listed in this one', () => {
    const first = carriedOf(left());
    const script = new Script();
    script.step({ type: 'SessionStarted', session: { id: 'n', profile: 'test', mode: 'paper' }, carried: first });
    expect(carriedOf(script).markets['rain']!.orders).toEqual(first.markets['rain']!.orders);
  });

  it('are the same after a snapshot', () => {
    const script = next(carriedOf(left()));
    const copy = Engine.restore(JSON.parse(JSON.stringify(script.engine.snapshot())));
    expect(copy.snapshot()).toEqual(script.engine.snapshot());
    expect(copy.carry()).toEqual(script.engine.carry());
  });
});
