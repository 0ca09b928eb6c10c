import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FillFailed, OrderFilled } from '../../../core/domain/events.ts';
import { timestamp } from '../../../core/domain/numbers.ts';
import type { TradeStatus, UserTrade } from '../wire/user-message.ts';
import { book, cents, KEY, makerFill, MARKET, NONE_JOURNALED, orderId, ours, shares, START, trade, WALLET } from './account.fixture.ts';

const NOW = timestamp(START + 5_000);
const shown = (events: readonly (OrderFilled | FillFailed)[] | null): unknown => events?.map((e) =>
  `${e.type === 'OrderFilled' ? e.liquidity : 'failed'} ${e.clientId} ${e.side} ${e.size / 1e6} at ${e.price / 1e4}c fee ${e.fee}`);

describe('a trade of the account', () => {
  it('is a fill of the maker order that is ours, at its own price, on the canonical side', () => {
    const { orders, trades } = book();
    ours(orders, 'a');
    expect(shown(trades.apply(trade({ makers: [makerFill('a'), makerFill('their')], size: shares(20) }), NOW))).toEqual(['maker a ask 10 at 52c fee 0']);
  });

  it('by mint or merge is told of the token that our order is of', () => {
    const { orders, trades } = book();
    ours(orders, 'no-bid');
    // A buyer of YES at 52c meets our bid of 48c for NO: a pair is minted.
    expect(shown(trades.apply(trade({ makers: [makerFill('no-bid', { token: MARKET.noId, action: 'buy', price: cents(48) })] }), NOW))).toEqual(['maker no-bid ask 10 at 52c fee 0']);
    ours(orders, 'no-ask');
    expect(shown(trades.apply(trade({ id: 't2', action: 'sell', makers: [makerFill('no-ask', { token: MARKET.noId, action: 'sell', price: cents(49) })] }), NOW))).toEqual(['maker no-ask bid 10 at 51c fee 0']);
  });

  it('is as many fills of our taker as it met makers, each at the maker\'s price, with the fee of each', () => {
    const { orders, trades } = book();
    ours(orders, 'me');
    const makers = [makerFill('x', { price: cents(50), size: shares(4) }), makerFill('y', { token: MARKET.noId, action: 'buy', price: cents(48), size: shares(6) })];
    // 0.07 × p (1 − p) a share, to five decimals of a dollar.
    expect(shown(trades.apply(trade({ takerOrderId: orderId('me'), makers }), NOW))).toEqual(['taker me bid 4 at 50c fee 70000', 'taker me bid 6 at 52c fee 104830']);
  });

  it('whose rows do not add up is one fill at its own price', () => {
    const { orders, trades } = book();
    ours(orders, 'me');
    expect(shown(trades.apply(trade({ takerOrderId: orderId('me'), makers: [makerFill('x', { size: shares(4) })] }), NOW))).toEqual(['taker me bid 10 at 52c fee 174720']);
  });

  it('is told once, whatever comes twice, and taken back once when it fails', () => {
    const { orders, trades } = book();
    ours(orders, 'a');
    const is = (status: TradeStatus): UserTrade => trade({ status, makers: [makerFill('a')] });
    expect(shown(trades.apply(is('matched'), NOW))).toHaveLength(1);
    for (const status of ['matched', 'mined', 'retrying', 'mined'] as const) expect(trades.apply(is(status), NOW)).toEqual([]);
    expect(shown(trades.apply(is('failed'), NOW))).toEqual(['failed a ask 10 at 52c fee 0']);
    for (const status of ['failed', 'matched', 'confirmed'] as const) expect(trades.apply(is(status), NOW)).toEqual([]);
  });

  it('that has failed before it was heard of is told and taken back, so that nothing is waited for', () => {
    const { orders, trades } = book();
    ours(orders, 'a');
    expect(shown(trades.apply(trade({ status: 'failed', makers: [makerFill('a')] }), NOW))).toEqual(['maker a ask 10 at 52c fee 0', 'failed a ask 10 at 52c fee 0']);
  });

  it('of a market that is not listed waits until it is', () => {
    expect(book().trades.apply(trade({ market: '0xother' }), NOW)).toBeNull();
  });

  it('of others is none', () => {
    expect(book().trades.apply(trade(), NOW)).toEqual([]);
  });

  it('of an order that an earlier session ended is in what is held, and told no more', () => {
    const { trades } = book({ ...NONE_JOURNALED, clientIdOf: (id) => (id === orderId('old') ? 'live-1-7' : null) });
    expect(trades.apply(trade({ matchedAt: timestamp(START - 1), makers: [makerFill('old')] }), NOW)).toEqual([]);
    expect(trades.unsettled()).toEqual([{ conditionId: MARKET.conditionId, outcome: 'yes', tokens: -10_000_000, cash: 5_200_000 }]);
  });

  it('of an order that an earlier session took to have ended, and that rests after all, is told', () => {
    const { trades } = book({ ...NONE_JOURNALED, clientIdOf: (id) => (id === orderId('old') ? 'live-1-7' : null) });
    expect(trades.apply(trade({ makers: [makerFill('old')] }), NOW)).toMatchObject([{ clientId: 'live-1-7', side: 'ask' }]);
  });

  it('of an order that somebody else placed on the account counts when it is new', () => {
    const { trades } = book();
    const by = (id: string, matchedAt: number): UserTrade => trade({ id, matchedAt: timestamp(matchedAt), makers: [makerFill('hand', { makerAddress: WALLET.toLowerCase() })] });
    expect(trades.apply(by('before', START - 1), NOW)).toEqual([]);
    expect(trades.apply(by('after', START), NOW)).toMatchObject([{ clientId: orderId('hand'), side: 'ask' }]);
    expect(trades.apply(trade({ id: 'taken', ourPart: 'taker' }), NOW)).toMatchObject([{ clientId: orderId('taker'), liquidity: 'taker' }]);
  });

  it('of others that met an order of ours is sent to us, and is ours on the maker\'s side alone', () => {
    const { orders, trades } = book();
    ours(orders, 'a');
    expect(shown(trades.apply(trade({ owner: KEY, ourPart: 'maker', makers: [makerFill('a', { owner: KEY }), makerFill('their')], size: shares(20) }), NOW))).toEqual(['maker a ask 10 at 52c fee 0']);
  });
});

