import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { feeFor, NO_FEE, type FeeSchedule } from '../core/domain/fees.ts';
import { marketId } from '../core/domain/instrument.ts';
import { cash, complement, MICROS, notional, price, size, type Size } from '../core/domain/numbers.ts';
import { ExchangeAccount, requirementFor, type FailedFill, type OrderTerms } from './account.ts';
import { legFor } from './complement.ts';

const MARKET = marketId(0);
const LOT = size(MICROS);
/** Charged on value, of a range that begins at 0.5 and of one that begins at 20. */
const ON_VALUE: FeeSchedule = {
  maker: { rate: 0.05, onValue: { offset: 0.5 }, exponent: 1, roundUpTo: 1 }, taker: { rate: 0.01, onValue: { offset: 20 }, exponent: 1, roundUpTo: 100 },
};
const FEES: FeeSchedule = { maker: NO_FEE, taker: { rate: 0.07, exponent: 1, roundUpTo: 10 } };
const dollars = (amount: number) => cash(Math.round(amount * MICROS));
const shares = (amount: number) => size(amount * MICROS);

const terms = (clientId: string, side: 'bid' | 'ask', cents: number, amount: number, action: 'buy' | 'sell', postOnly = true, fees = FEES): OrderTerms =>
  ({ clientId, market: MARKET, leg: legFor(side, price(cents * 10_000), action), size: shares(amount), postOnly, fees, lot: LOT });

