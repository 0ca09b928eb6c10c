import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Notice } from '../domain/notices.ts';
import { marketId } from '../domain/instrument.ts';
import { cash } from '../domain/numbers.ts';
import { Engine } from '../engine.ts';
import { cents, config, instrument, Script, START, usd } from '../engine.fixture.ts';
import { HOUR_MS } from '../ledger/hour-pnl.ts';
import { totalOf } from '../ledger/pnl-parts.ts';

type HourClosed = Notice & { type: 'HourClosed' };
const hours = (script: Script): HourClosed[] => script.notices.filter((notice) => notice.type === 'HourClosed');
const quoting = (): Script => Script.open().book([[48, 100]], [[52, 100]]).decide().accept('s-1', 's-2');
const at = (script: Script, ms: number): Script => { script.now = START + ms; return script; };
const book = (script: Script, c: number): Script => script.book([[c - 2, 100]], [[c + 2, 100]]).decide();

describe('an hour of P&L', () => {
  it('is told at the first decision after it, with what it came to by part and market', () => {
    const script = quoting().fill('s-1', 'bid', 48, 10).decide();
    book(at(script, HOUR_MS - 1), 51);
    expect(hours(script)).toEqual([]);
    book(at(script, HOUR_MS + 250), 52);
    const [hour] = hours(script);
    expect(hour).toMatchObject({ hour: START, change: usd(0.4), total: usd(0.4), unrealised: usd(0.4) });
    const parts = { spread: usd(0.2), inventory: usd(0.2), fees: 0, rebates: 0, rewards: 0 };
    expect(hour!.record).toEqual({
      hour: START, openedAt: START, closedAt: START + HOUR_MS + 250,
      opening: { spread: 0, inventory: 0, fees: 0, rebates: 0, rewards: 0, unrealised: 0 }, closing: { ...parts, unrealised: usd(0.4) },
      grossNotional: usd(4.8), cash: usd(995.2),
      markets: [{ name: 'rain', opening: 0, closing: { ...parts, unrealised: usd(0.4) }, position: 10_000_000 }],
    });
    expect(script.engine.hourSoFar()).toMatchObject({ hour: START + HOUR_MS, opening: hour!.record.closing, markets: [{ opening: usd(0.4) }] });
  });

  it('is closed by a decision of its own when nothing happens', () => {
    const script = quoting().step({ type: 'InstrumentStatusChanged', market: marketId(0), status: 'closed' }).decide();
    script.canceled('s-1').canceled('s-2').decide().decide(20_000);
    expect(script.engine.wakeAt()).toBe(START + HOUR_MS);
    expect(script.engine.wantsDecision(START + HOUR_MS - 1)).toBe(false);
    expect(script.engine.wantsDecision(START + HOUR_MS)).toBe(true);
    at(script, HOUR_MS).decide();
    expect(hours(script)).toHaveLength(1);
  });

  it('leaves out markets that never gained, lost or held anything', () => {
    const script = quoting();
    at(script, HOUR_MS).decide();
    expect(hours(script)[0]!.record.markets).toEqual([]);
  });

  it('of which nothing was seen to the end is closed when there is something to see again', () => {
    const script = quoting().fill('s-1', 'bid', 48, 10).decide();
    book(at(script, 5 * HOUR_MS), 60);
    expect(hours(script).map(({ hour, change, record }) => [hour, change, record.closedAt])).toEqual([[START, usd(1.2), START + 5 * HOUR_MS]]);
    expect(script.engine.hourSoFar()!.hour).toBe(START + 5 * HOUR_MS);
  });

  it('goes on in the next session, also of markets that it does not list at once', () => {
    const script = quoting().fill('s-1', 'bid', 48, 10).decide();
    at(script, HOUR_MS).decide();
    book(at(script, HOUR_MS + 60_000), 53);
    const next = new Script();
    next.now = script.now;
    next.step({ type: 'SessionStarted', session: { id: 'n', profile: 'test', mode: 'paper' }, carried: JSON.parse(JSON.stringify(script.engine.carry())) });
    next.step({ type: 'ConfigSwapped', generation: 1, config: config() }).decide();
    expect(next.engine.hourSoFar()).toEqual({ ...script.engine.hourSoFar()!, closedAt: next.now });
    next.step({ type: 'InstrumentListed', instrument: instrument() });
    expect(next.engine.hourSoFar()).toEqual({ ...script.engine.hourSoFar()!, closedAt: next.now });
    at(next, 2 * HOUR_MS).decide();
    expect(hours(next).map(({ change, record }) => [change, record.openedAt, record.markets[0]!.opening])).toEqual([[usd(0.3), START + HOUR_MS, usd(0.2)]]);
  });

  it('begins with the P&L as it is where an earlier version carried none', () => {
    const script = quoting().fill('s-1', 'bid', 48, 10).decide();
    const { account: { hour: _hour, ...account }, markets: { rain }, ...carried } = script.engine.carry();
    const { hourOpening: _opening, ...market } = rain!;
    const next = Script.open(config(), {}, { ...carried, account, markets: { rain: market } });
    expect(hours(next)).toEqual([]);
    expect(next.engine.hourSoFar()).toMatchObject({ opening: { spread: usd(0.2) }, markets: [{ opening: usd(0.2) }] });
  });

  it('does not go back with a clock that did', () => {
    const script = quoting();
    at(script, 2 * HOUR_MS).decide();
    const next = new Script();
    next.now = START + HOUR_MS;
    next.step({ type: 'SessionStarted', session: { id: 'n', profile: 'test', mode: 'paper' }, carried: script.engine.carry() }).decide();
    expect(hours(next)).toEqual([]);
    at(next, 3 * HOUR_MS).decide();
    expect(hours(next).map(({ hour }) => hour)).toEqual([START + 2 * HOUR_MS]);
  });

  it('adds up with the others to the total, and in each market, whatever happens and wherever the state is restored or carried', () => {
    const action = fc.oneof(
      fc.record({ kind: fc.constant('book' as const), c: fc.integer({ min: 10, max: 90 }) }),
      fc.record({ kind: fc.constant('fill' as const), side: fc.constantFrom('bid' as const, 'ask' as const), at: fc.integer({ min: 10, max: 90 }), n: fc.integer({ min: 1, max: 20 }) }),
      fc.record({ kind: fc.constant('pay' as const), id: fc.constantFrom('a', 'b', 'c'), amount: fc.integer({ min: -100_000, max: 500_000 }) }),
      fc.constantFrom({ kind: 'restore' as const }, { kind: 'restart' as const }),
    );
    fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 40 * 60_000 }), action), { maxLength: 25 }), (list) => {
      let script = quoting();
      const told: HourClosed[] = [];
      list.forEach(([after, step], index) => {
        script.now += after;
        if (step.kind === 'book') script.book([[step.c - 2, 100]], [[step.c + 2, 100]]);
        else if (step.kind === 'fill') script.fill(`x${index}`, step.side, step.at, step.n, `x${index}`);
        else if (step.kind === 'pay') script.step({ type: 'IncentivePaid', market: marketId(0), paymentId: step.id, kind: 'reward', amount: cash(step.amount) });
        else {
          told.push(...hours(script));
          const next = step.kind === 'restart' ? new Script() : new Script(Engine.restore(JSON.parse(JSON.stringify(script.engine.snapshot()))));
          next.now = script.now;
          if (step.kind === 'restart') {
            next.step({ type: 'SessionStarted', session: { id: `n${index}`, profile: 'test', mode: 'paper' }, carried: JSON.parse(JSON.stringify(script.engine.carry())) });
            next.step({ type: 'ConfigSwapped', generation: 1, config: config() }).step({ type: 'InstrumentListed', instrument: instrument() });
          }
          script = next;
        }
        script.decide();
        const { total, realised, unrealised, spread, inventory, fees, rebates, rewards } = script.engine.status().pnl;
        expect(total).toBeCloseTo(realised + unrealised, 9);
        expect(total).toBeCloseTo(spread + inventory - fees + rebates + rewards, 9);
      });
      told.push(...hours(script));
      const open = script.engine.hourSoFar()!;
      let total = 0;
      let market = 0;
      for (const { record, change } of told) {
        expect(totalOf(record.opening)).toBe(total);
        total += change;
        expect(totalOf(record.closing)).toBe(total);
        if (record.markets.length > 0) {
          expect(record.markets[0]!.opening).toBe(market);
          market = totalOf(record.markets[0]!.closing);
          expect(market).toBe(total);
        }
      }
      expect(totalOf(open.opening)).toBe(total);
      expect(totalOf(open.closing)).toBe(script.engine.pnl());
      expect(open.closing.unrealised).toBe(Math.round(script.engine.status().pnl.unrealised * 1e6));
    }), { numRuns: 60 });
  });
});

it('keeps the day to the same moment as its first hour', () => {
  const script = quoting().fill('s-1', 'bid', 48, 10).decide();
  book(at(script, 12 * HOUR_MS + 40), 55);
  const [hour] = hours(script);
  expect(hour!.total).toBe(usd(0.7));
  expect(script.engine.status().pnl).toMatchObject({ dayStart: 0.7, daily: 0 });
  book(at(script, 12 * HOUR_MS + 90), cents(50) / 10_000);
  expect(script.engine.status().pnl).toMatchObject({ dayStart: 0.7, daily: -0.5 });
});
