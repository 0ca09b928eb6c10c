import { describe, expect, it } from 'vitest';
import { Engine } from '../engine.ts';
import { cents, config, instrument, PLAIN, Script, settings, shares } from '../engine.fixture.ts';
import type { CompiledConfig, HedgeTerms } from '../../config/compiled-config.ts';
import type { CarriedState } from '../domain/events.ts';
import { marketId } from '../domain/instrument.ts';
import { cash } from '../domain/numbers.ts';
import { hedgeStrategy } from '../producers.fixture.ts';

const maker = (include: string): CompiledConfig['strategies'][number] => ({ name: 'maker', kind: 'market-maker', markets: { venue: 'test', include: [include], exclude: [] }, settings: settings({ quote: { size: shares(30) } }, PLAIN), overrides: {} });
const using = (over: Partial<HedgeTerms> = {}): CompiledConfig => config({ strategies: [hedgeStrategy(over), maker('sun')] });

const RAIN = marketId(0);
const SUN = marketId(1);
const levels = (bid: number, n = 100): { bids: number[]; asks: number[] } => ({ bids: [cents(bid), shares(n)], asks: [cents(bid + 4), shares(n)] });
const books = (script: Script, rain = 48, n = 100): Script =>
  script.step({ type: 'BookSnapshot', market: RAIN, ...levels(rain, n) }).step({ type: 'BookSnapshot', market: SUN, ...levels(48) });
/** The hedge in `rain`, a maker in `sun`. */
function open(config_ = using(), carried: CarriedState | null = null): Script {
  const script = Script.open(config_, {}, carried).step({ type: 'InstrumentListed', instrument: instrument({ id: SUN, name: 'sun' }) });
  return books(script).decide();
}
let fills = 0;
const sunFill = (script: Script, clientId: string, side: 'bid' | 'ask', n: number): Script =>
  script.step({ type: 'OrderFilled', clientId, market: SUN, fillId: `sun-${++fills}`, side, price: cents(side === 'bid' ? 48 : 52), size: shares(n), fee: cash(0), liquidity: 'maker' });
const inRain = (script: Script): readonly string[] => script.take().flatMap((c) => (c.type === 'PlaceOrder' && c.market === RAIN ? [`${c.side} ${c.price / 1e4}c ${c.size / 1e6}${c.timeInForce === undefined ? '' : ' now'}`] : c.type === 'CancelOrder' && c.market === RAIN ? [`cancel ${c.clientId}`] : []));
/** The hedge buys `n` of what it asked for. */
function hedgeBuys(script: Script, n: number): Script {
  const [order] = script.market().orders;
  return script.accept(order!.clientId).fill(order!.clientId, 'bid', 52, n);
}
const sun = (script: Script) => script.engine.market('sun')!;
/** Seconds pass. */
function wait(script: Script, seconds: number): Script {
  for (let i = 0; i < seconds; i++) books(script).decide(1_000);
  return script;
}

describe('a hedge', () => {
  it('is woken by a fill of what it hedges, and takes the whole difference', () => {
    const script = open();
    expect(inRain(script)).toEqual([]);
    // The maker's orders in `sun` are s-1 and s-2. No event of `rain` comes.
    sunFill(script.accept('s-1', 's-2'), 's-1', 'bid', 30);
    expect(script.engine.wantsDecision(script.now)).toBe(true);
    expect(inRain(script.decide(10))).toEqual(['bid 52c 30 now']);
    expect(script.engine.explain('rain')!.steps.slice(1).map(({ effect }) => effect)).toEqual([
      '30 shares needed against the markets hedged, 0 held: buys 30, taking at most 5c beyond fair value, fee included', 'bids from 52c',
    ]);
  });

  it('trades nothing within its band', () => {
    const script = open();
    sunFill(script, 's-1', 'bid', 10).decide();
    expect(inRain(script)).toEqual([]);
    expect(script.engine.explain('rain')).toMatchObject({ noBidBecause: 'not-wanted', noAskBecause: 'not-wanted' });
    expect(inRain(sunFill(script, 's-1', 'bid', 1).decide())).toEqual(['bid 52c 11 now']);
  });

  it('rests what the collar does not let it take, at most the difference in all', () => {
    const script = open(using({ ratio: -2 }));
    script.step({ type: 'BookSnapshot', market: RAIN, ...levels(48, 25) });
    // 60 needed, 25 there.
    expect(inRain(sunFill(script, 's-1', 'bid', 30).decide())).toEqual(['bid 52c 25 now', 'bid 48c 35']);
  });

  it('sells when what it hedges is sold, and never goes through what is needed', () => {
    const script = open();
    sunFill(script, 's-1', 'bid', 30).decide();
    hedgeBuys(script, 30);
    expect(script.market().position).toBe(30);
    script.take();
    sunFill(script, 's-2', 'ask', 30);
    expect(inRain(books(script).decide(1_000))).toEqual(['ask 48c 30 now']);
  });

  it('counts what an earlier session holds in a market that is not listed yet', () => {
    const before = hedgeBuys(sunFill(open(), 's-1', 'bid', 30).decide(), 30);
    const carried: CarriedState = JSON.parse(JSON.stringify(before.engine.carry()));
    const after = Script.open(using(), {}, carried).book([[48, 100]], [[52, 100]]).decide();
    expect(after.asked()).toEqual([]);
    after.step({ type: 'InstrumentListed', instrument: instrument({ id: SUN, name: 'sun' }) });
    expect(inRain(books(after).decide())).toEqual([]);
    expect(after.engine.market('rain')!.position).toBe(30);
  });

  it('does not hedge what hedges, itself least of all', () => {
    const script = Script.open(config({ strategies: [hedgeStrategy({ of: ['*'], ratio: 2 }), hedgeStrategy({ of: ['*'], ratio: 2 }, 'sun')] }));
    script.step({ type: 'InstrumentListed', instrument: instrument({ id: SUN, name: 'sun' }) });
    books(sunFill(script, 'by-hand', 'bid', 30)).decide();
    // `sun` goes back to what it needs, which is nothing; `rain` does not follow it.
    expect(script.asked()).toEqual(['ask 48c 30']);
  });
});

