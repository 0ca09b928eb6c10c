import { describe, expect, it } from 'vitest';
import type { CompiledConfig, ReferenceSettings } from '../../config/compiled-config.ts';
import type { Instrument } from '../domain/instrument.ts';
import { marketId } from '../domain/instrument.ts';
import { timestamp } from '../domain/numbers.ts';
import type { ReferenceTerms } from '../domain/reference.ts';
import { Engine } from '../engine.ts';
import { config, Script, settings, START, usd } from '../engine.fixture.ts';
import { chanceAverageUp, chanceUp } from '../signals/chance-up.ts';

const ASKED: ReferenceSettings = { feed: 'polymarket-rtds', symbol: 'BTC/USD', volatilityMs: 60_000, maxAgeMs: 5_000 };
const BY_REFERENCE = settings({ quote: { fairValue: 'reference', reference: ASKED } });
const OPENS = START + 120_000;
const ENDS = OPENS + 300_000;
const terms = (over: Partial<ReferenceTerms> = {}): Partial<Instrument> => ({
  endsAt: timestamp(ENDS),
  reference: { kind: 'up-down', symbol: 'BTC/USD', startsAt: timestamp(OPENS), endsAt: timestamp(ENDS), windowSeconds: 60, priceToBeat: null, ...over },
});

/** A price now, by the stamp of its feed `late` milliseconds ago. */
const priced = (script: Script, price: number, late = 0): Script =>
  script.step({ type: 'ReferencePriced', feed: 'polymarket-rtds', symbol: 'BTC/USD', price, at: timestamp(script.now - late) });
/** A dollar up, a dollar down. */
const wander = (second: number): number => 65_000 + (second % 2 === 0 ? 0 : 10);
/** The venue does at once what it is asked. */
function oblige(script: Script, from: number): void {
  for (const command of script.sent.slice(from)) {
    if (command.type === 'PlaceOrder') script.accept(command.clientId);
    if (command.type === 'CancelOrder') script.canceled(command.clientId);
  }
}
/** A price a second, `seconds` long, and a decision after each. */
function watch(script: Script, seconds: number, price: (second: number) => number = wander): Script {
  for (let i = 0; i < seconds; i++) {
    script.now += 1_000;
    const asked = script.sent.length;
    priced(script.book([[40, 100]], [[60, 100]]), price(Math.round((script.now - START) / 1_000))).decide();
    oblige(script, asked);
  }
  return script;
}
const opened = (over: Partial<ReferenceTerms> = {}, using: CompiledConfig = config({ settings: BY_REFERENCE })): Script => Script.open(using, terms(over));
const fairCents = (script: Script): number | null => { const fair = script.market().fairValue; return fair === null ? null : Math.round(fair * 1e4) / 100; };
/** What the path of `wander` moves in a √second: 10 dollars each second. */
const SIGMA = 10 / 65_005;

