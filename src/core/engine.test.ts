import { describe, expect, it } from 'vitest';
import type { CompiledRule } from '../config/compiled-config.ts';
import { marketId } from './domain/instrument.ts';
import { cash, price } from './domain/numbers.ts';
import { carriedWithoutOrders, cents, config, instrument, PLAIN, Script, settings, shares, START, usd } from './engine.fixture.ts';

const TIGHT: [readonly (readonly [number, number])[], readonly (readonly [number, number])[]] = [[[48, 100]], [[52, 100]]];
const quoting = (script: Script): Script => script.book(...TIGHT).decide();

describe('quoting', () => {
  it('lays a bid and an ask around fair value', () => {
    expect(quoting(Script.open()).asked()).toEqual(['bid 48c 10', 'ask 52c 10']);
  });
  it('places nothing before the venue has confirmed open orders and holdings', () => {
    const script = new Script();
    script.step({ type: 'SessionStarted', session: { id: 's', profile: 'test', mode: 'paper' }, carried: null });
    script.step({ type: 'ConfigSwapped', generation: 1, config: config() });
    script.step({ type: 'InstrumentListed', instrument: instrument() });
    script.book(...TIGHT).decide();
    expect(script.sent.map((c) => c.type)).toEqual(['QueryOpenOrders', 'QueryHoldings']);
    expect(script.market().reasons).toContain('NOT_RECONCILED');
    script.reconcile(1_000).decide();
    expect(script.asked()).toEqual(['bid 48c 10', 'ask 52c 10']);
  });
  it('rounds bids down and asks up', () => {
    const script = Script.open().book([[47, 100]], [[52, 100]]).decide();
    expect(script.asked()).toEqual(['bid 47c 10', 'ask 52c 10']);
  });
  it('stays one tick behind the other side instead of crossing it', () => {
    const skewed = config({ settings: settings({ skew: { target: 0, curve: { x: [0], y: [50_000] }, size: null } }) });
    const script = Script.open(skewed).book([[49, 100]], [[51, 100]]).decide();
    expect(script.asked()).toEqual(['bid 50c 10', 'ask 57c 10']);
  });
  it('drops a side whose edge is below the minimum', () => {
    const script = Script.open(config({ settings: settings({ quote: { halfSpread: { micros: 10_000, ticks: 0 }, minEdge: { micros: 15_000, ticks: 0 } } }) }));
    expect(quoting(script).asked()).toEqual([]);
    expect(script.engine.explain('rain')!.noBidBecause).toBe('below-minimum-edge');
  });
  it('shifts the centre against the inventory and shrinks the side that adds', () => {
    const script = Script.open(config({ settings: settings({ skew: { target: 0, curve: { x: [-1, 1], y: [20_000, -20_000] }, size: { x: [0, 1], y: [1, 0.5] } } }) }));
    quoting(script).accept('s-1', 's-2').fill('s-1', 'bid', 48, 10).decide();
    script.take();
    script.decide(2_000);
    expect(script.market().position).toBe(10);
    const steps = script.engine.explain('rain')!.steps.map((s) => s.step);
    expect(steps).toEqual(['fair value', 'half-spread', 'skew', 'skew size', 'ladder']);
  });
  it('doubles the spread near the ends and quotes only reducing in the last cents', () => {
    const extremes = { within: cents(10), widen: 2, shrink: 0.5, stopWithin: cents(3) };
    const script = Script.open(config({ settings: settings({ extremes }) })).book([[7, 100]], [[9, 100]]).decide();
    expect(script.asked()).toEqual(['bid 4c 5', 'ask 12c 5']);
    script.book([[1, 100]], [[3, 100]]).decide();
    expect(script.market().permission).toBe('reduce-only');
  });
});

