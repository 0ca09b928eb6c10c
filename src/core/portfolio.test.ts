// What is decided over several markets, as scripts: caps that they share, capital, markets that move together, and venues
// that get worse.

import { describe, expect, it } from 'vitest';
import type { CompiledConfig, CompiledStrategy, PortfolioLimits } from '../config/compiled-config.ts';
import type { Instrument } from './domain/instrument.ts';
import { marketId } from './domain/instrument.ts';
import { cash, timestamp } from './domain/numbers.ts';
import { Engine } from './engine.ts';
import { carriedWithoutOrders, cents, config, instrument, PLAIN, Script, settings, shares, START, usd } from './engine.fixture.ts';

const portfolio = (over: Partial<PortfolioLimits> = {}): PortfolioLimits => ({ groupNotional: null, groups: [], correlation: null, degradation: null, ...over });
const limited = (over: Partial<PortfolioLimits>, more: Parameters<typeof config>[0] = {}): CompiledConfig => config({ ...more, limits: { ...more.limits, portfolio: portfolio(over) } });

function opened(using: CompiledConfig, others: readonly Partial<Instrument>[] = [{ name: 'sun' }], first: Partial<Instrument> = {}): Script {
  const script = Script.open(using, first);
  others.forEach((over, i) => script.step({ type: 'InstrumentListed', instrument: instrument({ id: marketId(i + 1), ...over }) }));
  return script;
}
/** The best bid at `bid` cents in a market, the best ask 4c above. */
const at = (script: Script, market: number, bid: number): Script =>
  script.step({ type: 'BookSnapshot', market: marketId(market), bids: [cents(bid), shares(100)], asks: [cents(bid + 4), shares(100)] });
const bothAt = (script: Script, bid: number): Script => at(at(script, 0, bid), 1, bid);
const fillIn = (script: Script, market: number, clientId: string, side: 'bid' | 'ask', c: number, n: number): Script =>
  script.step({ type: 'OrderFilled', clientId, market: marketId(market), fillId: `${clientId}-${n}`, side, price: cents(c), size: shares(n), fee: cash(0), liquidity: 'maker' });
const group = (script: Script, name: string) => script.engine.status().exposure.groups.find((one) => one.name === name);
const VOTE = { event: 'vote', isExclusive: true } as const;