describe('an unhedged position', () => {
  const guarded = (then: 'reduce-only' | 'cancel-only' = 'reduce-only'): CompiledConfig => using({ unhedged: { most: shares(20), forMs: 5_000, then } });

  it('may not grow once its hedge has been off for too long, and may again once it is well back', () => {
    const script = open(guarded());
    sunFill(script.accept('s-1', 's-2'), 's-1', 'bid', 30).decide();
    expect(script.engine.wakeAt()! - script.now).toBeLessThanOrEqual(1_000);
    expect(sun(wait(script, 4)).reasons).toEqual([]);
    expect(sun(wait(script, 1)).reasons).toEqual(['UNHEDGED']);
    expect(sun(script)).toMatchObject({ permission: 'reduce-only', bid: null });
    expect(script.alerts()).toContain('UNHEDGED');
    // 30 less 13 is below the limit and not yet below four fifths of it.
    hedgeBuys(script, 13);
    expect(sun(wait(script, 1)).reasons).toEqual(['UNHEDGED']);
    hedgeBuys(script, 1);
    expect(sun(wait(script, 1)).reasons).toEqual([]);
  });

  it('is told at the moment, without any event', () => {
    const script = open(guarded());
    sunFill(script, 's-1', 'bid', 30).decide();
    const since = script.now;
    for (let at = script.engine.wakeAt()!; at < since + 5_000; at = script.engine.wakeAt()!) { script.now = at; script.decide(); }
    expect(script.engine.wakeAt()).toBe(since + 5_000);
    script.now = since + 5_000;
    expect(sun(script.decide()).reasons).toEqual(['UNHEDGED']);
  });

  it('only has its orders cancelled where that is asked for', () => {
    const script = open(guarded('cancel-only'));
    sunFill(script, 's-1', 'bid', 30).decide();
    expect(sun(wait(script, 5))).toMatchObject({ permission: 'cancel-only', reasons: ['UNHEDGED_CANCEL'] });
  });

  it('stays so across a restart and a snapshot, and is free once nothing hedges it', () => {
    const script = wait(sunFill(open(guarded()), 's-1', 'bid', 30).decide(), 5);
    const copy = new Script(Engine.restore(JSON.parse(JSON.stringify(script.engine.snapshot()))));
    copy.now = script.now;
    for (const one of [script, copy]) wait(one, 3);
    expect(copy.engine.snapshot()).toEqual(script.engine.snapshot());
    const carried: CarriedState = JSON.parse(JSON.stringify(script.engine.carry()));
    const after = Script.open(guarded(), {}, carried);
    after.now = script.now;
    after.step({ type: 'InstrumentListed', instrument: instrument({ id: SUN, name: 'sun' }) });
    books(after).decide();
    expect(sun(after).reasons).toContain('UNHEDGED');
    after.swap(2, config({ strategies: [maker('*')] }));
    expect(sun(books(after).decide()).reasons).not.toContain('UNHEDGED');
  });
});

describe('a hedge whose market is not listed', () => {
  const terms = { of: ['rain'], unhedged: { most: shares(5), forMs: 1_000, then: 'cancel-only' } } as const;
  const makes = maker('rain');
  const held = (): Script => Script.open(config({ strategies: [hedgeStrategy(terms, 'moon'), makes] })).book([[48, 100]], [[52, 100]]).decide().accept('s-1', 's-2');

  it('holds back what it was to hedge, at once and only when it is off by more than allowed', () => {
    const script = held();
    expect(script.fill('s-1', 'bid', 48, 5).decide().market().reasons).toEqual([]);
    expect(script.fill('s-1', 'bid', 48, 5).decide().market().reasons).toContain('UNHEDGED_CANCEL');
    // The one that hedges is there, and works: it has its time.
    script.step({ type: 'InstrumentListed', instrument: instrument({ id: SUN, name: 'moon' }) });
    expect(script.decide().market().reasons).toEqual([]);
  });
  it('does not count as a need of another hedge what hedges by itself', () => {
    const both = config({ strategies: [hedgeStrategy({ of: ['*'] }, 'rain'), hedgeStrategy({ of: ['sun'] }, 'moon'), maker('sun')] });
    const first = Script.open(both, { name: 'moon' });
    for (let i = 0; i < 2; i++) first.step({ type: 'HoldingsReported', venue: 'test', cash: cash(1_000_000_000), holdings: [{ market: RAIN, yes: shares(30), no: shares(0) }] });
    const script = Script.open(both, {}, JSON.parse(JSON.stringify(first.decide().engine.carry())) as CarriedState).book([[48, 100]], [[52, 100]]).decide();
    expect(inRain(script)).toEqual([]);
    script.step({ type: 'InstrumentListed', instrument: instrument({ id: SUN, name: 'moon' }) }).decide();
    expect(inRain(script)).toEqual([]);
  });
});