describe('the planner', () => {
  it('leaves an order alone while it is within tolerance', () => {
    const script = quoting(Script.open()).accept('s-1', 's-2');
    script.take();
    script.book([[47, 100]], [[51, 100]]).decide(5_000);
    expect(script.asked()).toEqual([]);
  });
  it('moves an order that stands too near at once, though it is young', () => {
    const script = quoting(Script.open()).accept('s-1', 's-2');
    script.take();
    script.book([[45, 100]], [[49, 100]]).decide(10);
    expect(script.asked()).toEqual(['cancel s-1', 'bid 45c 10']);
  });
  it('lets an order that stands too far out rest for its minimum', () => {
    const script = quoting(Script.open()).accept('s-1', 's-2');
    script.take();
    script.book([[51, 100]], [[55, 100]]).decide(10);
    expect(script.asked()).toEqual(['cancel s-2', 'ask 55c 10']);
    script.decide(1_000);
    expect(script.asked()).toEqual(['cancel s-1', 'bid 51c 10']);
  });
  it('never places against our own live order, cancels under way included', () => {
    const script = quoting(Script.open()).accept('s-1', 's-2');
    script.take();
    script.book([[38, 100]], [[42, 100]]).decide(2_000);
    expect(script.asked()).toEqual(['cancel s-1', 'cancel s-2', 'bid 38c 10']);
    script.canceled('s-1').decide();
    expect(script.asked()).toEqual(['ask 42c 10']);
  });
  it('makes an order smaller in place where the venue can', () => {
    const script = quoting(Script.open(config(), { canAmend: true })).accept('s-1', 's-2');
    script.take();
    script.swap(2, config({ settings: settings({ quote: { size: shares(4) } }) })).decide();
    expect(script.asked()).toEqual(['amend s-1 to 4', 'amend s-2 to 4']);
  });
});

describe('limits', () => {
  it('cuts a quote to the room that is left and reduces freely', () => {
    const script = Script.open(config({ settings: settings({ limits: { position: shares(15) } }) }));
    quoting(script).accept('s-1', 's-2').fill('s-1', 'bid', 48, 10).decide();
    expect(script.asked()).toContain('bid 48c 5');
  });
  it('counts an order whose cancel is not confirmed', () => {
    const script = Script.open(config({ settings: settings({ limits: { position: shares(10) } }) }));
    quoting(script).accept('s-1', 's-2');
    script.take();
    script.book([[40, 100]], [[44, 100]]).decide(2_000);
    expect(script.asked()).toEqual(['cancel s-1', 'cancel s-2']);
    script.canceled('s-2').canceled('s-1').decide();
    expect(script.asked()).toEqual(['bid 40c 10', 'ask 44c 10']);
  });
  it('at the position limit quotes only the side that reduces, up to what is held', () => {
    const script = Script.open(config({ settings: settings({ limits: { position: shares(10) } }) }));
    quoting(script).accept('s-1', 's-2').fill('s-1', 'bid', 48, 10).decide();
    expect(script.market().permission).toBe('reduce-only');
    expect(script.market().bid).toBeNull();
    expect(script.market().ask).toBe(0.52);
  });
  it('a reload that lowers a limit takes the excess out of the market', () => {
    const script = quoting(Script.open()).accept('s-1', 's-2');
    script.take();
    script.swap(2, config({ settings: settings({ limits: { position: shares(4) } }) })).decide();
    expect(script.asked()).toEqual(['cancel s-1', 'cancel s-2']);
    script.canceled('s-1').canceled('s-2').decide();
    expect(script.asked()).toEqual(['bid 48c 4', 'ask 52c 4']);
  });
  it('keeps the cost of what may be held within limits.notional', () => {
    const script = Script.open(config({ settings: settings({ limits: { notional: usd(2.4) } }) }));
    expect(quoting(script).asked()).toEqual(['bid 48c 5', 'ask 52c 5']);
  });
  it('keeps to limits.openOrders', () => {
    const script = Script.open(config({ settings: settings({ quote: { layers: { count: 3 } }, limits: { openOrders: 4 } }) }));
    expect(quoting(script).asked()).toHaveLength(4);
  });
  it('keeps to the gross limit of the account', () => {
    expect(quoting(Script.open(config({ limits: { grossNotional: usd(2.4) } }))).asked()).toEqual(['bid 48c 5', 'ask 52c 5']);
  });
  it('does not promise cash that is not there', () => {
    expect(quoting(Script.open(config(), {}, null, 5)).asked()).toEqual(['bid 48c 10']);
  });
  it('holds places back at the rate limit and lets cancels through', () => {
    const script = quoting(Script.open(config({ limits: { ordersPerMinute: 6 } })));
    expect(script.asked()).toEqual(['bid 48c 10']);
    script.accept('s-1').decide(9_000);
    expect(script.asked()).toEqual([]);
    script.step({ type: 'FeedHeartbeat', venue: 'test' }).decide(3_000);
    expect(script.asked()).toEqual(['ask 52c 10']);
    script.accept('s-2').book([[20, 100]], [[24, 100]]).decide(1_000);
    expect(script.asked()).toEqual(['cancel s-1', 'cancel s-2']);
  });
  it('sells the tokens it holds before it buys the complement', () => {
    const script = quoting(Script.open()).accept('s-1', 's-2').fill('s-1', 'bid', 48, 10).canceled('s-2').decide();
    const ask = script.take().findLast((c) => c.type === 'PlaceOrder' && c.side === 'ask');
    expect(ask).toMatchObject({ leg: { outcome: 'yes', action: 'sell', price: cents(52) } });
  });
});