describe('an account at an exchange', () => {
  it('splits free dollars into pairs that stay where nothing nets them, and merges them back', () => {
    const account = new ExchangeAccount({ cash: dollars(10), autoNets: false });
    account.reserve(terms('a', 'bid', 40, 10, 'buy'));
    expect(account.split(MARKET, shares(7))).toBe('6000000 micro-dollars are free, 7000000 were asked for');
    expect(account.split(MARKET, shares(6))).toBeNull();
    expect([account.cash, account.freeCash, account.holding(MARKET)]).toEqual([dollars(4), 0, { yes: shares(6), no: shares(6) }]);
    expect(account.merge(MARKET, shares(6))).toBeNull();
    expect([account.cash, account.holding(MARKET)]).toEqual([dollars(10), { yes: 0, no: 0 }]);
  });

  it('splits nothing where pairs are netted at once, nor in a settled market, nor by no size', () => {
    expect(new ExchangeAccount({ cash: dollars(10), autoNets: true }).split(MARKET, shares(1))).toBe('pairs are netted at once');
    const account = new ExchangeAccount({ cash: dollars(10), autoNets: false });
    expect(account.split(MARKET, shares(0))).toMatch(/were asked for/);
    account.settle(MARKET, price(MICROS));
    expect(account.split(MARKET, shares(1))).toBe('the market is settled');
    expect(account.cash).toBe(dollars(10));
  });

  it('reserves cash for a buy and tokens for a sale, never both', () => {
    expect(requirementFor(terms('a', 'bid', 40, 10, 'buy'))).toEqual({ cash: dollars(4), tokens: 0 });
    expect(requirementFor(terms('a', 'ask', 40, 10, 'buy'))).toEqual({ cash: dollars(6), tokens: 0 });
    expect(requirementFor(terms('a', 'ask', 40, 10, 'sell'))).toEqual({ cash: 0, tokens: shares(10) });
    expect(requirementFor(terms('a', 'bid', 40, 10, 'sell'))).toEqual({ cash: 0, tokens: shares(10) });
  });

  it('reserves the worst taker fee too unless the order is post-only', () => {
    const fee = feeFor(FEES.taker, price(500_000), shares(10));
    expect(requirementFor(terms('a', 'bid', 50, 10, 'buy', false)).cash).toBeGreaterThanOrEqual(dollars(5) + fee);
  });

  it('reserves a fee on value by the YES price that it is charged at, whatever the leg', () => {
    // 100 NO at 10c, and 5 % of 90c + 50c.
    const buy = terms('a', 'ask', 90, 100, 'buy', true, ON_VALUE);
    const account = new ExchangeAccount({ cash: dollars(17.0001), autoNets: true });
    expect(account.shortage({ ...buy, size: shares(101) })).not.toBeNull();
    account.reserve(buy);
    account.applyFill({ clientId: 'a', price: price(900_000), size: shares(100), fee: feeFor(ON_VALUE.maker, price(900_000), shares(100)) });
    expect(account.cash).toBe(dollars(0.0001));
    // 50 NO sold at 4c, and 5 % of 96c + 50c: 1.65 more than the sale brings.
    expect(requirementFor(terms('b', 'bid', 96, 50, 'sell', true, ON_VALUE)).cash).toBeGreaterThanOrEqual(dollars(1.65));
    // Taking costs 1 % of 90c + 20 dollars.
    expect(requirementFor(terms('c', 'ask', 90, 100, 'buy', false, ON_VALUE)).cash).toBeGreaterThanOrEqual(dollars(10 + 20.9));
  });

  it('buys YES, sells part of it, and keeps cash, tokens and reserves in step', () => {
    const account = new ExchangeAccount({ cash: dollars(10), autoNets: true });
    account.reserve(terms('buy', 'bid', 40, 20, 'buy'));
    expect([account.cash, account.reservedCash, account.freeCash]).toEqual([dollars(10), dollars(8), dollars(2)]);
    account.applyFill({ clientId: 'buy', price: price(400_000), size: shares(15), fee: cash(0) });
    expect([account.cash, account.reservedCash, account.holding(MARKET).yes]).toEqual([dollars(4), dollars(2), shares(15)]);
    account.release('buy');
    expect(account.freeCash).toBe(dollars(4));
    account.reserve(terms('sell', 'ask', 50, 15, 'sell'));
    expect(account.freeTokens(MARKET, 'yes')).toBe(0);
    account.applyFill({ clientId: 'sell', price: price(500_000), size: shares(5), fee: cash(0) });
    expect([account.cash, account.holding(MARKET).yes, account.freeTokens(MARKET, 'yes')]).toEqual([dollars(6.5), shares(10), 0]);
  });

  it('refuses an order that cash or tokens do not cover', () => {
    const account = new ExchangeAccount({ cash: dollars(5), autoNets: true });
    expect(account.shortage(terms('a', 'bid', 50, 10, 'buy'))).toBeNull();
    expect(account.shortage(terms('a', 'bid', 50, 11, 'buy'))).toMatch(/needs 5500000 micro-dollars, 5000000 are free/);
    expect(account.shortage(terms('a', 'ask', 50, 1, 'sell'))).toMatch(/sells 1000000 micro-shares of yes, 0 are free/);
    expect(() => account.reserve(terms('a', 'bid', 50, 11, 'buy'))).toThrow(/needs/);
  });

  it('turns a pair into a dollar at once where the venue nets, and keeps it where it does not', () => {
    for (const autoNets of [true, false]) {
      const account = new ExchangeAccount({ cash: dollars(20), autoNets });
      account.reserve(terms('yes', 'bid', 40, 10, 'buy'));
      account.applyFill({ clientId: 'yes', price: price(400_000), size: shares(10), fee: cash(0) });
      account.reserve(terms('no', 'ask', 45, 10, 'buy'));
      account.applyFill({ clientId: 'no', price: price(450_000), size: shares(10), fee: cash(0) });
      const kept = autoNets ? 0 : shares(10);
      expect(account.holding(MARKET)).toEqual({ yes: kept, no: kept });
      expect(account.cash).toBe(dollars(autoNets ? 20.5 : 10.5));
    }
  });

  it.each(['yes', 'no'] as const)('nets away even %s that a resting sale counts on, keeps the dollars for it, and delivers from those', (outcome) => {
    const held = (mine: number, other: number) => (outcome === 'yes' ? { yes: shares(mine), no: shares(other) } : { yes: shares(other), no: shares(mine) });
    const side = outcome === 'yes' ? 'ask' as const : 'bid' as const;
    const legged = (cents: number) => price((outcome === 'yes' ? cents : 100 - cents) * 10_000);
    const account = new ExchangeAccount({ cash: dollars(10), autoNets: true, holdings: [{ market: MARKET, ...held(10, 0) }] });
    account.reserve(terms('sale', side, outcome === 'yes' ? 60 : 40, 10, 'sell'));
    account.reserve(terms('other', side, 50, 4, 'buy'));
    account.applyFill({ clientId: 'other', price: price(500_000), size: shares(4), fee: cash(0) });
    expect(account.holding(MARKET)).toEqual(held(6, 0));
    expect([account.cash, account.reservedCash, account.freeTokens(MARKET, outcome)]).toEqual([dollars(12), dollars(4), 0]);
    account.applyFill({ clientId: 'sale', price: legged(60), size: shares(8), fee: cash(0) });
    expect(account.holding(MARKET)).toEqual(held(0, 2));
    expect([account.cash, account.reservedCash]).toEqual([dollars(14.8), dollars(2)]);
    account.release('sale');
    expect(account.reservedCash).toBe(0);
  });

  it('pays each position once when the market settles, and only when no order is left in it', () => {
    const account = new ExchangeAccount({ cash: cash(0), autoNets: false, holdings: [{ market: MARKET, yes: shares(10), no: shares(4) }] });
    account.reserve(terms('sale', 'ask', 60, 10, 'sell'));
    expect(() => account.settle(MARKET, price(MICROS))).toThrow(/is live/);
    account.release('sale');
    expect(account.settle(MARKET, price(700_000))).toBe(dollars(8.2));
    expect(account.settle(MARKET, price(700_000))).toBe(0);
    expect(account.cash).toBe(dollars(8.2));
    expect(() => account.reserve(terms('late', 'bid', 1, 1, 'buy'))).toThrow(/settled/);
  });

  it('refuses a fill that is more than is left, and a reserve for an id that has one', () => {
    const account = new ExchangeAccount({ cash: dollars(10), autoNets: true });
    account.reserve(terms('a', 'bid', 40, 10, 'buy'));
    expect(() => account.reserve(terms('a', 'bid', 40, 1, 'buy'))).toThrow(/has a reserve already/);
    expect(() => account.applyFill({ clientId: 'a', price: price(400_000), size: shares(11), fee: cash(0) })).toThrow(/with 10000000 left/);
    expect(() => account.applyFill({ clientId: 'b', price: price(400_000), size: shares(1), fee: cash(0) })).toThrow(/has no reserve/);
  });
});