describe('a cap on an event', () => {
  it('holds for two of its markets that are decided together', () => {
    // Each side of each market costs $4.80.
    const script = bothAt(opened(limited({ groupNotional: usd(7) }), [{ name: 'sun', event: 'sky' }], { event: 'sky' }), 48).decide();
    expect(script.asked()).toEqual(['bid 48c 10', 'ask 52c 10', 'bid 48c 4', 'ask 52c 4']);
    expect(group(script, 'event sky at test')).toEqual({ name: 'event sky at test', kind: 'event', worst: 6.72, limit: 7, isExclusive: false, markets: ['rain', 'sun'] });
  });
  it('counts over the outcomes where at most one market pays: what is asked costs once', () => {
    const script = bothAt(opened(limited({ groupNotional: usd(10) }), [{ name: 'sun', ...VOTE }], VOTE), 48).decide();
    // If neither pays both bids are lost, $9.60. If one pays its ask is lost and the other's bid, $9.60.
    expect(script.asked()).toEqual(['bid 48c 10', 'ask 52c 10', 'bid 48c 10', 'ask 52c 10']);
    expect(group(script, 'event vote at test')).toMatchObject({ worst: 9.6, isExclusive: true });
  });
  it('leaves markets of other events, of none and of other venues alone', () => {
    const using = limited({ groupNotional: usd(5) }, { strategies: [{ ...config().strategies[0]!, markets: { venue: 'test', include: ['*'], exclude: [] } }] });
    const script = opened(using, [{ name: 'sun', event: 'sky' }, { name: 'moon' }], { event: 'ground' });
    at(bothAt(script, 48), 2, 48).decide();
    expect(script.asked()).toHaveLength(6);
    expect(script.engine.status().exposure.groups.map(({ markets }) => markets)).toEqual([['rain'], ['sun']]);
  });
  it('lets what is held be closed when there is no room, and says which group denies the rest', () => {
    const script = at(opened(limited({ groupNotional: usd(5) }), [{ name: 'sun', event: 'sky' }], { event: 'sky' }), 0, 48).decide().accept('s-1', 's-2');
    fillIn(script, 0, 's-1', 'bid', 48, 10).decide(2_000).take();
    at(script, 1, 48).decide(2_000);
    expect(script.asked()).toEqual([]);
    expect(script.engine.explain('sun')).toMatchObject({ noBidBecause: 'group-notional-limit', noAskBecause: 'group-notional-limit' });
    const { asks, bids, steps } = script.engine.explain('rain')!;
    expect(asks[0]).toMatchObject({ why: null, order: { action: 'keep' } });
    expect(bids[0]).toMatchObject({ why: 'group-notional-limit', trims: [{ why: 'event sky at test: $4.80 of its $5 in the worst case' }] });
    expect(steps.find(({ step }) => step === 'group')?.effect).toBe('event sky at test: $4.80 of $5 in the worst case of its 2 market(s), so this market may add $0.20');
  });
  it('lowered by a reload only ever cancels and reduces', () => {
    const before = limited({ groupNotional: usd(50) });
    const script = bothAt(opened(before, [{ name: 'sun', event: 'sky' }], { event: 'sky' }), 48).decide().accept('s-1', 's-2', 's-3', 's-4');
    fillIn(script, 0, 's-1', 'bid', 48, 10).decide(2_000).accept('s-5').take();
    script.swap(2, limited({ groupNotional: usd(3) })).decide(2_000);
    // The ask of 'rain' closes what is held; everything else adds.
    expect(script.asked()).toEqual(['cancel s-5', 'cancel s-3', 'cancel s-4']);
    expect(script.market().orders.map(({ clientId, state }) => [clientId, state])).toEqual([['s-2', 'working'], ['s-5', 'cancel-pending']]);
  });
  it('counts what an earlier session left and this one has not listed', () => {
    const using = limited({ groupNotional: usd(6) });
    const first = at(opened(using, [], { event: 'sky' }), 0, 48).decide().accept('s-1', 's-2');
    fillIn(first, 0, 's-1', 'bid', 48, 10).decide();
    const carried = carriedWithoutOrders(first);
    const script = new Script();
    script.step({ type: 'SessionStarted', session: { id: 't', profile: 'test', mode: 'paper' }, carried });
    script.step({ type: 'ConfigSwapped', generation: 1, config: using });
    script.step({ type: 'InstrumentListed', instrument: instrument({ name: 'sun', event: 'sky' }) });
    expect(group(script, 'event sky at test')).toMatchObject({ worst: 4.8, markets: ['sun'] });
    script.step({ type: 'InstrumentListed', instrument: instrument({ id: marketId(1), event: 'sky' }) });
    expect(group(script, 'event sky at test')).toMatchObject({ worst: 4.8, markets: ['sun', 'rain'] });
  });
});

it('a pair of YES and NO that the venue does not net is worth par and no risk', () => {
  const script = at(opened(limited({ groupNotional: usd(50) }), [], { event: 'sky', netsPairs: false }), 0, 48).decide().accept('s-1', 's-2');
  script.step({ type: 'HoldingsReported', venue: 'test', cash: cash(usd(1_000)), holdings: [{ market: marketId(0), yes: shares(30), no: shares(30) }] });
  script.step({ type: 'HoldingsReported', venue: 'test', cash: cash(usd(1_000)), holdings: [{ market: marketId(0), yes: shares(30), no: shares(30) }] }).decide();
  expect(script.market().holdings).toMatchObject({ yes: 30, no: 30 });
  expect(script.engine.status().exposure.grossNotional).toBe(0);
  expect(group(script, 'event sky at test')).toMatchObject({ worst: 4.8 });
});

describe('a group of the profile', () => {
  it('adds up the markets of its patterns, which may be of several groups', () => {
    const groups = [{ name: 'wet', markets: ['r*'], notional: usd(8) }, { name: 'weather', markets: ['rain', 's*'], notional: usd(6) }];
    const script = bothAt(opened(limited({ groups })), 48).decide();
    expect(script.asked()).toEqual(['bid 48c 10', 'ask 52c 10', 'bid 48c 2', 'ask 52c 2']);
    expect(script.engine.status().exposure.groups).toMatchObject([{ name: 'group weather', worst: 5.76 }, { name: 'group wet', worst: 4.8 }]);
  });
});

