import { Interface, Wallet } from 'ethers';
import { AssetType } from '@polymarket/clob-client-v2';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CONTRACTS } from '../chain/contracts.ts';
import { openRehearsal, type OpenedRehearsal, type Trader } from '../opened-rehearsal.fixture.ts';
import { send, type RawAnswer } from '../raw-request.fixture.ts';

let opened: OpenedRehearsal;
let trader: Trader;
beforeEach(async () => {
  opened = await openRehearsal();
  trader = await opened.trader(3);
});
afterEach(async () => { await opened.rehearsal.close(); });

interface Call { readonly target: string; readonly value: string; readonly data: string }
const ERC20 = new Interface(['function approve(address, uint256)']);
const ERC1155 = new Interface(['function setApprovalForAll(address, bool)']);
const ADAPTER = new Interface([
  'function splitPosition(address, bytes32, bytes32, uint256[], uint256)', 'function mergePositions(address, bytes32, bytes32, uint256[], uint256)', 'function redeemPositions(address, bytes32, bytes32, uint256[])',
]);
const ROUTER = new Interface(['function split(bytes31, uint256)', 'function merge(bytes31, uint256)', 'function redeem(bytes31, uint256, uint256)']);
const ZERO = `0x${'0'.repeat(64)}`;
const approve = (spender: string): Call => ({ target: CONTRACTS.collateral, value: '0', data: ERC20.encodeFunctionData('approve', [spender, 2n ** 256n - 1n]) });
const approveTokens = (operator: string, target: string = CONTRACTS.conditionalTokens): Call => ({ target, value: '0', data: ERC1155.encodeFunctionData('setApprovalForAll', [operator, true]) });
const adapter = (name: string, ...last: readonly unknown[]): Call =>
  ({ target: CONTRACTS.adapter, value: '0', data: ADAPTER.encodeFunctionData(name, [CONTRACTS.collateral, ZERO, opened.market.conditionId, [1, 2], ...last]) });

const ask = (method: string, path: string, body?: string): Promise<RawAnswer> =>
  send(opened.rehearsal.urls.relayer, method, path, body, { RELAYER_API_KEY: opened.rehearsal.relayerApiKey, RELAYER_API_KEY_ADDRESS: trader.address });

async function submit(calls: readonly Call[], changed: Readonly<Record<string, unknown>> = {}): Promise<RawAnswer> {
  const { nonce } = JSON.parse((await ask('GET', `/v1/account/transactions/params?address=${trader.address}&type=WALLET`)).text) as { nonce: string };
  const deadline = String(Math.floor(opened.clock.now() / 1_000) + 600);
  const signature = await new Wallet(trader.account.key).signTypedData({ name: 'DepositWallet', version: '1', chainId: 137, verifyingContract: trader.account.funder }, {
    Batch: [{ name: 'wallet', type: 'address' }, { name: 'nonce', type: 'uint256' }, { name: 'deadline', type: 'uint256' }, { name: 'calls', type: 'Call[]' }],
    Call: [{ name: 'target', type: 'address' }, { name: 'value', type: 'uint256' }, { name: 'data', type: 'bytes' }],
  }, { wallet: trader.account.funder, nonce, deadline, calls });
  return ask('POST', '/submit', JSON.stringify({
    type: 'WALLET', from: trader.address, to: CONTRACTS.depositWalletFactory, nonce, signature, metadata: '', depositWalletParams: { depositWallet: trader.account.funder, deadline, calls }, ...changed,
  }));
}

async function seenThrough(calls: readonly Call[]): Promise<readonly string[]> {
  const { transactionID, state } = JSON.parse((await submit(calls)).text) as { transactionID: string; state: string };
  const states = [state];
  for (let i = 0; i < 30; i++) {
    opened.clock.advance(100);
    const [row] = JSON.parse((await ask('GET', `/transaction?id=${transactionID}`)).text) as { state: string }[];
    if (row !== undefined && row.state !== states.at(-1)) states.push(row.state);
  }
  return states;
}