describe('a market that is quoted around a reference', () => {
  it('quotes the chance that the average ends up, with the price to beat that it saw itself', () => {
    const script = watch(opened(), 121);
    expect(script.market().reasons).toEqual([]);
    // The minute before the start averaged 65,005; one second of the window is over.
    const fair = chanceAverageUp(65_010, 65_005, SIGMA, 299, 60, NaN);
    expect(script.market().fairValue).toBeCloseTo(fair, 3);
    expect(fair).toBeGreaterThan(0.5);
    expect(script.asked().findLast((asked) => !asked.startsWith('cancel'))).toMatch(/^ask 5[34]c 10$/);
    expect(script.engine.explain('rain')?.steps[0]?.effect).toMatch(/^51\.\d+c: BTC\/USD of polymarket-rtds is \$65010\.00 and has to reach \$65005\.00 \(as it was seen at the start\)$/);
  });

  it('quotes nothing before the start, before its volatility is known, and without the price to beat', () => {
    const script = watch(opened(), 119);
    expect([script.market().reasons, script.asked()]).toEqual([['PRICE_TO_BEAT_UNKNOWN'], []]);
    expect(script.engine.explain('rain')?.steps[0]?.effect).toContain('unknown: the market has not begun');
    // Told already, and still to begin.
    expect(watch(opened({ priceToBeat: 65_000 }), 119).market().reasons).toEqual(['PRICE_TO_BEAT_UNKNOWN']);
    // Told before, and heard of too late to know how it moves.
    const late = opened({ priceToBeat: 65_000 });
    late.now = OPENS;
    expect(watch(late, 40).market().reasons).toEqual(['REFERENCE_UNMEASURED']);
    expect(watch(late, 22).market().reasons).toEqual([]);
    // Heard of after the start, and nobody says what it has to reach.
    const blind = opened();
    blind.now = OPENS - 30_000;
    expect(watch(blind, 90).market().reasons).toEqual(['PRICE_TO_BEAT_UNKNOWN']);
    blind.step({ type: 'PriceToBeatReported', market: marketId(0), price: 65_000 }).decide();
    expect(blind.market().reasons).toEqual([]);
  });

  it('takes the word of the venue for its own', () => {
    const script = watch(opened(), 125);
    const before = fairCents(script)!;
    script.step({ type: 'PriceToBeatReported', market: marketId(0), price: 64_900 }).decide();
    expect(fairCents(script)!).toBeGreaterThan(before + 5);
    expect(script.engine.explain('rain')?.steps[0]?.effect).toContain('as the venue says');
    watch(script, 1);
    expect(script.engine.explain('rain')?.steps[0]?.values['priceToBeat']).toBe(64_900);
  });

  it('pulls its quotes as soon as the price is too old, by the stamp of its feed, though the book lives', () => {
    const script = watch(opened(), 130);
    const working = script.market().orders.map(({ clientId }) => clientId);
    expect(working).toHaveLength(2);
    script.take();
    expect(script.engine.wakeAt()! - script.now).toBeLessThanOrEqual(1_000);
    for (let i = 0; i < 5; i++) script.book([[40, 100]], [[60, 100]]).decide(1_000);
    expect(script.market().reasons).toEqual([]);
    script.take();
    script.book([[40, 100]], [[60, 100]]).decide(1);
    expect([script.market().permission, script.market().reasons, script.market().fairValue]).toEqual(['cancel-only', ['REFERENCE_STALE'], null]);
    expect(script.asked().toSorted()).toEqual(working.map((id) => `cancel ${id}`).toSorted());
    expect(script.engine.statistics().guardTrips['REFERENCE_STALE']).toBeGreaterThanOrEqual(1);
    // What comes late is as old as its stamp says.
    priced(script, 65_000, 5_001).decide();
    expect(script.market().reasons).toEqual(['REFERENCE_STALE']);
    priced(script, 65_000, 1_000).decide();
    expect(script.market().reasons).toEqual([]);
  });

  it('does not let a feed with a clock ahead keep an old price young', () => {
    const script = watch(opened(), 130);
    priced(script, 65_000, -60_000).decide(6_000);
    expect(script.market().reasons).toContain('REFERENCE_STALE');
  });

  it('goes by what the average still needs in its last seconds, and is never certain', () => {
    const script = watch(watch(opened(), 360), 45, () => 65_100);
    expect(script.now).toBe(ENDS - 15_000);
    expect(script.market().fairValue).toBeGreaterThan(0.999);
    expect(script.market().fairValue).toBeLessThan(1);
    watch(script, 14, () => 1);
    // 14 s of a dollar cannot be made good in one second.
    expect(script.market().fairValue).toBe(0.000001);
  });

  it('quotes nothing in them where a part of the average is missing', () => {
    const script = watch(opened(), 365);
    for (let i = 0; i < 10; i++) script.book([[40, 100]], [[60, 100]]).decide(1_000);
    expect(script.market().reasons).toEqual(['REFERENCE_STALE']);
    expect(watch(script, 3).market().reasons).toEqual(['REFERENCE_UNMEASURED']);
  });

  it('is decided by the price of the moment where the venue says so', () => {
    const script = watch(opened({ windowSeconds: null }), 121, (second) => (second === 120 ? 65_007 : wander(second)));
    expect(script.market().fairValue).toBeCloseTo(chanceUp(wander(121), 65_007, SIGMA, 299), 2);
    expect(script.engine.explain('rain')?.steps[0]?.values['priceToBeat']).toBe(65_007);
    // Without a price of that very second it is the one that held then.
    const between = opened({ windowSeconds: null });
    watch(between, 119);
    between.now += 2_500;
    priced(between, 65_050).decide();
    expect(between.engine.explain('rain')?.steps[0]?.values['priceToBeat'] ?? between.market().reasons).toBe(wander(119));
  });

  it('quotes no market that another price decides, or none', () => {
    const other = watch(opened({ symbol: 'ETH/USD' }), 130);
    expect([other.market().reasons, other.asked()]).toEqual([['NO_REFERENCE'], []]);
    const none = watch(Script.open(config({ settings: BY_REFERENCE })), 130);
    expect([none.market().reasons, none.asked()]).toEqual([['NO_REFERENCE'], []]);
  });

  it('hears no price that nobody asks for, none that is older than what it knows, and none that is no price', () => {
    const script = watch(opened(), 130);
    const fair = script.market().fairValue;
    script.step({ type: 'ReferencePriced', feed: 'another', symbol: 'BTC/USD', price: 1, at: timestamp(script.now) });
    for (const price of [0, -1, Infinity, NaN]) priced(script, price, -1);
    priced(script, 1, 1_000);
    priced(script, 1);
    expect(script.decide().market().fairValue).toBe(fair);
  });

  it('goes on the same from a snapshot', () => {
    const script = watch(opened(), 130).step({ type: 'PriceToBeatReported', market: marketId(0), price: 64_990 });
    const restored = new Script(Engine.restore(JSON.parse(JSON.stringify(script.engine.snapshot()))));
    restored.now = script.now;
    for (const one of [script, restored]) watch(one, 60, (second) => 65_000 + second % 7);
    expect(restored.market().fairValue).toBe(script.market().fairValue);
    expect(restored.engine.snapshot()).toEqual(script.engine.snapshot());
  });

  it('keeps what it has seen over a reload, and forgets what nobody asks for', () => {
    const script = watch(opened(), 130);
    script.swap(2, config({ settings: settings({ quote: { halfSpread: { micros: 30_000, ticks: 0 } } }, BY_REFERENCE) })).decide();
    expect(script.market().reasons).toEqual([]);
    script.swap(3, config()).decide();
    expect(fairCents(script)).toBe(50);
    script.swap(4, config({ settings: BY_REFERENCE })).decide();
    expect(script.market().reasons).toEqual(['REFERENCE_STALE']);
  });

  it('leaves by the book where it has to and the reference is silent', () => {
    const leaving = settings({ liquidation: { startAt: 0.1, minProfit: 0, skewed: null, hold: null, aggressive: null, market: { afterMs: 0, onLoss: null, beforeEndMs: null, collar: 100_000 } } }, BY_REFERENCE);
    const script = watch(opened({}, config({ settings: leaving })), 130);
    const bid = script.market().orders.find(({ side }) => side === 'bid')!;
    script.fill(bid.clientId, 'bid', bid.price * 100, 10);
    script.now += 8_000;
    script.take();
    script.book([[40, 100]], [[60, 100]]).decide();
    oblige(script, 0);
    script.book([[40, 100]], [[60, 100]]).decide(1_000);
    expect(script.market().reasons).not.toContain('REFERENCE_STALE');
    expect(script.asked().filter((asked) => asked.startsWith('ask'))).toEqual(['ask 30c 10']);
  });
});