const step = fc.record({
  kind: fc.constantFrom('place', 'place', 'fill', 'fill', 'lower', 'release', 'undo'),
  side: fc.constantFrom('bid' as const, 'ask' as const), action: fc.constantFrom('buy' as const, 'sell' as const),
  cents: fc.integer({ min: 1, max: 99 }), amount: fc.integer({ min: 1, max: 60 }), pick: fc.nat(50), better: fc.nat(20), postOnly: fc.boolean(), onValue: fc.boolean(),
});

describe('a fill that is taken back', () => {
  const bought = (autoNets: boolean, money: number): ExchangeAccount => {
    const account = new ExchangeAccount({ cash: dollars(money), autoNets });
    account.reserve(terms('buy', 'bid', 40, 20, 'buy'));
    account.applyFill({ clientId: 'buy', price: price(400_000), size: shares(20), fee: cash(7) });
    return account;
  };
  const failed = { market: MARKET, leg: legFor('bid', price(400_000), 'buy'), price: price(400_000), size: shares(20), fee: cash(7) };

  it('gives back its value and fee and takes its tokens', () => {
    const account = bought(false, 10);
    expect(account.undo(failed)).toBe(true);
    expect([account.cash, account.holding(MARKET), account.isCovered]).toEqual([dollars(10), { yes: 0, no: 0 }, true]);
  });

  it('leaves a sale that counted on its tokens uncovered until it is released', () => {
    const account = bought(false, 10);
    account.reserve(terms('sale', 'ask', 50, 5, 'sell'));
    expect([account.undo(failed), account.isCovered]).toEqual([true, false]);
    account.release('sale');
    expect([account.isCovered, account.freeCash]).toEqual([true, dollars(10)]);
  });

  it('stays when what the tokens were sold for has been spent', () => {
    const account = bought(true, 10);
    account.reserve(terms('sale', 'ask', 1, 20, 'sell'));
    account.applyFill({ clientId: 'sale', price: price(10_000), size: shares(20), fee: cash(0) });
    const before = account.cash;
    expect([account.undo(failed), account.cash, account.holding(MARKET)]).toEqual([false, before, { yes: 0, no: 0 }]);
  });

  it('takes back a sale by giving its tokens again', () => {
    const account = new ExchangeAccount({ cash: dollars(1), autoNets: false, holdings: [{ market: MARKET, yes: shares(10), no: size(0) }] });
    account.reserve(terms('sale', 'ask', 60, 10, 'sell'));
    account.applyFill({ clientId: 'sale', price: price(600_000), size: shares(10), fee: cash(0) });
    expect(account.undo({ market: MARKET, leg: legFor('ask', price(600_000), 'sell'), price: price(600_000), size: shares(10), fee: cash(0) })).toBe(true);
    expect([account.cash, account.holding(MARKET)]).toEqual([dollars(1), { yes: shares(10), no: 0 }]);
  });

  it('is made good at the payout of a market that has settled', () => {
    const account = bought(false, 10);
    account.settle(MARKET, price(MICROS));
    account.undo(failed);
    expect([account.cash, account.holding(MARKET)]).toEqual([dollars(10), { yes: 0, no: 0 }]);
  });
});

