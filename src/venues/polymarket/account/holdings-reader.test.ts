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
const reader = (requests = chain(), unsettled: readonly Movement[] = [], pause: (ms: number) => Promise<void> = () => Promise.resolve()): HoldingsReader => new HoldingsReader({
  venue: 'polymarket', requests, now: () => START, unsettled: () => [...unsettled], list: (id) => Promise.resolve(id === MARKET.conditionId ? LISTED : null), pause,
});
const bought: Movement = { conditionId: MARKET.conditionId, outcome: 'yes', tokens: 10_000_000, cash: -5_000_000 };

describe('what the account holds', () => {
  it('is what is on chain and what is on its way there', async () => {
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

  it('is read once what is on its way has arrived, or has taken too long', async () => {
    const onTheWay = [bought];
    let waited = 0;
    const arrives = reader(chain(), onTheWay, async (ms) => { if ((waited += ms) >= 1_000) onTheWay.length = 0; });
    expect([await arrives.read(), waited]).toMatchObject([{ cash: 100_000_000 }, 1_000]);
    let stuck = 0;
    expect([await reader(chain(), [bought], async (ms) => { stuck += ms; }).read(), stuck]).toMatchObject([{ cash: 95_000_000 }, 10_000]);
  });

  it('is answered to the last who asked, however long it takes', async () => {
    const onTheWay = [bought];
    const looks: (() => void)[] = [];
    const busy = reader(chain(), onTheWay, () => new Promise((resolve) => { looks.push(resolve); }));
    const [first, second] = [busy.read(), busy.read()];
    onTheWay.length = 0;
    for (const look of looks) look();
    expect([await first, await second]).toMatchObject([null, { cash: 100_000_000 }]);
  });

  it('is read again where something arrives meanwhile, and not known where that goes on', async () => {
    const onTheWay = [bought];
    let reads = 0;
    const cash = async (): ReturnType<BalanceRequests['cash']> => {
      if (++reads === 1) onTheWay.length = 0;
      return { kind: 'ok', value: 100_000_000 as Cash };
    };
    expect([await reader(chain({ cash }), onTheWay).read(), reads]).toMatchObject([{ cash: 100_000_000 }, 2]);
    const always = reader(chain({ async cash() { onTheWay[0] = { ...bought }; return { kind: 'ok', value: 1 as Cash }; } }), onTheWay);
    onTheWay.push(bought);
    expect(await always.read()).toBeNull();
  });

  it('names the conditions that it cannot tell the core of', async () => {
    const elsewhere = reader(chain({ heldConditions: () => Promise.resolve({ kind: 'ok', value: ['0xelse'] }) }));
    expect((await elsewhere.read())?.holdings).toEqual([]);
    expect(elsewhere.unlistable).toEqual(['0xelse']);
  });
});
