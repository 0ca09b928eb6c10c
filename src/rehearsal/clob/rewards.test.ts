import { afterEach, beforeEach, expect, test } from 'vitest';
import { openRehearsal, type OpenedRehearsal, type Trader } from '../opened-rehearsal.fixture.ts';
import { send } from '../raw-request.fixture.ts';

let opened: OpenedRehearsal;
let maker: Trader;
beforeEach(async () => {
  opened = await openRehearsal();
  maker = await opened.trader(3);
});
afterEach(async () => { await opened.rehearsal.close(); });

const day = (): string => new Date(opened.clock.now()).toISOString().slice(0, 10);

test('scores orders that are large, near and old enough', async () => {
  const no = opened.market.tokenIds[1];
  const near = await maker.place('BUY', 0.48, 100, { postOnly: true });
  const far = await maker.place('BUY', 0.4, 100, { postOnly: true });
  const small = await maker.place('BUY', 0.48, 19, { postOnly: true });
  await maker.place('BUY', 0.48, 100, { tokenId: no, postOnly: true });
  const ids = [near.orderID, far.orderID, small.orderID];
  const scores = async (): Promise<unknown> => Object.values(await maker.client.areOrdersScoring({ orderIds: ids }));
  opened.clock.advance(3_000);
  expect(await scores()).toEqual([false, false, false]);
  opened.clock.advance(1_000);
  expect(await scores()).toEqual([true, false, false]);
  expect(await maker.client.isOrderScoring({ order_id: near.orderID })).toEqual({ scoring: true });
});

test('books a minute of the reward to whoever stood there, in shares of the score', async () => {
  const other = await opened.trader();
  for (const trader of [maker, other]) {
    await trader.place('BUY', 0.48, 100, { postOnly: true });
    await trader.place('BUY', 0.48, 100, { tokenId: opened.market.tokenIds[1], postOnly: true });
  }
  opened.clock.advance(60_000);
  expect(await maker.client.getRewardPercentages()).toEqual({ [opened.market.conditionId]: 50 });
  // 50 dollars a day, half of a minute of it.
  const [earned] = await maker.client.getEarningsForUserForDay(day());
  expect(earned).toMatchObject({ condition_id: opened.market.conditionId, maker_address: maker.account.funder });
  expect(earned?.earnings).toBeCloseTo(50 / 1_440 / 2, 9);
  expect(await maker.client.getTotalEarningsForUserForDay(day())).toHaveLength(1);
});

test('gives the maker its share of the fees once the match is final', async () => {
  const taker = await opened.trader();
  await maker.place('BUY', 0.5, 100, { postOnly: true });
  await taker.place('BUY', 0.5, 100, { tokenId: opened.market.tokenIds[1] });
  const rebates = async (): Promise<unknown> => JSON.parse((await send(opened.rehearsal.urls.clob, 'GET', `/rebates/current?date=${day()}&maker_address=${maker.account.funder}`)).text);
  expect(await rebates()).toEqual([]);
  opened.clock.advance(5_000);
  // 100 × 0.05 × 0.25, of which a quarter.
  expect(await rebates()).toMatchObject([{ condition_id: opened.market.conditionId, maker_address: maker.account.funder, rebated_fees_usdc: '0.312500' }]);
});

test('pays for a day what came to a dollar, some minutes after its end, and nothing of the day under way', async () => {
  const taker = await opened.trader();
  const DAY = 86_400_000;
  const cash = (): number => opened.rehearsal.audit().wallets.find(({ wallet }) => wallet === maker.account.funder)!.cash;
  opened.clock.advance(DAY - (opened.clock.now() % DAY) + 1_000);
  await maker.place('BUY', 0.5, 200, { postOnly: true });
  await maker.place('BUY', 0.48, 100, { tokenId: opened.market.tokenIds[1], postOnly: true });
  // A quarter of 200 × 0.05 × 0.25 is less than a dollar.
  await taker.place('BUY', 0.5, 200, { tokenId: opened.market.tokenIds[1] });
  await maker.place('BUY', 0.5, 100, { postOnly: true });
  const before = cash();
  opened.clock.advance(DAY / 2);
  expect(cash()).toBe(before);
  const [{ earnings } = { earnings: 0 }] = await maker.client.getEarningsForUserForDay(day());
  expect(earnings).toBeGreaterThan(20);
  opened.clock.advance(DAY / 2 + 10 * 60_000);
  expect(cash() - before).toBeCloseTo(2 * earnings, 0);
});
