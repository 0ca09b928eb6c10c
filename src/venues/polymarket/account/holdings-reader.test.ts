import { describe, expect, it } from 'vitest';
import type { Cash, Size } from '../../../core/domain/numbers.ts';
import { LISTED, MARKET, shares, START } from './account.fixture.ts';
import { HoldingsReader, type BalanceRequests } from './holdings-reader.ts';
import type { Movement } from './trade-book.ts';

const LOST = { kind: 'unknown', detail: 'timeout' } as const;
const chain = (over: Partial<BalanceRequests> = {}): BalanceRequests => ({
  cash: () => Promise.resolve({ kind: 'ok', value: 100_000_000 as Cash }),
  tokens: (_, outcome) => Promise.resolve({ kind: 'ok', value: shares(outcome === 'yes' ? 30 : 5) }),
  heldConditions: () => Promise.resolve({ kind: 'ok', value: [MARKET.conditionId] }), ...over,
});
const reader = (requests = chain(), unsettled: readonly Movement[] = []): HoldingsReader => new HoldingsReader({
  venue: 'polymarket', requests, now: () => START, unsettled: () => unsettled, list: (id) => Promise.resolve(id === MARKET.conditionId ? LISTED : null),
});

describe('what the account holds', () => {
  it('is what is on chain and what is on its way there', async () => {
    const bought: Movement = { conditionId: MARKET.conditionId, outcome: 'yes', tokens: 10_000_000, cash: -5_000_000 };
    expect(await reader(chain(), [bought]).read()).toEqual({ type: 'HoldingsReported', ts: START, venue: 'polymarket', cash: 95_000_000, holdings: [{ market: 0, yes: shares(40), no: shares(5) }] });
  });

  it('is looked for where something was held before, though the venue lists it no more', async () => {
    const none = chain({ heldConditions: () => Promise.resolve({ kind: 'ok', value: [] }) });
    const before = reader(none);
    expect((await before.read())?.holdings).toEqual([]);
    before.watch(MARKET.conditionId);
    expect((await before.read())?.holdings).toMatchObject([{ yes: shares(30) }]);
    const matched: Movement = { conditionId: MARKET.conditionId, outcome: 'no', tokens: -5_000_000, cash: 1 };
    expect((await reader(none, [matched]).read())?.holdings).toEqual([{ market: 0, yes: shares(30), no: 0 as Size }]);
  });

  it('is not known while any part of it is not', async () => {
    const lost = () => Promise.resolve(LOST);
    for (const over of [{ cash: lost }, { tokens: lost }, { heldConditions: lost }]) expect(await reader(chain(over)).read()).toBeNull();
  });

  it('names the conditions that it cannot tell the core of', async () => {
    const elsewhere = reader(chain({ heldConditions: () => Promise.resolve({ kind: 'ok', value: ['0xelse'] }) }));
    expect((await elsewhere.read())?.holdings).toEqual([]);
    expect(elsewhere.unlistable).toEqual(['0xelse']);
  });
});
