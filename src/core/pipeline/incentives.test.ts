import { describe, expect, it } from 'vitest';
import type { CarriedState, IncentivePaid } from '../domain/events.ts';
import { marketId } from '../domain/instrument.ts';
import { cash, timestamp } from '../domain/numbers.ts';
import { Engine } from '../engine.ts';
import { config, Script, shares, START, usd } from '../engine.fixture.ts';

const MARKET = marketId(0);
const quoting = (carried: CarriedState | null = null): Script => Script.open(config(), {}, carried).book([[48, 100]], [[52, 100]]).decide();
const carriedOf = ({ engine }: Script): CarriedState => JSON.parse(JSON.stringify(engine.carry())) as CarriedState;
const paid = (kind: IncentivePaid['kind'], paymentId: string, dollars: number): Omit<IncentivePaid, 'ts'> => ({ type: 'IncentivePaid', market: MARKET, paymentId, kind, amount: cash(usd(dollars)) });
const stated = (kind: IncentivePaid['kind'], paymentId: string, dollars: number): Omit<IncentivePaid, 'ts'> => ({ ...paid(kind, paymentId, dollars), cashFollows: true });
const holds = (script: Script, dollars: number, yes = 0): Script => script.step({ type: 'HoldingsReported', venue: 'test', cash: cash(usd(dollars)), holdings: [{ market: MARKET, yes: shares(yes), no: shares(0) }] });
const cashOf = ({ engine }: Script): number | null => engine.status().exposure.cash;
const pnlOf = ({ engine }: Script) => engine.status().pnl;
const DAY = 86_400_000;
const restored = (script: Script): Script => Object.assign(new Script(Engine.restore(JSON.parse(JSON.stringify(script.engine.snapshot())))), { now: script.now });

describe('what a venue pays for making', () => {
  it('is part of P&L and cash, by kind, once', () => {
    const script = quoting().step(paid('rebate', 'p1', 1.5)).step(paid('rebate', 'p1', 1.5)).step(paid('reward', 'p2', 2)).decide();
    expect(pnlOf(script)).toMatchObject({ total: 3.5, rebates: 1.5, rewards: 2, fees: 0 });
    expect(cashOf(script)).toBe(1_003.5);
  });
  it('stays with the market through a session, and is not booked again in the next', () => {
    const script = quoting().step(paid('rebate', 'p1', 1.5)).decide();
    const next = quoting(carriedOf(script)).step(paid('rebate', 'p1', 1.5)).decide();
    expect(pnlOf(next)).toMatchObject({ total: 1.5, rebates: 1.5 });
  });
});

describe('a payment that is told again', () => {
  it('with another sum comes to that sum, more or less, in P&L and cash', () => {
    const script = quoting().step(paid('reward', 'a', 3)).step(paid('reward', 'a', 5)).step(paid('reward', 'a', 1.25)).decide();
    expect([pnlOf(script).rewards, pnlOf(script).total, cashOf(script)]).toEqual([1.25, 1.25, 1_001.25]);
    const next = quoting(carriedOf(script)).step(paid('reward', 'a', 0)).step(paid('rebate', 'b', -0.5)).decide();
    expect([pnlOf(next).rewards, pnlOf(next).rebates, pnlOf(next).total]).toEqual([0, -0.5, -0.5]);
    expect(next.market().pnl).toMatchObject({ rewards: 0, rebates: -0.5 });
  });
  it('is known however many there were, in a restored session and in the next', () => {
    const many = (script: Script): Script => { for (let i = 0; i < 5_000; i++) script.step(paid('reward', `p${i}`, 0.01)); return script.decide(); };
    const script = many(quoting());
    for (const again of [script, restored(script), quoting(carriedOf(script))]) expect(pnlOf(many(again)).rewards).toBe(50);
  });
  it('is forgotten when it was not told for longer than any venue looks back', () => {
    const script = quoting().step(paid('reward', 'a', 1)).step(paid('reward', 'b', 1)).decide(20 * DAY).step(paid('reward', 'a', 2)).decide(25 * DAY).step(paid('reward', 'c', 1));
    expect(carriedOf(script).payments!.map(([id]) => id)).toEqual(['a', 'c']);
  });
  it('was told in parts by earlier versions, of which the journal and what they carried still speak', () => {
    const key = `reward 2026-05-31 0x${'c0'.repeat(32)}`;
    const parts = quoting().step(paid('reward', `${key} 3000000`, 3)).step(paid('reward', `${key} 3250000`, 0.25)).step(paid('reward', `${key} 3250000`, 0.25)).decide();
    expect(pnlOf(parts.step(paid('reward', key, 3.25)).decide()).rewards).toBe(3.25);
    const older = { ...carriedOf(quoting()), payments: [`${key} 2000000`, `${key} 3000000`, 'paper-1-p1'] } as unknown as CarriedState;
    expect(pnlOf(quoting(older).step(paid('reward', key, 3.5)).decide()).rewards).toBe(0.5);
    const snapshot = { ...parts.engine.snapshot(), version: 5, payments: [`${key} 3250000`] };
    expect(Object.assign(new Script(Engine.restore(snapshot)), { now: parts.now }).step(paid('reward', key, 3.25)).decide().engine.status().pnl.rewards).toBe(3.25);
  });
});

