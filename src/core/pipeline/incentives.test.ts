import fc from 'fast-check';
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
  it('is a difference where the money comes first, which the statement explains, and none of what comes later', () => {
    const script = holds(holds(quoting(), 1_003), 1_003);
    expect(script.alerts()).toEqual(['HOLDINGS_DIFFER']);
    script.step(stated('reward', 'a', 2)).step(stated('rebate', 'b', 1)).decide();
    expect([cashOf(script), pnlOf(script).rewards, pnlOf(script).rebates]).toEqual([1_003, 2, 1]);
    for (const again of [script, restored(script), Script.open(config(), {}, carriedOf(script), 1_003)]) {
      again.notices.length = 0;
      holds(holds(again, 1_003), 1_003);
      expect(again.alerts()).toEqual([]);
      holds(holds(again, 1_006), 1_006);
      expect(again.alerts()).toEqual(['HOLDINGS_DIFFER']);
    }
  });
  it('explains money of the last day, and awaits what was not there yet', () => {
    const script = holds(holds(quoting(), 1_002), 1_002).step(stated('reward', 'a', 3));
    script.notices.length = 0;
    holds(holds(script, 1_003), 1_003);
    expect(script.alerts()).toEqual([]);
    const longAgo = holds(holds(quoting(), 1_003), 1_003).decide(DAY + 1).step(stated('reward', 'a', 3));
    longAgo.notices.length = 0;
    holds(holds(longAgo, 1_006), 1_006);
    expect(longAgo.alerts()).toEqual([]);
  });
  it('is taken from what is there beyond it', () => {
    const script = quoting().step(stated('reward', 'a', 3));
    holds(holds(script, 1_010), 1_010);
    expect(script.alerts()).toEqual(['HOLDINGS_DIFFER']);
    script.notices.length = 0;
    holds(holds(script, 1_013), 1_013);
    expect(script.alerts()).toEqual(['HOLDINGS_DIFFER']);
  });
  it('comes between two sessions, before the statement or after it', () => {
    const before = quoting(carriedOf(quoting().step(stated('reward', 'a', 3))));
    holds(holds(before, 1_003), 1_003);
    expect([cashOf(before), before.alerts()]).toEqual([1_003, []]);
    const between = Script.open(config(), {}, carriedOf(quoting().step(stated('reward', 'a', 3))), 1_003);
    holds(holds(between, 1_006), 1_006);
    expect(between.alerts()).toEqual(['HOLDINGS_DIFFER']);
    const first = Script.open(config(), {}, carriedOf(quoting()), 1_003).step(stated('reward', 'a', 3));
    holds(holds(first, 1_006), 1_006);
    expect(first.alerts()).toEqual(['HOLDINGS_DIFFER']);
  });
  it('is no longer awaited where it came along with tokens that we did not know of, and the difference is said whole', () => {
    const script = quoting().step(stated('reward', 'a', 3));
    holds(holds(script, 1_003, 10), 1_003, 10);
    expect(script.notices.flatMap((notice) => (notice.type === 'Reconciled' ? notice.differences.map((difference) => difference.split(':')[0]) : [])).slice(-2)).toEqual(['rain', 'cash']);
    script.notices.length = 0;
    holds(holds(script, 1_006, 10), 1_006, 10);
    expect(script.alerts()).toEqual(['HOLDINGS_DIFFER']);
    // What tokens were sold for explains no statement.
    const sold = holds(quoting().step(stated('reward', 'a', 3)).accept('s-1').fill('s-1', 'bid', 48, 10), 1_000);
    holds(sold, 1_000);
    sold.step(stated('reward', 'b', 2));
    sold.notices.length = 0;
    holds(holds(sold, 1_002), 1_002);
    expect(sold.alerts()).toEqual([]);
  });
  it('is awaited by as much less as a correction takes back, whether the money was there or not', () => {
    const script = quoting().step(stated('reward', 'a', 20)).step(stated('reward', 'a', 5)).decide();
    expect([pnlOf(script).rewards, cashOf(script)]).toEqual([5, 1_000]);
    holds(holds(script, 1_005), 1_005);
    expect(script.alerts()).toEqual([]);
    script.step(stated('reward', 'a', 3)).step(stated('reward', 'a', 4)).decide();
    expect([pnlOf(script).rewards, cashOf(script)]).toEqual([4, 1_005]);
    holds(holds(script, 1_006), 1_006);
    expect(script.alerts()).toEqual(['HOLDINGS_DIFFER']);
  });
  it('is said when it is taken from the wallet again, and is awaited anew when it is stated anew', () => {
    const script = quoting().step(stated('reward', 'a', 5));
    holds(holds(script, 1_005), 1_005).step(stated('reward', 'a', 0));
    holds(holds(script, 1_000), 1_000);
    expect(script.alerts()).toEqual(['HOLDINGS_DIFFER']);
    script.step(stated('reward', 'a', 5));
    script.notices.length = 0;
    holds(holds(script, 1_005), 1_005);
    expect(script.alerts()).toEqual([]);
  });
  it('is awaited for a day each, whatever is stated after it', () => {
    const script = quoting().step(stated('reward', 'a', 3)).decide(DAY - 1_000).step(stated('reward', 'b', 2)).decide(2_000);
    script.notices.length = 0;
    holds(holds(script, 1_002), 1_002);
    expect(script.alerts()).not.toContain('HOLDINGS_DIFFER');
    holds(holds(script, 1_005), 1_005);
    expect(script.alerts()).toContain('HOLDINGS_DIFFER');
  });
  it('is awaited for a day, also after a restore', () => {
    const older = { ...quoting().step(stated('reward', 'a', 1)).engine.snapshot(), version: 5 } as { version: number; account: object };
    const of5 = Object.assign(new Script(Engine.restore({ ...older, account: { ...older.account, account: { ...(older.account as unknown as CarriedState).account, awaited: undefined }, awaitedCash: { amount: usd(3), until: START + DAY } } })), { now: START });
    holds(holds(of5, 1_003), 1_003);
    expect(of5.alerts()).toEqual([]);
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

describe('statements, their corrections and their money', () => {
  const sum = fc.integer({ min: 0, max: 900 }).map((c) => c * 10_000);
  const action = fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('state' as const), id: fc.constantFrom('reward a', 'reward b', 'rebate a'), sum }) },
    fc.constant({ kind: 'repeat' as const }),
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('money' as const), sum }) },
    fc.constant({ kind: 'all the money' as const }),
    { weight: 3, arbitrary: fc.constant({ kind: 'report' as const }) },
    fc.record({ kind: fc.constant('fill' as const), n: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ kind: fc.constant('book' as const), c: fc.integer({ min: 10, max: 90 }) }),
    fc.constantFrom({ kind: 'restore' as const }, { kind: 'restart' as const }),
  );

  it('add up in P&L and cash at every step, whatever comes first or twice and wherever a session is restored or ends', () => {
    fc.assert(fc.property(fc.array(action, { maxLength: 30 }), (list) => {
      let script = quoting();
      const sums = new Map<string, number>();
      let wallet = usd(1_000);
      let held = 0;
      // Of which the books know nothing yet; and, over all, stated and not seen.
      let unseen = 0;
      let awaited = 0;
      const tell = (id: string, amount: number): void => { script.step({ type: 'IncentivePaid', market: MARKET, paymentId: id, kind: id.startsWith('reward') ? 'reward' : 'rebate', amount: cash(amount), cashFollows: true }); };
      list.forEach((step, index) => {
        if (step.kind === 'state') {
          awaited += step.sum - (sums.get(step.id) ?? 0);
          sums.set(step.id, step.sum);
          tell(step.id, step.sum);
        } else if (step.kind === 'repeat') for (const [id, amount] of sums) tell(id, amount);
        else if (step.kind === 'money') [wallet, unseen] = [wallet + step.sum, unseen + step.sum];
        else if (step.kind === 'all the money') {
          const owed = Math.max(0, awaited - unseen);
          [wallet, unseen] = [wallet + owed, unseen + owed];
        } else if (step.kind === 'report') {
          script.notices.length = 0;
          holds(holds(script, wallet / 1e6, held), wallet / 1e6, held);
          expect(script.alerts().includes('HOLDINGS_DIFFER')).toBe(unseen > Math.max(0, awaited));
          [awaited, unseen] = [awaited - unseen, 0];
        } else if (step.kind === 'fill') {
          script.fill(`x${index}`, 'bid', 48, step.n, `x${index}`);
          [wallet, held] = [wallet - step.n * 480_000, held + step.n];
        } else if (step.kind === 'book') script.book([[step.c - 2, 100]], [[step.c + 2, 100]]);
        else if (step.kind === 'restore') script = restored(script);
        else {
          script = Script.open(config(), {}, carriedOf(script), wallet / 1e6);
          [awaited, unseen] = [awaited - unseen, 0];
        }
        script.decide();

        const { total, realised, unrealised, spread, inventory, fees, rebates, rewards } = pnlOf(script);
        const of = (kind: string): number => [...sums].reduce((all, [id, amount]) => (id.startsWith(kind) ? all + amount : all), 0) / 1e6;
        expect([rewards, rebates]).toEqual([of('reward'), of('rebate')]);
        expect(total).toBeCloseTo(realised + unrealised, 9);
        expect(total).toBeCloseTo(spread + inventory - fees + rebates + rewards, 9);
        expect(script.market().pnl.total).toBe(total);
        expect(usd(cashOf(script)!)).toBe(wallet - unseen);
        expect((carriedOf(script).account.awaited ?? []).reduce((all, { amount }) => all + amount, 0)).toBe(awaited);
        expect(restored(script).engine.snapshot()).toEqual(JSON.parse(JSON.stringify(script.engine.snapshot())));
      });
    }), { numRuns: 150 });
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