describe('books that price nothing', () => {
  it.each([
    ['one side is empty', [[48, 100]], [], 'BOOK_ONE_SIDED'],
    ['it is crossed', [[52, 100]], [[48, 100]], 'BOOK_CROSSED'],
    ['it is empty', [], [], 'BOOK_EMPTY'],
  ] as const)('pulls all quotes when %s', (_, bids, asks, code) => {
    const script = quoting(Script.open()).accept('s-1', 's-2');
    script.take();
    script.book(bids, asks).decide();
    expect(script.asked()).toEqual(['cancel s-1', 'cancel s-2']);
    expect(script.market().reasons).toEqual([code]);
    expect(script.market().fairValue).toBeNull();
  });
  it('pulls all quotes while the book is invalid, until it is seen whole', () => {
    const script = quoting(Script.open()).accept('s-1', 's-2');
    script.take();
    script.step({ type: 'BookInvalidated', market: marketId(0), reason: 'gap' }).decide();
    expect(script.asked()).toEqual(['cancel s-1', 'cancel s-2']);
    script.canceled('s-1').canceled('s-2').book(...TIGHT).decide();
    expect(script.asked()).toEqual(['bid 48c 10', 'ask 52c 10']);
  });
  it('pulls all quotes when the feed falls silent, within its age and a tick, and says when to be asked', () => {
    const script = quoting(Script.open()).accept('s-1', 's-2');
    script.take();
    for (let i = 0; i < 10; i++) script.decide(1_000);
    expect(script.asked()).toEqual([]);
    expect(script.engine.wakeAt()).toBe(script.now + 1);
    script.decide(1);
    expect(script.asked()).toEqual(['cancel s-1', 'cancel s-2']);
    expect(script.alerts()).toContain('FEED_STALE');
  });
  it('takes our own orders out of a book that shows them', () => {
    const script = Script.open(config({ settings: settings({ quote: { fairValue: 'micro-price' } }) }), { showsOwnOrders: true });
    quoting(script).accept('s-1', 's-2');
    script.book([[48, 110]], [[52, 110]]).decide();
    expect(script.market().fairValue).toBe(0.5);
    script.book([[48, 10], [47, 50]], [[52, 60]]).decide();
    expect(script.market().bestBid).toBe(0.47);
  });
});