describe('the capital of a strategy', () => {
  const one = (name: string, include: readonly string[], capital?: number): CompiledStrategy =>
    ({ name, kind: 'market-maker', markets: { venue: 'test', include, exclude: [] }, settings: PLAIN, overrides: {}, ...(capital === undefined ? {} : { capital }) });

  it('is shared by its markets and by no other\'s', () => {
    const using = config({ strategies: [one('small', ['rain', 'sun'], usd(7)), one('large', ['*'])] });
    const script = at(bothAt(opened(using, [{ name: 'sun' }, { name: 'moon' }]), 48), 2, 48).decide();
    expect(script.asked()).toEqual(['bid 48c 10', 'ask 52c 10', 'bid 48c 4', 'ask 52c 4', 'bid 48c 10', 'ask 52c 10']);
    expect(script.engine.status().exposure.strategies).toEqual([{ name: 'small', worst: 6.72, capital: 7 }, { name: 'large', worst: 4.8, capital: null }]);
    expect(script.engine.explain('sun')!.bids[0]!.trims).toMatchObject([{ limit: 'capital-limit', why: 'capital of small is $7, $6.72 in the worst case' }]);
    expect(script.engine.market('sun')!.facts).toMatchObject({ strategyCapitalUsed: 6.72, groupNotional: null });
  });
  it('goes with a market that changes its terms or its strategy', () => {
    const script = at(opened(config({ strategies: [one('all', ['*'], usd(9))] }), []), 0, 48).decide();
    script.step({ type: 'InstrumentChanged', market: marketId(0), tick: cents(1), fees: instrument().fees });
    expect(script.engine.status().exposure.strategies).toMatchObject([{ worst: 4.8 }]);
    script.swap(2, config({ strategies: [one('rainy', ['rain']), one('all', ['*'], usd(9))] }));
    expect(script.engine.status().exposure.strategies).toMatchObject([{ name: 'rainy', worst: 4.8 }, { name: 'all', worst: 0 }]);
  });
});

describe('markets that move together', () => {
  const using = limited({ groupNotional: usd(7), correlation: { windowMs: 600_000, above: 0.6 } });
  /** Both quoted for `minutes`, in steps of 10 s; the first moves by a pattern, the second with it or by one of its own. */
  function moving(script: Script, minutes: number, isTogether: boolean): Script {
    for (let i = 0; i < minutes * 6; i++) {
      const own = 40 + ((i * i * 7) % 5);
      at(at(script, 0, own), 1, isTogether ? own + 5 : 40 + ((i * 1_103 + 377 * ((i * i) % 11)) % 97) % 6);
      script.decide(10_000);
      for (const command of script.take()) {
        if (command.type === 'PlaceOrder') script.accept(command.clientId);
        if (command.type === 'CancelOrder') script.canceled(command.clientId);
        if (command.type === 'QueryOpenOrders') script.step({ type: 'OpenOrdersReported', venue: 'test', requestId: command.requestId, orders: [] });
      }
    }
    return script;
  }
  const live = (script: Script): number => script.engine.status().exposure.strategies[0]!.worst;

  it('share the cap from then on, and it is said', () => {
    const script = moving(opened(using), 4, true);
    expect(live(script)).toBeGreaterThan(7);
    moving(script, 4, true);
    expect(script.engine.status().exposure.groups).toMatchObject([{ name: 'markets that move with rain', kind: 'correlated', markets: ['rain', 'sun'], limit: 7 }]);
    expect(live(script)).toBeLessThanOrEqual(7);
    expect(script.notices.filter((n) => n.type === 'Alert' && n.code === 'CORRELATED')).toMatchObject([{ severity: 'info', text: 'rain, sun move together: they share limits.groupNotional of $7' }]);
  });
  it('are let go again when they do so no more', () => {
    const script = moving(moving(opened(using), 8, true), 15, false);
    expect(script.engine.status().exposure.groups).toEqual([]);
  });
  it('are let go when one of them has paid', () => {
    const script = moving(opened(using), 8, true).step({ type: 'MarketResolved', market: marketId(1), yesPays: cents(100) });
    moving(script, 2, true);
    expect(script.engine.status().exposure.groups).toEqual([]);
  });
  it('stay together while it cannot be told, over a reload and into the next session', () => {
    const script = moving(opened(using), 8, true);
    script.swap(2, using).decide();
    expect(script.engine.status().exposure.groups).toHaveLength(1);
    const carried = script.engine.carry();
    expect(carried.correlated).toEqual([['rain', 'sun']]);
    const next = new Script();
    next.step({ type: 'SessionStarted', session: { id: 't', profile: 'test', mode: 'paper' }, carried });
    next.step({ type: 'ConfigSwapped', generation: 1, config: using });
    next.step({ type: 'InstrumentListed', instrument: instrument({ name: 'sun' }) });
    expect(next.engine.carry().correlated).toEqual([['rain', 'sun']]);
    next.step({ type: 'InstrumentListed', instrument: instrument({ id: marketId(1) }) }).decide();
    expect(next.engine.status().exposure.groups).toMatchObject([{ markets: ['sun', 'rain'] }]);
    expect(next.engine.carry().correlated).toEqual([['sun', 'rain']]);
  });
  it('are the same after a restore, in the middle of a comparison too', () => {
    const script = moving(opened(using), 6, true);
    const restored = new Script(Engine.restore(JSON.parse(JSON.stringify(script.engine.snapshot()))));
    restored.now = script.now;
    expect(restored.engine.snapshot()).toEqual(script.engine.snapshot());
    expect(moving(restored, 3, true).engine.snapshot()).toEqual(moving(script, 3, true).engine.snapshot());
  });
});

