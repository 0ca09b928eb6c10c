import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { marketId } from '../domain/instrument.ts';
import { cash, notional, price, size, type Cash } from '../domain/numbers.ts';
import type { Side } from '../domain/side.ts';
import { Engine } from '../engine.ts';
import { cents, config, Script, settings, shares, usd } from '../engine.fixture.ts';
import { Position } from '../ledger/position.ts';
import { legOf } from '../orders/leg.ts';

const TIGHT = [[[48, 100]], [[52, 100]]] as const;
const MARKET = marketId(0);
const quoting = (over = {}): Script => {
  const script = Script.open(config(), over).book(...TIGHT).decide();
  return script.accept('s-1', 's-2');
};
const failed = (fillId: string, over: { readonly clientId?: string; readonly fee?: number } = {}) => ({
  type: 'FillFailed', clientId: over.clientId ?? 's-1', market: MARKET, fillId, side: 'bid', price: cents(48), size: shares(10), fee: cash(over.fee ?? 0),
} as const);
const filled = (fillId: string, clientId = 's-1') => ({
  type: 'OrderFilled', clientId, market: MARKET, fillId, side: 'bid', price: cents(48), size: shares(10), fee: cash(0), liquidity: 'maker',
} as const);

describe('a fill that did not settle', () => {
  it('takes back position, cash and edge, and is said aloud', () => {
    const script = quoting().step(filled('f')).decide();
    expect(script.market()).toMatchObject({ position: 10, pnl: { total: 0.2 } });
    script.step(failed('f')).decide();
    expect(script.market()).toMatchObject({ position: 0, holdings: { yes: 0, no: 0 }, pnl: { total: 0 } });
    expect(script.engine.status().exposure.cash).toBe(1_000);
    expect(script.notices.filter(({ type }) => type === 'FillReversed')).toHaveLength(1);
    expect(script.notices).toContainEqual(expect.objectContaining({ type: 'Alert', code: 'FILL_FAILED' }));
  });
  it('is taken back once, though it is told twice', () => {
    const script = quoting().step(filled('f')).step(failed('f')).step(failed('f')).decide();
    expect(script.market()).toMatchObject({ position: 0, pnl: { total: 0 } });
    expect(script.engine.status().exposure.cash).toBe(1_000);
  });
  it('is never taken in when its failure comes first, and the order stays filled', () => {
    const script = quoting().step(failed('f')).step(filled('f')).decide();
    expect(script.market()).toMatchObject({ position: 0, pnl: { total: 0 } });
    expect(script.engine.market('rain')?.orders.map(({ clientId }) => clientId)).not.toContain('s-1');
  });
  it('asks the venue what it holds, whatever we made of it', () => {
    const script = quoting().step(filled('f')).decide();
    script.take();
    // Moments after the last question, whose answer may be older than the failure.
    script.step(failed('f')).decide(10).answerOpenOrders(['s-2']).decide(1_000);
    expect(script.take().map(({ type }) => type)).toEqual(['QueryOpenOrders', 'QueryOpenOrders', 'QueryHoldings']);
  });
  it('returns the fee', () => {
    const script = quoting().step({ ...filled('f'), fee: cash(usd(0.1)) }).step(failed('f', { fee: usd(0.1) })).decide();
    expect(script.market().pnl).toMatchObject({ total: 0, fees: 0 });
    expect(script.engine.status().exposure.cash).toBe(1_000);
  });
  it('of an order of someone else is taken back as it was taken in', () => {
    const script = quoting().step(filled('f', 'stranger')).decide();
    expect(script.market().position).toBe(10);
    script.step(failed('f', { clientId: 'stranger' })).decide();
    expect(script.market().position).toBe(0);
    expect(script.engine.status().exposure.cash).toBe(1_000);
  });
  it('after its market paid out takes the payment back with it', () => {
    const script = quoting().step(filled('f')).decide();
    script.step({ type: 'MarketResolved', market: MARKET, yesPays: price(1_000_000) }).decide();
    expect(script.engine.status().exposure.cash).toBe(1_005.2);
    script.step(failed('f')).decide();
    expect(script.engine.status().exposure.cash).toBe(1_000);
    expect(script.market()).toMatchObject({ position: 0, pnl: { total: 0 } });
  });
  it('is remembered through a snapshot', () => {
    const script = quoting().step(failed('f')).decide();
    const restored = new Script(Engine.restore(JSON.parse(JSON.stringify(script.engine.snapshot())) as ReturnType<Engine['snapshot']>));
    restored.now = script.now;
    restored.step(filled('f')).decide();
    expect(restored.market().position).toBe(0);
  });
});

