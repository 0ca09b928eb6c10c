import fc from 'fast-check';
import { Wallet as Key } from 'ethers';
import { expect, test } from 'vitest';
import { Accounts } from '../accounts/accounts.ts';
import { ApiKeys } from '../accounts/api-keys.ts';
import { Agenda } from '../agenda.ts';
import { Auditor } from '../audit/auditor.ts';
import { ORDER_TYPES, orderDomain } from '../chain/order-hash.ts';
import { DrivenClock } from '../driven-clock.fixture.ts';
import { FaultBoard } from '../faults/fault-board.ts';
import { madeUpTerms } from '../market/made-up-terms.fixture.ts';
import { RehearsalMarket } from '../market/market.ts';
import { exchangeOf } from '../market/terms.ts';
import { cancelByIds } from './cancel-orders.ts';
import { Exchange } from './exchange.ts';
import { placeOrder } from './place-order.ts';
import { partiesOf, type Trade } from './trade.ts';

const KEYS = ['0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80', '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d'];
const ZERO = `0x${'0'.repeat(64)}`;
const step = fc.record({
  who: fc.integer({ min: 0, max: 1 }), isSell: fc.boolean(), outcome: fc.integer({ min: 0, max: 1 }), cents: fc.integer({ min: 45, max: 55 }), shares: fc.integer({ min: 3, max: 60 }),
  type: fc.constantFrom('GTC', 'GTC', 'FOK', 'FAK'), cancels: fc.integer({ min: 0, max: 5 }).map((n) => n === 0), fails: fc.integer({ min: 0, max: 9 }).map((n) => n === 0), waitMs: fc.integer({ min: 0, max: 3_000 }),
});

test('neither makes nor loses money or shares, whatever is traded, cancelled, settled and failed', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40, size: 'max' }), async (steps) => {
    const clock = new DrivenClock(1_790_000_000_000);
    const agenda = new Agenda(clock);
    const accounts = new Accounts();
    const faults = new FaultBoard(() => agenda.now());
    const exchange = new Exchange({ seed: 1, agenda, accounts, faults, settlement: { minedMs: 1_000, confirmedMs: 1_000 } });
    const auditor = new Auditor(exchange);
    const keys = new ApiKeys('seed');
    const market = new RehearsalMarket(madeUpTerms());
    exchange.list(market);
    const traders = KEYS.map((key) => {
      const account = accounts.open({ signatureType: 0, cash: 200_000_000, key });
      const wallet = accounts.find(account.address)!;
      for (const tokenId of market.tokenIds) {
        wallet.onChain.addToken(tokenId, 100_000_000);
        wallet.lookAgainAtToken(tokenId);
      }
      return { signer: new Key(key), key: keys.create(account.address, '0')!, wallet };
    });
    let salt = 0n;
    for (const { who, isSell, outcome, cents, shares, type, cancels, fails, waitMs } of steps) {
      const { signer, key, wallet } = traders[who]!;
      if (fails) faults.add({ kind: 'failed-settlement', ends: 'failed', count: 1 });
      const [collateral, size] = [String(cents * shares * 10_000), String(shares * 1_000_000)];
      const fields = {
        salt: ++salt, maker: wallet.address, signer: wallet.address, tokenId: market.tokenIds[outcome]!, makerAmount: isSell ? size : collateral, takerAmount: isSell ? collateral : size, side: isSell ? 1 : 0,
        signatureType: 0, timestamp: '1790000000000', metadata: ZERO, builder: ZERO,
      };
      const signature = await signer.signTypedData(orderDomain(exchangeOf(market.terms)), ORDER_TYPES, fields);
      await placeOrder({ order: { ...fields, salt: Number(fields.salt), side: isSell ? 'SELL' : 'BUY', expiration: '0', signature }, owner: key.apiKey, orderType: type }, key, { exchange, takerDelay: { ms: 0, answers: 'final' }, offTick: () => {} });
      if (cancels) cancelByIds([...exchange.orders.openOf(wallet)].slice(0, 1).map(({ id }) => id), key, exchange);
      clock.advance(waitMs);
      for (const each of traders) for (const order of exchange.orders.openOf(each.wallet)) expect(order.resting?.remaining).toBe(order.size - order.matched);
    }
    clock.advance(10_000);
    // Whoever trades here trades with the other of the two: a pair of tokens is a dollar that was paid for it.
    const fees = [...exchange.settlement.all()].filter(({ status }) => status !== 'FAILED').reduce((sum, { fee }) => sum + fee, 0);
    const cash = traders.reduce((sum, { wallet }) => sum + wallet.onChain.cash, 0);
    const [yes, no] = market.tokenIds.map((tokenId) => traders.reduce((sum, { wallet }) => sum + wallet.onChain.token(tokenId), 0));
    expect(yes).toBe(no);
    // Each side of a match is cut to a millionth of a dollar.
    const cuts = [...exchange.settlement.all()].reduce((sum, { makers }) => sum + makers.length + 1, 0);
    expect(Math.abs(cash + fees + yes! - 600_000_000)).toBeLessThanOrEqual(cuts);
    for (const order of exchange.orders.all()) {
      if (order.resting !== null && order.type === 'GTC') expect(order.matched + (order.status === 'CANCELED' ? 0 : order.resting.remaining)).toBeLessThanOrEqual(order.size);
      expect(['LIVE', 'MATCHED', 'CANCELED', 'INVALID']).toContain(order.status);
      expect(order.trades.reduce((sum, id) => sum + sizeIn(order.id, exchange.settlement.find(id)!), 0)).toBe(order.matched);
    }
    if ([...exchange.settlement.all()].every(({ status }) => status === 'CONFIRMED')) {
      for (const { leastFree, tokens } of auditor.report().wallets) {
        expect(leastFree).toBeGreaterThanOrEqual(0);
        for (const held of Object.values(tokens)) expect(held).toBeGreaterThanOrEqual(0);
      }
    }
  }), { numRuns: 15 });
});

const sizeIn = (orderId: string, trade: Trade): number => partiesOf(trade).filter((party) => party.orderId === orderId).reduce((sum, { size }) => sum + size, 0);