describe('what is matched and not on chain', () => {
  it('is kept until it is mined or has failed, with its fee', () => {
    const { orders, trades } = book();
    ours(orders, 'me');
    const is = (status: TradeStatus): UserTrade => trade({ status, takerOrderId: orderId('me'), token: MARKET.noId, makers: [] });
    trades.apply(is('matched'), NOW);
    expect(trades.unsettled()).toEqual([{ conditionId: MARKET.conditionId, outcome: 'no', tokens: 10_000_000, cash: -5_200_000 - 174_720 }]);
    trades.apply(is('mined'), NOW);
    expect(trades.unsettled()).toEqual([]);
    trades.apply(is('retrying'), NOW);
    expect(trades.unsettled()).toHaveLength(1);
    trades.apply(is('failed'), NOW);
    expect(trades.unsettled()).toEqual([]);
  });

  it('whatever order statuses come in, a fill is told at most once, failed at most once, and never failed without having been told', () => {
    const statuses: readonly TradeStatus[] = ['matched-not-broadcast', 'matched', 'mined', 'confirmed', 'retrying', 'failed', 'unknown'];
    fc.assert(fc.property(fc.array(fc.constantFrom(...statuses), { minLength: 1, maxLength: 12 }), (sequence) => {
      const { orders, trades } = book();
      ours(orders, 'a');
      const told = sequence.flatMap((status) => trades.apply(trade({ status, makers: [makerFill('a')] }), NOW) ?? []);
      expect(told[0]?.type).toBe('OrderFilled');
      expect(told.filter(({ type }) => type === 'OrderFilled')).toHaveLength(1);
      const firstFinal = sequence.find((status) => status === 'failed' || status === 'confirmed');
      expect(told.filter(({ type }) => type === 'FillFailed')).toHaveLength(firstFinal === 'failed' ? 1 : 0);
    }));
  });
});
