// What every simulated venue promises of pairs: they cost a dollar and bring a dollar, and what is not done is proved not done.

import { describe, expect, it } from 'vitest';
import type { MarketId } from '../core/domain/instrument.ts';
import { size } from '../core/domain/numbers.ts';
import { ContractSession } from './contract-session.fixture.ts';
import type { VenueHarness } from './venue-harness.fixture.ts';

export function describePairContract(name: string, { create }: Pick<VenueHarness, 'create'>): void {
  const trading = async () => {
    const session = await ContractSession.open(await create());
    return { session, market: await session.tradable() };
  };

  describe(`${name} and pairs`, () => {
    it('turns dollars into as many pairs and back where it says that it does, and proves that nothing happened where it does not', async () => {
      const { session, market } = await trading();
      const { id: of, minSize, canSplit, canMerge } = market.instrument;
      const before = await session.holdings(of);
      const asked = size(4 * minSize);
      session.send({ type: 'SplitPairs', ...session.issued(), market: of, size: asked, requestId: 901 });
      if (canSplit !== true) {
        expect(await session.heard('TokenOperationFailed', (event) => event.requestId === 901)).toMatchObject({ market: of });
        expect(await session.holdings(of)).toEqual(before);
        return;
      }
      expect(await session.heard('PairsSplit', (event) => event.requestId === 901)).toMatchObject({ market: of, size: asked });
      expect(await session.holdings(of)).toEqual({ ...before, cash: before.cash - asked, yes: before.yes + asked, no: before.no + asked });
      if (canMerge !== true) return;
      session.send({ type: 'MergePairs', ...session.issued(), market: of, size: asked, requestId: 902 });
      await session.heard('PairsMerged', (event) => event.requestId === 902);
      expect(await session.holdings(of)).toEqual(before);
    });

    it('splits no dollar that is not there or that an order counts on, and no market that it does not list', async () => {
      const { session, market } = await trading();
      const { cash } = await session.holdings(market.instrument.id);
      session.send({ type: 'SplitPairs', ...session.issued(), market: market.instrument.id, size: size(cash + market.instrument.lot), requestId: 903 });
      await session.heard('TokenOperationFailed', (event) => event.requestId === 903);
      session.send({ type: 'SplitPairs', ...session.issued(), market: 9_999 as MarketId, size: market.instrument.minSize, requestId: 904 });
      await session.heard('TokenOperationFailed', (event) => event.requestId === 904);
      expect((await session.holdings(market.instrument.id)).cash).toBe(cash);
    });
  });
}