describe('what is stated as paid and comes by itself', () => {
  it('is in the P&L when it is stated and in cash when it is there, and both say the same then', () => {
    const script = quoting().accept('s-1').fill('s-1', 'bid', 48, 10);
    script.step(stated('reward', 'day market 3000000', 3)).step(stated('rebate', 'day market 1250000', 1.25)).decide();
    expect([cashOf(script), pnlOf(script).rewards, pnlOf(script).rebates]).toEqual([995.2, 3, 1.25]);
    // Whatever it is asked in between: not there yet.
    holds(script, 995.2, 10);
    expect(cashOf(script)).toBe(995.2);
    holds(holds(script, 999.45, 10), 999.45, 10).decide();
    expect([cashOf(script), pnlOf(script).rewards, pnlOf(script).rebates]).toEqual([999.45, 3, 1.25]);
    // What is there, the position at its mark among it, less what was there at first.
    const { position, fairValue } = script.market();
    expect(pnlOf(script).total).toBeCloseTo(999.45 + position * fairValue! - 1_000, 9);
    expect(script.alerts()).toEqual([]);
  });
  it('is no difference, in parts or at once, and what comes beyond it is one', () => {
    const script = quoting().step(stated('reward', 'a', 3));
    holds(holds(script, 1_001), 1_001);
    holds(holds(script, 1_003), 1_003);
    expect([cashOf(script), script.alerts()]).toEqual([1_003, []]);
    holds(holds(script, 1_004), 1_004);
    expect([cashOf(script), script.alerts()]).toEqual([1_004, ['HOLDINGS_DIFFER']]);
    const more = quoting().step(stated('reward', 'a', 3));
    holds(holds(more, 1_003.5), 1_003.5);
    expect([cashOf(more), more.alerts()]).toEqual([1_003.5, ['HOLDINGS_DIFFER']]);
  });
  it('is a difference where the money comes first, and moves no cash when it is stated', () => {
    const script = holds(holds(quoting(), 1_003), 1_003);
    expect(script.alerts()).toEqual(['HOLDINGS_DIFFER']);
    script.step(stated('reward', 'a', 3)).decide();
    expect([cashOf(script), pnlOf(script).rewards]).toEqual([1_003, 3]);
  });
  it('is awaited for a day, also after a restore', () => {
    const late = restored(quoting().step(stated('reward', 'a', 3)));
    holds(holds(late, 1_003), 1_003);
    expect(late.alerts()).toEqual([]);
    const tooLate = quoting().step(stated('reward', 'a', 3)).decide(86_400_001);
    tooLate.notices.length = 0;
    holds(holds(tooLate, 1_003), 1_003);
    expect(tooLate.alerts()).toContain('HOLDINGS_DIFFER');
  });
  it('is not awaited for want of money', () => {
    const script = quoting().step(stated('reward', 'a', 3));
    holds(holds(script, 997), 997);
    expect(script.alerts()).toEqual(['HOLDINGS_DIFFER']);
  });
});

describe('an account', () => {
  it('keeps when it was first traded from here', () => {
    expect(carriedOf(quoting()).begunAt).toBe(START);
    expect(carriedOf(quoting({ ...carriedOf(quoting()), begunAt: timestamp(START - 60_000) })).begunAt).toBe(START - 60_000);
    const { begunAt: _of, ...older } = carriedOf(quoting());
    expect(carriedOf(quoting(older)).begunAt).toBe(START);
  });
});

describe('what is reckoned of rewards', () => {
  const today = Math.floor(START / 86_400_000);
  const assessed = (day: number, dollars: number) => ({ type: 'RewardsAssessed', venue: 'test', day, estimated: cash(usd(dollars)), stated: null, paid: cash(0), orders: 4, scoring: 3, unanswered: 0 }) as const;
  it('is shown for today and yesterday, outlives the session, and moves no money', () => {
    const script = quoting().step(assessed(today - 1, 2)).step(assessed(today, 0.5)).step(assessed(today, 0.75)).decide();
    const shown = (of: Script): unknown => of.engine.status().rewards.map(({ day, estimated, orders, scoring }) => [day / 86_400_000, estimated, orders, scoring]);
    const expected = [[today, 0.75, 4, 3], [today - 1, 2, 4, 3]];
    for (const one of [script, restored(script), quoting(carriedOf(script))]) expect(shown(one)).toEqual(expected);
    expect([pnlOf(script).total, cashOf(script)]).toEqual([0, 1_000]);
    script.step(assessed(today + 1, 0)).decide(86_400_000);
    expect(shown(script)).toEqual([[today + 1, 0, 4, 3], [today, 0.75, 4, 3]]);
    expect(carriedOf(script).rewards!['test']).toHaveLength(2);
    script.decide(2 * 86_400_000);
    expect(shown(script)).toEqual([]);
  });
  it('asks for no decision', () => {
    const script = quoting();
    script.engine.step({ ...assessed(today, 1), ts: timestamp(script.now) });
    expect(script.engine.wantsDecision(script.now)).toBe(false);
  });
});
