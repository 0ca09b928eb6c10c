import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TokenCommand } from '../../../core/domain/commands.ts';
import { marketId, type MarketId } from '../../../core/domain/instrument.ts';
import { price, size, timestamp, type Size } from '../../../core/domain/numbers.ts';
import { config, Script } from '../../../core/engine.fixture.ts';
import { approvalCall, missingApprovals, requiredApprovals } from './approvals.ts';
import { Balances } from './balances.ts';
import { Claims } from './claims.ts';
import { DirectActions } from './direct-actions.ts';
import { DrivenClock } from './driven-clock.fixture.ts';
import { ERC20 } from './interfaces.ts';
import { HAS_ANVIL, LocalChain, NO_ANVIL } from './local-chain.fixture.ts';
import { TokenDesk } from './token-desk.ts';
import type { ChainMarket } from './token-calls.ts';

const shares = (n: number): Size => size(n * 1e6);
const MARKET = marketId(0);
type Wish = TokenCommand extends infer C ? (C extends TokenCommand ? Omit<C, 'ts' | 'generation' | 'venue' | 'requestId'> : never) : never;

describe.skipIf(!HAS_ANVIL)(`the core's token commands on chain${NO_ANVIL}`, () => {
  let chain: LocalChain;
  let market: ChainMarket;
  let name = '';
  let names = 0;
  beforeAll(async () => {
    chain = await LocalChain.start();
    await chain.allow(chain.trader.address);
  }, 30_000);
  afterAll(async () => { await chain?.stop(); });
  beforeEach(async () => {
    name = `snow ${++names}`;
    market = await chain.market(name);
  });

  const actionsOf = (): DirectActions => {
    const clock = new DrivenClock();
    clock.meanwhile = () => chain.mine();
    return new DirectActions({ rpc: chain.rpc, wallet: chain.trader, chainId: 137, clock, confirmations: 2, pollMs: 1_000, stuckMs: 20_000, giveUpMs: 60_000, mostPerGas: 10n ** 12n, unproved: null });
  };
  const desk = (): TokenDesk => new TokenDesk({
    actions: actionsOf(), rpc: chain.rpc, contracts: chain.contracts, balances: new Balances(chain.rpc, chain.contracts), clock: new DrivenClock(1_000),
    market: () => market, negRisk: (ids: readonly MarketId[]) => ({ negRiskMarketId: '', indices: ids.map(() => 0), others: [] }),
  });
  const command = (wish: Wish): TokenCommand => ({ ...wish, ts: timestamp(0), generation: 1, venue: 'polymarket', requestId: 5 }) as TokenCommand;
  const ANSWER = { ts: 1_000, market: 0, requestId: 5 };

  it('answers a split and a merge with what was moved', async () => {
    expect(await desk().perform(command({ type: 'SplitPairs', market: MARKET, size: shares(30) }))).toEqual({ type: 'PairsSplit', ...ANSWER, size: shares(30) });
    expect(await desk().perform(command({ type: 'MergePairs', market: MARKET, size: shares(10) }))).toEqual({ type: 'PairsMerged', ...ANSWER, size: shares(10) });
    expect(await new Balances(chain.rpc, chain.contracts).tokens(chain.trader.address, [market])).toEqual([{ yes: shares(20), no: shares(20) }]);
  });

  it.each([[[1, 0], 20], [[0, 1], 12], [[1, 1], 16]] as const)('answers a redemption with what the receipt says was burned and paid (payouts %j)', async (payouts, paid) => {
    await desk().perform(command({ type: 'SplitPairs', market: MARKET, size: shares(20) }));
    await chain.as(chain.trader.address, chain.contracts.conditionalTokens, away(chain, market, 8_000_000n));
    await chain.resolve(name, payouts);
    expect(await desk().perform(command({ type: 'RedeemPairs', market: MARKET }))).toEqual({ type: 'PairsRedeemed', ...ANSWER, yes: shares(20), no: shares(12), paid: paid * 1e6 });
    expect(await desk().perform(command({ type: 'RedeemPairs', market: MARKET }))).toMatchObject({ type: 'TokenOperationFailed', detail: 'nothing of it is held that pays' });
  });

  it('answers what was not done as proved not done', async () => {
    expect(await desk().perform(command({ type: 'MergePairs', market: MARKET, size: shares(1) }))).toMatchObject({ type: 'MergeFailed', detail: 'SafeMath: subtraction overflow (not-sent)' });
    expect(await desk().perform(command({ type: 'SplitPairs', market: MARKET, size: shares(1_000_000_000) }))).toMatchObject({ type: 'TokenOperationFailed' });
  });

  it('knows what a market pays only once it is resolved, and claims it', async () => {
    const balances = new Balances(chain.rpc, chain.contracts);
    const { address } = chain.trader;
    await desk().perform(command({ type: 'SplitPairs', market: MARKET, size: shares(6) }));
    const [held] = await balances.tokens(address, [market]);
    expect(await balances.worth(market, held!)).toBeNull();
    await chain.resolve(name, [0, 1]);
    const worth = await balances.worth(market, held!);
    expect(worth).toBe(6e6);
    const before = await balances.collateral(address);
    const claims = new Claims({ actions: actionsOf(), contracts: chain.contracts, records: {}, save: () => {}, now: () => 0 });
    expect(await claims.run([{ market, held: held!, worth: worth! }])).toMatchObject([{ outcome: { kind: 'done' } }]);
    expect(await balances.collateral(address)).toBe(before + 6e6);
  });

  it('keeps the core’s books and the chain one: an operator’s split, a merge, a resolution, and the claim that the core makes by itself', async () => {
    const balances = new Balances(chain.rpc, chain.contracts);
    const { address } = chain.trader;
    const opening = await balances.collateral(address);
    const script = Script.open(config({ strategies: [] }), { name: market.slug, canMerge: true, canSplit: true, canRedeem: true, minSize: shares(1) }, null, opening / 1e6);
    /** Carries out what the core asked for, and brings the answer. */
    const settle = async (): Promise<readonly string[]> => {
      const asked: string[] = [];
      for (const wish of script.decide().take()) {
        if (!('requestId' in wish) || wish.type === 'QueryOpenOrders') continue;
        asked.push(wish.type);
        script.step(await desk().perform(wish));
      }
      return asked;
    };
    const agree = async (): Promise<void> => {
      const [held] = await balances.tokens(address, [market]);
      const { holdings } = script.engine.market(market.slug)!;
      expect([holdings.yes * 1e6, holdings.no * 1e6]).toEqual([held?.yes, held?.no]);
      expect(Math.round((script.engine.status().exposure.cash ?? 0) * 1e6)).toBe(await balances.collateral(address));
    };
    script.operator({ kind: 'split', market: market.slug, size: shares(25) });
    expect(await settle()).toEqual(['SplitPairs']);
    await agree();
    script.operator({ kind: 'merge', market: market.slug, size: shares(5) });
    expect(await settle()).toEqual(['MergePairs']);
    await agree();
    await chain.resolve(name, [1, 0]);
    script.step({ type: 'MarketResolved', market: MARKET, yesPays: price(1_000_000) });
    expect(await settle()).toEqual(['RedeemPairs']);
    await agree();
    expect([await balances.collateral(address), script.engine.pnl(), await settle()]).toEqual([opening, 0, []]);
  });

  it('finds the approvals that are missing, with what each is for, and gives them', async () => {
    const { address } = chain.trader;
    const { pusd, conditionalTokens } = chain.contracts;
    // The contracts of Protocol V2 are not on this chain.
    const required = requiredApprovals(chain.contracts).filter(({ token }) => token === pusd || token === conditionalTokens);
    // A limit that somebody set on purpose does not do for trading.
    await chain.as(address, pusd, ERC20.encodeFunctionData('approve', [chain.contracts.exchange, 5_000_000n]));
    const missing = await missingApprovals(chain.rpc, address, required);
    expect(missing.map(({ purpose }) => purpose)).toContain('buy in standard markets');
    expect(missing.map(({ purpose }) => purpose)).toContain('sell in neg-risk markets');
    // The Conditional Tokens stand in for the adapters, and were allowed to spend.
    expect(missing.map(({ purpose }) => purpose)).not.toContain('split in standard markets');
    const actions = actionsOf();
    for (const approval of missing) expect(await actions.perform([approvalCall(approval)], () => {})).toMatchObject({ kind: 'done' });
    expect(await missingApprovals(chain.rpc, address, required)).toEqual([]);
  });
});

/** Gives some of the second outcome away. */
function away(chain: LocalChain, { noId }: ChainMarket, amount: bigint): string {
  const word = (value: bigint | string): string => BigInt(value).toString(16).padStart(64, '0');
  return `0xf242432a${word(chain.trader.address)}${word('0x00000000000000000000000000000000000deb01')}${word(noId)}${word(amount)}${word(160n)}${word(0n)}`;
}