describe('orders', () => {
  it('counts a fill once', () => {
    const script = quoting(Script.open()).accept('s-1', 's-2').fill('s-1', 'bid', 48, 4, 'x').fill('s-1', 'bid', 48, 4, 'x');
    expect(script.market().position).toBe(4);
  });
  it('counts a fill that comes after the cancel was confirmed', () => {
    const script = quoting(Script.open()).accept('s-1', 's-2').canceled('s-1').fill('s-1', 'bid', 48, 4);
    expect(script.market().position).toBe(4);
  });
  it('waits after a refusal instead of asking again at once', () => {
    const script = quoting(Script.open()).reject('s-1').accept('s-2');
    script.take();
    script.decide(10);
    expect(script.asked()).toEqual([]);
    script.decide(990);
    expect(script.asked()).toEqual(['bid 48c 10']);
  });
  it('asks again each second for what did not fit into the limits of a venue, however often it did not', () => {
    const script = quoting(Script.open()).accept('s-2');
    for (let i = 0; i < 6; i++) {
      script.reject(i === 0 ? 's-1' : `s-${i + 2}`, 'rate-limited').take();
      expect(script.decide(990).asked()).toEqual([]);
      expect(script.decide(10).asked()).toEqual(['bid 48c 10']);
    }
  });
  it('counts an order of unknown outcome in full, asks about it and never sends it again', () => {
    const script = Script.open(config({ settings: settings({ limits: { position: shares(10) } }) }));
    quoting(script).accept('s-2').step({ type: 'OutcomeUnknown', clientId: 's-1', of: 'place', detail: 'timeout' });
    expect(script.take().at(-1)).toMatchObject({ type: 'QueryOrder', clientId: 's-1' });
    for (let i = 0; i < 5; i++) script.decide(1_000);
    expect(script.asked()).toEqual([]);
    expect(script.engine.status().orders).toEqual({ open: 2, unknown: 1 });
    script.step({ type: 'OrderReported', clientId: 's-1', found: { live: true, remaining: shares(10), filled: shares(0) } });
    expect(script.engine.status().orders).toEqual({ open: 2, unknown: 0 });
  });
  it('believes that an order never arrived only when the venue says so twice', () => {
    const script = quoting(Script.open()).step({ type: 'OutcomeUnknown', clientId: 's-1', of: 'place', detail: 'timeout' });
    script.step({ type: 'OrderReported', clientId: 's-1', found: null });
    expect(script.engine.status().orders.unknown).toBe(1);
    script.decide(2_500).step({ type: 'OrderReported', clientId: 's-1', found: null });
    expect(script.engine.status().orders.unknown).toBe(0);
  });
  it('keeps fills in the exposure that the venue counts and we have not seen', () => {
    const script = quoting(Script.open()).step({ type: 'OutcomeUnknown', clientId: 's-1', of: 'place', detail: 'timeout' });
    script.step({ type: 'OrderReported', clientId: 's-1', found: { live: false, remaining: shares(0), filled: shares(10) } });
    expect(script.market().openOrders).toBe(2);
    script.fill('s-1', 'bid', 48, 10);
    expect(script.market().openOrders).toBe(1);
    expect(script.market().position).toBe(10);
  });
  it('treats a place without an answer as unknown after five seconds', () => {
    const script = quoting(Script.open());
    script.take();
    for (let i = 0; i < 6; i++) script.step({ type: 'FeedHeartbeat', venue: 'test' }).decide(1_000);
    expect(script.engine.status().orders.unknown).toBe(2);
  });
  it('believes a difference in holdings when it is seen twice while trading', () => {
    const script = quoting(Script.open()).accept('s-1', 's-2');
    const report = (): Script => script.step({ type: 'HoldingsReported', venue: 'test', cash: cash(usd(1_000)), holdings: [{ market: marketId(0), yes: shares(7), no: shares(0) }] });
    report();
    expect(script.market().position).toBe(0);
    report();
    expect(script.market().position).toBe(7);
    expect(script.alerts()).toContain('HOLDINGS_DIFFER');
  });
  it('cancels orders at the venue that this session did not place before it quotes', () => {
    const script = new Script();
    script.step({ type: 'SessionStarted', session: { id: 's', profile: 'test', mode: 'paper' }, carried: null });
    script.step({ type: 'ConfigSwapped', generation: 1, config: config() });
    script.step({ type: 'InstrumentListed', instrument: instrument() }).book(...TIGHT).decide();
    script.answerOpenOrders(['stranger']);
    expect(script.asked()).toEqual(['cancel all']);
    expect(script.market().permission).toBe('cancel-only');
  });
});

