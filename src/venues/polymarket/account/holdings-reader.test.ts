import { describe, expect, it } from 'vitest';
import { timestamp, type Cash } from '../../../core/domain/numbers.ts';
import { book, cents, INSTRUMENT, LISTED, makerFill, MARKET, ours, shares, START, trade } from './account.fixture.ts';
import { HoldingsReader, type BalanceRequests } from './holdings-reader.ts';
import type { TradeBook } from './trade-book.ts';

const LOST = { kind: 'unknown', detail: 'timeout' } as const;
const ID = MARKET.conditionId;

/** What the venue says its balances are; `held`: where it lists positions. */
class Balances implements BalanceRequests {
  yes = 30;
  no = 5;
  dollars = 100;
  held = [ID];
  lost: 'cash' | 'tokens' | 'held' | null = null;
  async cash() { return this.lost === 'cash' ? LOST : { kind: 'ok' as const, value: (this.dollars * 1e6) as Cash }; }
  async tokens(_: unknown, outcome: 'yes' | 'no') { return this.lost === 'tokens' ? LOST : { kind: 'ok' as const, value: shares(this[outcome]) }; }
  async heldConditions() { return this.lost === 'held' ? LOST : { kind: 'ok' as const, value: this.held }; }
}

function open() {
  const balances = new Balances();
  const { orders, trades } = book();
  const clock = { now: START as number };
  const reader = new HoldingsReader({
    venue: 'polymarket', requests: balances, now: () => timestamp(clock.now), trades, list: (id) => Promise.resolve(id === ID ? LISTED : null),
  });
  ours(orders, 'a');
  const said = async (): Promise<unknown> => {
    const report = await reader.read();
    return report === null ? null : [report.cash / 1e6, ...report.holdings.flatMap(({ yes, no }) => [yes / 1e6, no / 1e6])];
  };
  return { balances, trades, reader, clock, said };
}
/** We buy ten YES at 40c as a maker. */
const buy = (trades: TradeBook, id: string, status: 'matched' | 'mined' | 'failed' = 'matched'): void => {
  trades.apply(trade({ id, status, action: 'sell', price: cents(40), makers: [makerFill('a', { action: 'buy', price: cents(40) })] }), START);
};

describe('what the account holds', () => {
  it('is what the venue says, while nothing is on its way', async () => {
    const { said, reader } = open();
    expect(await said()).toEqual([100, 30, 5]);
    expect((await reader.read())?.holdings).toEqual([{ market: INSTRUMENT.id, yes: shares(30), no: shares(5) }]);
  });

  it('is the same whether the balances contain what is matched or not', async () => {
    for (const [yes, dollars] of [[30, 100], [40, 96]] as const) {
      const { balances, trades, said } = open();
      await said();
      buy(trades, 't1');
      Object.assign(balances, { yes, dollars });
      expect(await said()).toEqual([96, 40, 5]);
    }
  });

  it('is what the venue says of cash, to the last cent of a cent that a fee may be rounded by', async () => {
    const { balances, trades, said } = open();
    await said();
    buy(trades, 't1');
    Object.assign(balances, { yes: 40, dollars: 95.99991 });
    expect(await said()).toEqual([95.99991, 40, 5]);
    Object.assign(balances, { dollars: 99.99 });
    expect(await said()).toBeNull();
  });

  it('is not said while a balance agrees with neither, and is the venue\'s word when that does not end', async () => {
    const { balances, trades, said, clock } = open();
    await said();
    buy(trades, 't1');
    buy(trades, 't2');
    // One of the two is in it, and nobody can tell.
    Object.assign(balances, { yes: 40, dollars: 96 });
    expect(await said()).toBeNull();
    clock.now += 59_000;
    expect(await said()).toBeNull();
    buy(trades, 't1', 'mined');
    expect(await said()).toEqual([92, 50, 5]);
    Object.assign(balances, { yes: 45 });
    clock.now += 1_000;
    expect(await said()).toBeNull();
    clock.now += 60_000;
    expect((await said() as number[])[1]).toBe(45);
  });

  it('is the venue\'s word again once everything has settled, also where it contradicts the fills', async () => {
    const { balances, trades, said } = open();
    await said();
    buy(trades, 't1');
    buy(trades, 't1', 'mined');
    expect(await said()).toEqual([100, 30, 5]);
    buy(trades, 't2');
    buy(trades, 't2', 'failed');
    Object.assign(balances, { yes: 31 });
    expect(await said()).toEqual([100, 31, 5]);
  });

  it('counts from what the journal says, where trades were on their way when the session began', async () => {
    const known = open();
    known.reader.expect(ID, { yes: 30_000_000, no: 5_000_000 });
    known.reader.expectCash(100_000_000);
    buy(known.trades, 't1');
    expect(await known.said()).toEqual([96, 40, 5]);
    const unknown = open();
    buy(unknown.trades, 't1');
    expect(await unknown.said()).toBeNull();
  });

  it('after tokens were turned into others is for the venue to say', async () => {
    const { balances, trades, said, reader } = open();
    await said();
    reader.forget(ID);
    Object.assign(balances, { yes: 25, no: 0, dollars: 105 });
    expect(await said()).toEqual([105, 25, 0]);
    reader.forget(ID);
    buy(trades, 't1');
    expect(await said()).toBeNull();
  });

  it('is looked for where something was held or filled before, though the venue lists it no more', async () => {
    const { balances, trades, said, reader } = open();
    balances.held = [];
    expect(await said()).toEqual([100]);
    reader.watch(ID);
    expect(await said()).toEqual([100, 30, 5]);
    const filled = open();
    filled.balances.held = [];
    buy(filled.trades, 't1');
    buy(filled.trades, 't1', 'mined');
    expect(await filled.said()).toEqual([100]);
    expect(trades.unsettled()).toEqual([]);
  });

  it('is not asked for again where nothing is left, until something is listed or filled there', async () => {
    const { balances, trades, said, reader } = open();
    Object.assign(balances, { yes: 0, no: 0 });
    expect(await said()).toEqual([100, 0, 0]);
    balances.held = [];
    expect(await said()).toEqual([100, 0, 0]);
    expect(await said()).toEqual([100]);
    buy(trades, 't1');
    expect(await said()).toEqual([96, 10, 0]);
    buy(trades, 't1', 'mined');
    Object.assign(balances, { yes: 10, dollars: 96 });
    expect(await said()).toEqual([96, 10, 0]);
    expect((await reader.read())?.holdings).toHaveLength(1);
  });

  it('is read again where a market came to be watched meanwhile: left out it would count as nothing', async () => {
    const { balances, reader, said } = open();
    balances.held = [];
    const cash = balances.cash.bind(balances);
    balances.cash = () => { reader.watch(ID); balances.cash = cash; return cash(); };
    expect(await said()).toBeNull();
    expect(await said()).toEqual([100, 30, 5]);
  });

  it('is not known while any part of it is not', async () => {
    for (const lost of ['cash', 'tokens', 'held'] as const) {
      const { balances, said } = open();
      balances.lost = lost;
      expect(await said()).toBeNull();
    }
  });
});