describe('what else looks at a reference', () => {
  const HELD = settings({ quote: { reference: ASKED }, divergence: { from: 'reference', windowMs: 3_000, above: 100_000, whenUnknown: 'stop' } });
  it('holds a fair value of the book against it', () => {
    const script = watch(opened({ priceToBeat: 65_005 }, config({ settings: HELD })), 125);
    expect([script.market().fairValue, script.market().reasons]).toEqual([0.5, []]);
    script.step({ type: 'PriceToBeatReported', market: marketId(0), price: 66_500 }).decide();
    expect(script.market().reasons).toEqual(['DIVERGENCE']);
    script.book([[40, 100]], [[60, 100]]).decide(3_001);
    expect(script.market().reasons).toEqual(['DIVERGENCE_UNKNOWN']);
  });

  it('shows rules the price and how far it moved', () => {
    const rule = (fact: string, value: number, windowMs: number | null) => ({
      name: fact, scope: 'market' as const, until: null, forMs: 0, cooldownMs: 0, whenUnknown: 'skip' as const,
      when: { kind: 'compare' as const, left: { fact, windowMs }, operator: 'greaterThan' as const, right: value }, then: [{ kind: 'alert' as const, severity: 'info' as const }],
    });
    const script = watch(opened({}, config({ settings: BY_REFERENCE, rules: [rule('referencePrice', usd(65_050), null), rule('referenceMove', 0.001, 60_000)] })), 130);
    expect(script.alerts()).toEqual([]);
    watch(script, 1, () => 65_060);
    expect(script.alerts()).toHaveLength(1);
    watch(script, 1, () => 65_200);
    expect(script.alerts()).toHaveLength(2);
    const vector = script.engine.factVector({ scope: 'market', market: marketId(0), strategy: null })!;
    expect([...vector]).toEqual([usd(65_200), expect.closeTo(200 / 65_000, 3)]);
    script.book([[40, 100]], [[60, 100]]).decide(6_000);
    expect([...script.engine.factVector({ scope: 'market', market: marketId(0), strategy: null })!]).toEqual([NaN, NaN]);
  });
});