describe('losses', () => {
  const losing = (using = config()): Script => quoting(Script.open(using)).accept('s-1', 's-2').fill('s-1', 'bid', 48, 10).decide().book([[28, 100]], [[32, 100]]).decide();

  it('splits P&L into spread, inventory and fees that add up', () => {
    const { pnl } = losing().market();
    expect(pnl).toEqual({ total: -1.8, realised: 0, unrealised: -1.8, spread: 0.2, inventory: -2, fees: 0, rebates: 0, rewards: 0 });
  });
  it('realises what a fill closes and leaves the rest unrealised, through a snapshot and into the next session', () => {
    const script = losing().fill('late', 'ask', 30, 4).decide();
    const split = { total: -1.8, realised: -0.72, unrealised: -1.08 };
    expect(script.market().pnl).toMatchObject(split);
    expect(script.engine.status().pnl).toMatchObject(split);
    expect([script.market().facts['realisedPnl'], script.market().facts['unrealisedPnl']]).toEqual([-0.72, -1.08]);
    const next = new Script();
    next.step({ type: 'SessionStarted', session: { id: 'n', profile: 'test', mode: 'paper' }, carried: script.engine.carry() });
    // Before its market is listed again, and after.
    expect(next.engine.status().pnl).toMatchObject(split);
    next.step({ type: 'ConfigSwapped', generation: 1, config: config() }).step({ type: 'InstrumentListed', instrument: instrument() });
    expect(next.engine.status().pnl).toMatchObject(split);
    expect(next.market().pnl).toMatchObject(split);
    next.step({ type: 'MarketResolved', market: marketId(0), yesPays: price(0) }).decide();
    expect(next.market().pnl).toMatchObject({ total: -3.6, realised: -3.6, unrealised: 0 });
  });
  it('latches the stop-loss of a market until it is resumed', () => {
    const script = losing(config({ settings: settings({ stopLoss: { loss: usd(1.5), drawdownFromPeak: null, then: 'reduce-only' } }) }));
    expect(script.market().reasons).toEqual(['STOP_LOSS']);
    script.book([[48, 100]], [[52, 100]]).decide();
    expect(script.market().permission).toBe('reduce-only');
    script.operator({ kind: 'resume', market: 'rain' }).decide();
    expect(script.market().permission).toBe('full');
  });
  it('latches the drawdown stages of the account, upward only', () => {
    const script = losing(config({ limits: { drawdown: { warn: usd(0.5), reduceOnly: usd(1), halt: usd(2.5) } } }));
    expect(script.engine.status()).toMatchObject({ permission: 'reduce-only', reasons: ['DRAWDOWN_REDUCE'] });
    script.book([[20, 100]], [[24, 100]]).decide().book(...TIGHT).decide();
    expect(script.engine.status().permission).toBe('halted');
    script.operator({ kind: 'resume', market: null }).decide();
    expect(script.engine.status().permission).toBe('full');
  });
  it('stops adding after the loss of the day and starts anew at midnight UTC', () => {
    const script = losing(config({ limits: { dailyLoss: usd(1) } }));
    expect(script.engine.status().reasons).toEqual(['DAILY_LOSS']);
    script.now = START + 12 * 3_600_000;
    script.book([[28, 100]], [[32, 100]]).decide();
    expect(script.engine.status().permission).toBe('full');
    expect(script.engine.status().pnl.daily).toBe(0);
  });
  it('settles what it holds at what the outcome pays, once', () => {
    const script = quoting(Script.open()).accept('s-1', 's-2').fill('s-1', 'bid', 48, 10).decide();
    script.step({ type: 'MarketResolved', market: marketId(0), yesPays: price(1_000_000) }).decide();
    expect(script.market()).toMatchObject({ position: 0, pnl: { total: 5.2 }, permission: 'cancel-only' });
    expect(script.engine.status().exposure.cash).toBe(1005.2);
  });
});