const balance = async (tokenId?: string): Promise<string> =>
  (await trader.client.getBalanceAllowance(tokenId === undefined ? { asset_type: AssetType.COLLATERAL } : { asset_type: AssetType.CONDITIONAL, token_id: tokenId })).balance;

test('splits and merges on the chain, of which the order book knows when it was told to look', async () => {
  const [yes] = opened.market.tokenIds;
  expect(await seenThrough([approve(CONTRACTS.adapter), adapter('splitPosition', 100_000_000n)])).toEqual(['STATE_NEW', 'STATE_EXECUTED', 'STATE_MINED', 'STATE_CONFIRMED']);
  expect([await balance(), await balance(yes)]).toEqual(['10000000000', '0']);
  await trader.client.updateBalanceAllowance({ asset_type: AssetType.COLLATERAL });
  await trader.client.updateBalanceAllowance({ asset_type: AssetType.CONDITIONAL, token_id: yes });
  expect([await balance(), await balance(yes)]).toEqual(['9900000000', '100000000']);
  expect(await trader.place('SELL', 0.6, 100, { postOnly: true })).toMatchObject({ status: 'live' });
  expect(await seenThrough([approveTokens(CONTRACTS.adapter), adapter('mergePositions', 40_000_000n)])).toContain('STATE_CONFIRMED');
  await trader.client.updateBalanceAllowance({ asset_type: AssetType.COLLATERAL });
  expect(await balance()).toBe('9940000000');
});

test('does all of a batch or nothing, and says which', async () => {
  expect(await seenThrough([adapter('splitPosition', 1_000_000n)])).toEqual(['STATE_NEW', 'STATE_EXECUTED', 'STATE_FAILED']);
  expect(await seenThrough([approve(CONTRACTS.adapter), adapter('splitPosition', 1_000_000n), adapter('mergePositions', 2_000_000n)])).toEqual(['STATE_NEW', 'STATE_EXECUTED', 'STATE_FAILED']);
  expect(opened.rehearsal.audit().wallets.find(({ wallet }) => wallet === trader.account.funder)).toMatchObject({ cash: 10_000, tokens: {} });
  expect(await seenThrough([{ target: CONTRACTS.adapter, value: '0', data: '0x12345678' }])).toEqual(['STATE_INVALID']);
});

test('converts the second outcomes of an exclusive event', async () => {
  const vote = opened.rehearsal.markets().filter(({ negRisk }) => negRisk);
  const adapterOf = new Interface([...ADAPTER.fragments, 'function convertPositions(bytes32, uint256, uint256)']);
  const call = (name: string, ...args: readonly unknown[]): Call => ({ target: CONTRACTS.negRiskAdapter, value: '0', data: adapterOf.encodeFunctionData(name, args) });
  const event = JSON.parse((await send(opened.rehearsal.urls.gamma, 'GET', '/events/slug/who-wins-the-harbour-vote')).text) as { readonly negRiskMarketID: string };
  const splits = vote.slice(0, 2).map(({ conditionId }) => call('splitPosition', CONTRACTS.collateral, ZERO, conditionId, [1, 2], 10_000_000n));
  expect(await seenThrough([approve(CONTRACTS.negRiskAdapter), approveTokens(CONTRACTS.negRiskAdapter), ...splits, call('convertPositions', event.negRiskMarketID, 3n, 4_000_000n)])).toContain('STATE_CONFIRMED');
  const wallet = opened.rehearsal.audit().wallets.find((each) => each.wallet === trader.account.funder);
  const held = vote.map(({ tokenIds }) => tokenIds.map((tokenId) => wallet?.tokens[tokenId] ?? 0));
  expect([wallet?.cash, held]).toEqual([10_000 - 20 + 4, [[10, 6], [10, 6], [4, 0]]]);
  const wrong = { ...splits[0]!, target: CONTRACTS.adapter };
  expect(await seenThrough([approve(CONTRACTS.adapter), wrong])).toContain('STATE_FAILED');
  expect(await seenThrough([call('convertPositions', event.negRiskMarketID, 4n, 4_000_000n)])).toContain('STATE_FAILED');
});