describe('other terms', () => {
  const fees = { maker: { rate: 0, exponent: 1, roundUpTo: 1 }, taker: { rate: 0.1, exponent: 1, roundUpTo: 1 } } as const;
  it('with a finer tick keep the book and quote on the new grid', () => {
    const using = config({ settings: settings({ quote: { halfSpread: { micros: 15_000, ticks: 0 } } }) });
    const script = Script.open(using).book(...TIGHT).decide();
    expect(script.asked()).toEqual(['bid 48c 10', 'ask 52c 10']);
    script.accept('s-1', 's-2').step({ type: 'InstrumentChanged', market: MARKET, tick: price(1_000), fees }).decide(5_000);
    expect(script.market()).toMatchObject({ bestBid: 0.48, bestAsk: 0.52, book: { valid: true } });
    script.canceled('s-1').canceled('s-2').decide(1_000);
    expect(script.asked().filter((word) => !word.startsWith('cancel'))).toEqual(['bid 48.5c 10', 'ask 51.5c 10']);
  });
  it('with a coarser tick make the book unknown until it is sent anew', () => {
    const script = quoting({ tick: price(1_000) });
    script.step({ type: 'InstrumentChanged', market: MARKET, tick: cents(1), fees }).decide(1_000);
    expect(script.market().book.valid).toBe(false);
    script.book(...TIGHT).decide(1_000);
    expect(script.market().book.valid).toBe(true);
  });
});

describe('a change of terms', () => {
  const fees = { maker: { rate: 0, exponent: 1, roundUpTo: 1 }, taker: { rate: 0.1, exponent: 1, roundUpTo: 1 } } as const;
  const strategySums = (script: Script): readonly number[] => [...(script.engine.factVector({ scope: 'strategy', market: null, strategy: 'maker' }) ?? [])];
  const watching = config({ rules: [{ name: 'w', scope: 'strategy', until: null, forMs: 0, cooldownMs: 0, whenUnknown: 'skip', then: [{ kind: 'alert', severity: 'info' }],
    when: { kind: 'all', of: [{ kind: 'compare', left: { fact: 'strategyPnl', windowMs: null }, operator: 'lessThan', right: -1e12 }, { kind: 'compare', left: { fact: 'strategyNotional', windowMs: null }, operator: 'lessThan', right: -1 }] } }] });

  it('leaves what the strategy has earned and holds as it was', () => {
    const script = Script.open(watching).book(...TIGHT).decide().accept('s-1', 's-2').step(filled('f')).decide(1_000).book(...TIGHT).decide(1_000);
    const before = strategySums(script);
    for (const tick of [1_000, 1_000, 100]) script.step({ type: 'InstrumentChanged', market: MARKET, tick: price(tick), fees }).decide(1_000);
    expect(strategySums(script)).toEqual(before);
    expect(before.some((value) => value > 0)).toBe(true);
  });
  it('to a coarser tick keeps the book unknown until it is sent whole, whoever says it is valid', () => {
    const script = quoting({ tick: price(1_000) });
    script.step({ type: 'InstrumentChanged', market: MARKET, tick: cents(1), fees }).step({ type: 'BookValidated', market: MARKET }).decide(1_000);
    expect(script.market().book.valid).toBe(false);
    const restored = new Script(Engine.restore(JSON.parse(JSON.stringify(script.engine.snapshot())) as ReturnType<Engine['snapshot']>));
    restored.now = script.now;
    expect(restored.step({ type: 'BookValidated', market: MARKET }).decide(1_000).market().book.valid).toBe(false);
    expect(restored.book(...TIGHT).decide(1_000).market().book.valid).toBe(true);
  });
  it('moves orders that no longer stand on a tick, though they are within the tolerance', () => {
    const using = config({ settings: settings({ quote: { halfSpread: { micros: 15_000, ticks: 0 }, refresh: { tolerance: { micros: 20_000, ticks: 0 } } } }) });
    const script = Script.open(using, { tick: price(1_000) }).book(...TIGHT).decide();
    expect(script.asked()).toEqual(['bid 48.5c 10', 'ask 51.5c 10']);
    script.accept('s-1', 's-2').step({ type: 'InstrumentChanged', market: MARKET, tick: cents(1), fees }).book(...TIGHT).decide(5_000);
    expect(script.asked()).toEqual(expect.arrayContaining(['cancel s-1', 'cancel s-2']));
  });
});