describe('a venue that gets worse', () => {
  const degradation = { windowMs: 60_000, feedDrops: 2, refusals: 2, lateAnswers: { most: 2, afterMs: 1_000 }, shrinkTo: 0.25, holdMs: 120_000 };
  const byFeed = { ...degradation, refusals: null, lateAnswers: null };
  const using = (over: PortfolioLimits['degradation'] = byFeed): CompiledConfig => limited({ degradation: over }, { settings: settings({ limits: { position: shares(40), notional: usd(20), openOrders: null } }) });
  const flap = (script: Script): Script => script.step({ type: 'FeedStatusChanged', venue: 'test', up: false, reason: 'cut' }).step({ type: 'FeedStatusChanged', venue: 'test', up: true, reason: 'back' });
  /** Long 20 of at most 40. */
  function long(): Script {
    const script = at(opened(using(), []), 0, 48).decide().accept('s-1', 's-2');
    fillIn(script, 0, 's-1', 'bid', 48, 10);
    script.decide(2_000).accept('s-3');
    return fillIn(script, 0, 's-3', 'bid', 48, 10).decide(2_000);
  }
  const again = (script: Script): Script => script.answerOpenOrders(['s-2', 's-4']).step({ type: 'HoldingsReported', venue: 'test', cash: cash(usd(990)), holdings: [{ market: marketId(0), yes: shares(20), no: shares(0) }] });

  it('leaves its markets a part of their limits, so that they only reduce what is over them, and says so', () => {
    const script = long().accept('s-4');
    flap(flap(script)).decide(1_000);
    at(again(script), 0, 48).decide(2_000);
    expect(script.engine.status().degraded).toEqual([{ venue: 'test', since: START + 5_000, until: script.now + 120_000, why: '2 feed drops within 60 s', limitFactor: 0.25 }]);
    expect(script.alerts()).toContain('VENUE_DEGRADED');
    expect(script.market()).toMatchObject({ permission: 'reduce-only', reasons: ['OVER_POSITION_LIMIT'], facts: { venueDegraded: 1, positionShare: 2 } });
    expect(script.engine.explain('rain')).toMatchObject({ noAskBecause: null, steps: [{ step: 'fair value' }, { step: 'venue degraded', effect: 'test: 2 feed drops within 60 s. Position and notional limits × 0.25: limits.position is 10 shares' }, {}, {}] });
  });
  it('gives the limits back after the hold time, at its end', () => {
    const script = long().accept('s-4');
    flap(flap(script)).decide(1_000);
    at(again(script), 0, 48).decide(2_000);
    for (let i = 0; i < 70; i++) at(script, 0, 48).decide(1_000);
    const { until } = script.engine.status().degraded[0]!;
    expect([until - START > 120_000, until < script.now + 120_000]).toEqual([true, true]);
    while (script.now < until - 1) at(script, 0, 48).decide(Math.min(1_000, until - 1 - script.now));
    expect(script.engine.status().degraded).toHaveLength(1);
    script.decide(1);
    expect(script.engine.status().degraded).toEqual([]);
    expect(script.market().permission).toBe('full');
    expect(script.alerts().filter((code) => code.startsWith('VENUE'))).toEqual(['VENUE_DEGRADED', 'VENUE_RECOVERED']);
  });
  it('has lost no feed that never came', () => {
    const script = Script.open(using());
    for (let i = 0; i < 3; i++) script.step({ type: 'FeedStatusChanged', venue: 'test', up: false, reason: 'connecting' });
    expect(script.decide(1_000).engine.status().degraded).toEqual([]);
    expect(script.alerts()).toEqual([]);
    expect(script.market().reasons).toContain('FEED_DOWN');
  });
  it('wakes the engine for the end, though nothing else happens', () => {
    const script = Script.open(using()).step({ type: 'InstrumentStatusChanged', market: marketId(0), status: 'closed' }).step({ type: 'FeedHeartbeat', venue: 'test' });
    flap(flap(script)).decide(1_000).reconcile(1_000).decide();
    // The feed is stale by now.
    script.decide(10_001);
    const [degraded] = script.engine.status().degraded;
    expect(script.engine.wakeAt()).toBe(degraded!.until);
  });
  it('is counted by its refusals, its late answers and its missing ones, not by orders that were refused for their price', () => {
    const placed = (): Script => at(opened(using(degradation), []), 0, 48).decide();
    expect(placed().reject('s-1', 'would-cross').reject('s-2', 'too-small').decide().engine.status().degraded).toEqual([]);
    expect(placed().reject('s-1', 'venue-error').reject('s-2', 'rate-limited').decide().engine.status().degraded).toMatchObject([{ why: '2 orders refused within 60 s' }]);
    const late = placed();
    late.now += 1_000;
    expect(late.accept('s-1', 's-2').decide().engine.status().degraded).toMatchObject([{ why: '2 answers late or missing within 60 s' }]);
    const lost = placed().step({ type: 'OutcomeUnknown', clientId: 's-1', of: 'place', detail: 'timeout' });
    expect(lost.step({ type: 'OutcomeUnknown', clientId: 's-2', of: 'place', detail: 'timeout' }).decide().engine.status().degraded).toHaveLength(1);
    expect(placed().decide(5_000).engine.status().degraded).toMatchObject([{ why: '2 answers late or missing within 60 s' }]);
  });
  it('stays so over a restart', () => {
    const script = long();
    flap(flap(script)).decide(1_000);
    const carried = script.engine.carry();
    expect(carried.degraded).toMatchObject({ test: { why: '2 feed drops within 60 s' } });
    const next = new Script();
    next.now = script.now + 1_000;
    next.step({ type: 'SessionStarted', session: { id: 't', profile: 'test', mode: 'paper' }, carried });
    expect(next.engine.carry().degraded).toEqual(carried.degraded);
    next.step({ type: 'ConfigSwapped', generation: 1, config: using() });
    next.step({ type: 'InstrumentListed', instrument: instrument() }).decide();
    expect(next.market()).toMatchObject({ facts: { positionShare: 2 } });
    expect(next.engine.wakeAt()).toBeLessThanOrEqual(timestamp(carried.degraded!['test']!.until));
  });
});