test('refuses a batch of another nonce, another signer, without a key', async () => {
  const calls = [approve(CONTRACTS.router)];
  expect((await submit(calls, { nonce: '5' })).text).toBe('{"error":"invalid nonce"}');
  expect((await submit(calls, { signature: `0x${'11'.repeat(65)}` })).text).toBe('{"error":"invalid signature"}');
  expect((await submit(calls, { from: CONTRACTS.router })).text).toBe('{"error":"invalid wallet"}');
  expect(await send(opened.rehearsal.urls.relayer, 'POST', '/submit', '{}')).toMatchObject({ status: 401 });
});

test('pays what a market resolved to: to a deposit wallet when it asks, to others by itself', async () => {
  const { clock, market, rehearsal } = opened;
  const other = await opened.trader();
  await trader.place('BUY', 0.4, 50, { postOnly: true });
  await other.place('BUY', 0.6, 50, { tokenId: market.tokenIds[1] });
  rehearsal.fault({ kind: 'resolve', market: market.slug, outcome: 0 });
  clock.advance(6_000);
  const cash = (address: string): number | undefined => rehearsal.audit().wallets.find(({ wallet }) => wallet === address)?.cash;
  expect(cash(other.account.funder)).toBeCloseTo(10_000 - 30 - 0.6, 5);
  expect(cash(trader.account.funder)).toBe(9_980);
  const positions = async (status = '&status=REDEEMABLE'): Promise<unknown> => JSON.parse((await send(rehearsal.urls.data, 'GET', `/v2/positions?user=${trader.account.funder}${status}`)).text).data;
  expect(await positions()).toMatchObject([{ token_id: market.tokenIds[0], current_size: 50, avg_price: 0.4, current_price: 1, redeemable: true }]);
  // The list of what is open is the whole of what is held.
  expect(await positions('')).toEqual(await positions());
  expect(await seenThrough([adapter('redeemPositions')])).toContain('STATE_CONFIRMED');
  expect(cash(trader.account.funder)).toBe(10_030);
  expect(await positions()).toEqual([]);
  const activity = JSON.parse((await send(rehearsal.urls.data, 'GET', `/v2/activity?user=${trader.account.funder}`)).text) as { data: readonly unknown[] };
  expect(activity.data).toMatchObject([{ type: 'REDEEM', size: 50, usdc_size: 50 }, { type: 'TRADE', side: 'BUY', size: 50, price: 0.4 }]);
});

test('splits and redeems markets of Protocol V2 through the router', async () => {
  const v2 = opened.rehearsal.markets().find(({ version }) => version === 'v2');
  const condition = v2?.conditionId.slice(0, 64) ?? '';
  const router = (name: string, ...rest: readonly unknown[]): Call => ({ target: CONTRACTS.router, value: '0', data: ROUTER.encodeFunctionData(name, [condition, ...rest]) });
  expect(await seenThrough([approve(CONTRACTS.router), approveTokens(CONTRACTS.router, CONTRACTS.positionManager), router('split', 5_000_000n), router('merge', 1_000_000n)])).toContain('STATE_CONFIRMED');
  const tokens = (): unknown => opened.rehearsal.audit().wallets.find(({ wallet }) => wallet === trader.account.funder)?.tokens;
  expect(tokens()).toEqual({ [v2!.tokenIds[0]]: 4, [v2!.tokenIds[1]]: 4 });
  opened.rehearsal.fault({ kind: 'resolve', market: v2!.slug, outcome: 0 });
  expect(await seenThrough([router('redeem', 0n, 4_000_000n)])).toContain('STATE_CONFIRMED');
  expect(tokens()).toEqual({});
});