describe('the books of a market', () => {
  it('balance whatever fills are taken back in whatever order', () => {
    const step = fc.record({ side: fc.constantFrom<Side>('bid', 'ask'), at: fc.integer({ min: 1, max: 99 }), shares: fc.integer({ min: 1, max: 50 }), fee: fc.nat(5_000), mark: fc.integer({ min: 1, max: 99 }), reverse: fc.boolean(), pick: fc.nat() });
    fc.assert(fc.property(fc.array(step, { maxLength: 30 }), fc.boolean(), (steps, nets) => {
      const position = new Position();
      let money = 0;
      let net = 0;
      const open: { side: Side; leg: ReturnType<typeof legOf>; price: ReturnType<typeof price>; size: ReturnType<typeof size>; fee: Cash }[] = [];
      for (const { side, at, shares: count, fee, mark, reverse, pick } of steps) {
        if (reverse && open.length > 0) {
          const [fill] = open.splice(pick % open.length, 1);
          if (fill === undefined) continue;
          money += position.reverseFill(fill.side, fill.leg, fill.price, fill.size, fill.fee).cash;
          net -= (fill.side === 'bid' ? 1 : -1) * fill.size;
        } else {
          const p = price(at * 10_000);
          const s = size(count * 1_000_000);
          const leg = legOf(side, p, s, position.yes, position.no);
          position.applyFill(side, leg, p, s, cash(fee));
          const flow = notional(leg.outcome === 'yes' ? p : 1_000_000 - p, s);
          money += (leg.action === 'buy' ? -flow : flow) - fee;
          net += (side === 'bid' ? 1 : -1) * s;
          open.push({ side, leg, price: p, size: s, fee: cash(fee) });
        }
        if (nets) money += position.mergePairs();
        position.remark(mark * 10_000);
        expect(position.net).toBe(net);
        expect(position.yes).toBeGreaterThanOrEqual(0);
        expect(position.no).toBeGreaterThanOrEqual(0);
        const worth = notional(mark * 10_000, position.yes) + notional(1_000_000 - mark * 10_000, position.no);
        // Prices are whole cents and sizes whole shares: nothing is rounded.
        expect(position.pnl).toBe(money + worth);
      }
      for (const fill of open.splice(0)) money += position.reverseFill(fill.side, fill.leg, fill.price, fill.size, fill.fee).cash;
      if (nets) money += position.mergePairs();
      expect(position.net).toBe(0);
      expect(position.fees).toBe(0);
      // Pairs that were never merged are a dollar each.
      expect(position.pnl + 0).toBe(money + notional(1_000_000, position.yes));
    }));
  });
});