describe('what an earlier session left and nothing has listed or priced', () => {
  const one = (name: string, markets: object, capital: number): CompiledStrategy =>
    ({ name, kind: 'market-maker', markets: { venue: 'test', include: ['*'], exclude: [], ...markets }, settings: PLAIN, overrides: {}, capital });
  it('counts in the capital of every strategy that may take it, a series among them', () => {
    const using = config({ strategies: [one('turns', { series: { name: 'btc', warmUpMs: 60_000 } }, usd(50)), one('rest', {}, usd(7))] });
    const first = at(Script.open(using, { name: 'sun' }), 0, 48).decide().accept('s-1', 's-2').fill('s-1', 'bid', 48, 10).decide();
    const script = at(Script.open(using, {}, carriedWithoutOrders(first)), 0, 48).decide();
    // Of the seven dollars 4.80 are held in what may be of either.
    expect(script.asked()).toEqual(['bid 48c 4', 'ask 52c 4']);
    expect(script.engine.status().exposure.strategies).toMatchObject([{ name: 'turns', worst: 4.8 }, { name: 'rest' }]);
  });
  it('counts at all that it can pay while it has no price', () => {
    const script = opened(limited({ groupNotional: usd(7) }), [{ name: 'sun', event: 'sky' }], { event: 'sky' });
    const holdings = [{ market: marketId(1), yes: shares(100), no: shares(0) }];
    for (let i = 0; i < 2; i++) script.step({ type: 'HoldingsReported', venue: 'test', cash: cash(usd(1_000)), holdings });
    expect(at(script, 0, 48).decide().asked()).toEqual([]);
    expect(group(script, 'event sky at test')).toMatchObject({ worst: 100 });
    at(script, 1, 48).decide();
    expect(group(script, 'event sky at test')).toMatchObject({ worst: 50 });
  });
});