describe('halt', () => {
  it('cancels everything at once, places nothing, and proves zero open by the venue twice', () => {
    const script = quoting(Script.open()).accept('s-1', 's-2');
    script.take();
    script.operator({ kind: 'halt', reason: 'drill' });
    expect(script.asked()).toEqual(['cancel all']);
    script.canceled('s-1').canceled('s-2').decide();
    expect(script.engine.haltProof().zeroOpenProved).toBe(false);
    script.answerOpenOrders([]).decide().answerOpenOrders([]);
    expect(script.engine.haltProof()).toEqual({ quiescing: true, zeroOpenProved: true, openOrders: 0, unsettledOrders: 0 });
    script.book([[50, 100]], [[54, 100]]).decide(5_000);
    expect(script.asked()).toEqual([]);
  });
  it('does not call zero proved while the venue still reports an order', () => {
    const script = quoting(Script.open()).accept('s-1', 's-2');
    script.operator({ kind: 'halt', reason: 'drill' }).canceled('s-1').canceled('s-2').decide();
    script.take();
    script.decide(1_100).answerOpenOrders(['s-9']);
    expect(script.engine.haltProof().zeroOpenProved).toBe(false);
    expect(script.asked()).toContain('cancel all');
  });
  it('stays halted across a restart until resumed', () => {
    const script = quoting(Script.open()).operator({ kind: 'halt', reason: 'drill' });
    const again = quoting(Script.open(config(), {}, carriedWithoutOrders(script)));
    expect(again.asked()).toEqual(['cancel all']);
    expect(again.engine.status()).toMatchObject({ permission: 'halted', halted: { by: 'test', reason: 'drill' } });
    again.operator({ kind: 'resume', market: null }).decide();
    expect(again.asked()).toEqual(['bid 48c 10', 'ask 52c 10']);
  });
  it('lets only cancels through while the journal cannot be written', () => {
    const script = quoting(Script.open()).accept('s-1', 's-2');
    script.take();
    script.step({ type: 'JournalStatusChanged', ok: false, reason: 'disk full' }).decide();
    expect(script.asked()).toEqual(['cancel s-1', 'cancel s-2']);
  });
});

describe('config swaps', () => {
  it('retires a market that no strategy quotes: cancels, and keeps the position', () => {
    const script = quoting(Script.open()).accept('s-1', 's-2').fill('s-1', 'bid', 48, 10).accept().decide().canceled('s-3');
    script.take();
    script.swap(2, config({ strategies: [] })).decide();
    expect(script.asked()).toEqual(['cancel s-2']);
    expect(script.market()).toMatchObject({ position: 10, strategy: null, reasons: ['NO_STRATEGY'] });
  });
  it('marks every order with the generation it was decided under', () => {
    const script = quoting(Script.open()).accept('s-1', 's-2');
    script.take();
    script.swap(7, config({ settings: settings({ quote: { halfSpread: { micros: 50_000, ticks: 0 } } }) })).decide(2_000);
    expect(script.take().map((c) => c.generation)).toEqual([7, 7, 7, 7]);
  });
  it('refuses a generation that does not rise', () => {
    expect(() => Script.open().swap(1, config())).toThrow(/generation 1 does not follow 1/);
  });
  it('gives a market to the first strategy that takes it, with its override', () => {
    const wide = settings({ quote: { halfSpread: { micros: 40_000, ticks: 0 } } });
    const strategies = [
      { name: 'a', kind: 'market-maker' as const, markets: { venue: 'test', include: ['sun*'], exclude: [] }, settings: PLAIN, overrides: {} },
      { name: 'b', kind: 'market-maker' as const, markets: { venue: 'test', include: ['r*n'], exclude: [] }, settings: PLAIN, overrides: { rain: wide } },
      { name: 'c', kind: 'market-maker' as const, markets: { venue: 'test', include: ['*'], exclude: [] }, settings: PLAIN, overrides: {} },
    ];
    const script = quoting(Script.open(config({ strategies })));
    expect(script.market().strategy).toBe('b');
    expect(script.asked()).toEqual(['bid 46c 10', 'ask 54c 10']);
  });
});