it('charges a live order by other fees, and says when its reserve is no longer covered', () => {
  const account = new ExchangeAccount({ cash: dollars(4.2), autoNets: true });
  account.reserve(terms('a', 'bid', 40, 10, 'buy', false));
  account.chargeBy('a', { maker: NO_FEE, taker: NO_FEE });
  expect([account.reservedCash, account.isCovered]).toEqual([dollars(4), true]);
  account.chargeBy('a', { maker: { rate: 0.1, exponent: 0, roundUpTo: 1 }, taker: NO_FEE });
  expect(account.isCovered).toBe(false);
  account.credit(dollars(1));
  expect(account.isCovered).toBe(true);
});

describe('under any sequence of orders, fills, failures, amendments and cancels', () => {
  it('an account never overdraws, never sells what it lacks, and loses value only to fees and trade edge', () => {
    fc.assert(fc.property(fc.boolean(), fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 99 }), (autoNets, steps, markCents) => {
      const mark = price(markCents * 10_000);
      const account = new ExchangeAccount({ cash: dollars(50), autoNets, holdings: [{ market: MARKET, yes: shares(20), no: size(0) }] });
      const live: { terms: OrderTerms; left: number }[] = [];
      const fills: FailedFill[] = [];
      const value = () => account.cash + notional(mark, account.holding(MARKET).yes) + notional(complement(mark), account.holding(MARKET).no);
      let expected = value();
      steps.forEach((s, index) => {
        const order = live[s.pick % Math.max(1, live.length)];
        if (s.kind === 'place') {
          const placed = terms(`o${index}`, s.side, s.cents, s.amount, s.action, s.postOnly, s.onValue ? ON_VALUE : FEES);
          if (account.shortage(placed) !== null) return;
          account.reserve(placed);
          live.push({ terms: placed, left: s.amount });
        } else if (order !== undefined && s.kind === 'fill') {
          const { leg } = order.terms;
          const amount = Math.min(order.left, s.amount);
          const improvement = order.terms.postOnly ? 0 : s.better * 10_000;
          const legged = Math.max(10_000, Math.min(990_000, leg.price + (leg.action === 'buy' ? -improvement : improvement)));
          const fillPrice = price(leg.outcome === 'yes' ? legged : MICROS - legged);
          const fee = feeFor(order.terms.fees[order.terms.postOnly ? 'maker' : 'taker'], fillPrice, shares(amount));
          account.applyFill({ clientId: order.terms.clientId, price: fillPrice, size: shares(amount), fee });
          const bought = (leg.outcome === 'yes') === (leg.action === 'buy') ? 1 : -1;
          expected += bought * notional(mark - fillPrice, shares(amount)) - fee;
          fills.push({ market: MARKET, leg, price: fillPrice, size: shares(amount), fee });
          order.left -= amount;
        } else if (s.kind === 'undo') {
          const [undone] = fills.splice(s.pick % Math.max(1, fills.length), 1);
          if (undone === undefined || !account.undo(undone)) return;
          const bought = (undone.leg.outcome === 'yes') === (undone.leg.action === 'buy') ? 1 : -1;
          expected -= bought * notional(mark - undone.price, undone.size) - undone.fee;
          for (let i = live.length - 1; i >= 0 && !account.isCovered; i--) {
            account.release(live[i]!.terms.clientId);
            live[i]!.left = 0;
          }
          expect(account.isCovered).toBe(true);
        } else if (order !== undefined && s.kind === 'lower') {
          order.left = Math.max(0, order.left - s.amount);
          account.lower(order.terms.clientId, shares(order.left));
        } else if (order !== undefined) {
          account.release(order.terms.clientId);
          order.left = 0;
        }
        for (let i = live.length - 1; i >= 0; i--) if (live[i]?.left === 0) live.splice(i, 1);

        expect(account.cash).toBeGreaterThanOrEqual(0);
        expect(account.freeCash).toBeGreaterThanOrEqual(0);
        expect(account.freeTokens(MARKET, 'yes')).toBeGreaterThanOrEqual(0);
        expect(account.freeTokens(MARKET, 'no')).toBeGreaterThanOrEqual(0);
        const { yes, no } = account.holding(MARKET);
        expect(Math.min(yes, no)).toBeGreaterThanOrEqual(0);
        if (autoNets) expect(Math.min(yes, no)).toBe(0);
        expect(value()).toBe(expected);
        const promised = (outcome: 'yes' | 'no') => live.reduce((sum, { terms: { leg }, left }) => sum + (leg.action === 'sell' && leg.outcome === outcome ? shares(left) : 0), 0);
        const merged = Math.max(0, promised('yes') - yes) + Math.max(0, promised('no') - no);
        if (!autoNets) expect(merged).toBe(0);
        expect(account.reservedCash).toBe(merged + live.reduce((sum, o) => sum + requirementFor(o.terms, shares(o.left) as Size).cash, 0));
      });
    }), { numRuns: 300 });
  });
});