describe('rules', () => {
  const when = (fact: string, operator: 'greaterThan' | 'lessThan', right: number, windowMs: number | null = null): CompiledRule['when'] => ({ kind: 'compare', left: { fact, windowMs }, operator, right });
  const rule = (over: Partial<CompiledRule>): CompiledRule => ({ name: 'r', scope: 'market', when: when('spread', 'greaterThan', cents(5)), until: null, forMs: 0, cooldownMs: 0, whenUnknown: 'skip', then: [], ...over });

  it('pulls a side while its condition holds', () => {
    const script = Script.open(config({ rules: [rule({ then: [{ kind: 'pull', side: 'bid' }] })] }));
    quoting(script).accept('s-1', 's-2');
    script.take();
    script.book([[46, 100]], [[54, 100]]).decide();
    expect(script.asked()).toEqual(['cancel s-1']);
    expect(script.engine.explain('rain')!.noBidBecause).toBe('pulled');
  });
  it('widens and shrinks', () => {
    const script = Script.open(config({ rules: [rule({ when: when('spread', 'greaterThan', 0), then: [{ kind: 'widen', factor: 2 }, { kind: 'shrink', factor: 0.5 }] })] }));
    expect(quoting(script).asked()).toEqual(['bid 46c 5', 'ask 54c 5']);
  });
  it('shifts fair value', () => {
    const script = Script.open(config({ rules: [rule({ when: when('spread', 'greaterThan', 0), then: [{ kind: 'shift', by: { micros: 0, ticks: -3 } }] })] }));
    expect(quoting(script).asked()).toEqual(['bid 45c 10', 'ask 49c 10']);
  });
  it('fails closed on a fact that is not known yet', () => {
    const script = Script.open(config({ rules: [rule({ when: when('velocity', 'greaterThan', cents(3), 1_000), whenUnknown: 'fire', then: [{ kind: 'pull', side: 'both' }] })] }));
    expect(quoting(script).asked()).toEqual([]);
    script.decide(1_100);
    expect(script.asked()).toEqual(['bid 48c 10', 'ask 52c 10']);
  });
  it('lowers the permission of every market from the account', () => {
    const losing = rule({ scope: 'account', when: when('dailyPnl', 'lessThan', -usd(1)), then: [{ kind: 'permission', permission: 'reduce-only' }, { kind: 'alert', severity: 'critical' }] });
    const script = quoting(Script.open(config({ rules: [losing] }))).accept('s-1', 's-2').fill('s-1', 'bid', 48, 10).decide().book([[28, 100]], [[32, 100]]).decide().decide(10);
    expect(script.market()).toMatchObject({ permission: 'reduce-only', reasons: ['RULE_REDUCE_ONLY'] });
    expect(script.alerts()).toEqual(['RULE']);
  });
});

describe('a slow or stubborn venue', () => {
  it('can still reduce when there is no cash to buy the complement', () => {
    const script = Script.open(config(), {}, null, 5);
    quoting(script).accept('s-1').fill('s-1', 'bid', 48, 8).canceled('s-1').decide();
    expect(script.asked()).toContain('ask 52c 8');
  });
  it('accepts the answer to a question that it has asked again since', () => {
    const script = new Script();
    script.step({ type: 'SessionStarted', session: { id: 's', profile: 'test', mode: 'paper' }, carried: null });
    script.step({ type: 'ConfigSwapped', generation: 1, config: config() });
    script.step({ type: 'InstrumentListed', instrument: instrument() }).book(...TIGHT).decide().decide(1_200);
    const [first, second] = script.take().filter((c) => c.type === 'QueryOpenOrders');
    expect(second).toBeDefined();
    script.step({ type: 'OpenOrdersReported', venue: 'test', requestId: first!.requestId, orders: [] });
    script.step({ type: 'HoldingsReported', venue: 'test', cash: cash(usd(100)), holdings: [] }).decide();
    expect(script.market().permission).toBe('full');
  });
  it('does not hammer a venue that still reports an order while we stop', () => {
    const script = quoting(Script.open()).accept('s-1', 's-2').operator({ kind: 'halt', reason: 'drill' }).canceled('s-1').canceled('s-2').decide();
    script.take();
    for (let ms = 0; ms < 1_000; ms += 10) {
      script.decide(10);
      if (script.sent.some((c) => c.type === 'QueryOpenOrders')) { script.answerOpenOrders(['s-9']); script.sent.length = 0; }
    }
    expect(script.notices.filter((n) => n.type === 'Alert' && n.code === 'ORDERS_NOT_OURS').length).toBeLessThanOrEqual(5);
  });
});

describe('quote uptime', () => {
  it('counts the time of an open market, not of one that has no book yet or is closed', () => {
    const script = Script.open();
    script.decide(60_000);
    quoting(script).accept('s-1', 's-2').decide();
    for (let i = 0; i < 10; i++) script.step({ type: 'FeedHeartbeat', venue: 'test' }).decide(1_000);
    script.step({ type: 'InstrumentStatusChanged', market: marketId(0), status: 'closed' }).decide();
    script.decide(3_600_000);
    expect(script.market().quoteUptime).toBe(1);
  });
});
