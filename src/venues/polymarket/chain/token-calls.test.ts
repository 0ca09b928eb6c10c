import { AbiCoder, id } from 'ethers';
import { describe, expect, it } from 'vitest';
import { cash, size } from '../../../core/domain/numbers.ts';
import { allowAllCall, allowCall, unwrapCall, wrapCall } from './collateral-calls.ts';
import { POLYGON } from './contracts.ts';
import { revertReason } from './revert-reason.ts';
import { convertCalls, mergeCall, redeemCalls, splitCall, type ChainMarket } from './token-calls.ts';

const CONDITION = `0x${'c0'.repeat(32)}`;
const V1: ChainMarket = { conditionId: CONDITION, slug: 'rain', version: 'v1', negRisk: false, yesId: '1', noId: '2' };
const NEG: ChainMarket = { ...V1, negRisk: true };
/** Neg-risk of Protocol V2: event 0x02aa…, the given place, YES and NO. */
const EVENT = (2n << 248n) | (BigInt(`0x${'aa'.repeat(16)}`) << 120n) | (4n << 104n);
const v2 = (index: number): ChainMarket => ({ ...V1, version: 'v2', yesId: String(EVENT | (BigInt(index) << 8n)), noId: String(EVENT | (BigInt(index) << 8n) | 1n) });
const SIZE = size(12_500_000);
const args = (types: readonly string[], data: string): readonly unknown[] => [...AbiCoder.defaultAbiCoder().decode(types, `0x${data.slice(10)}`)];
const selector = (signature: string): string => id(signature).slice(0, 10);

describe('calls of v1', () => {
  const CTF_TYPES = ['address', 'bytes32', 'bytes32', 'uint256[]', 'uint256'];
  it.each([
    ['split', splitCall, V1, POLYGON.ctfAdapter, POLYGON.usdcE], ['split', splitCall, NEG, POLYGON.negRiskCtfAdapter, POLYGON.wrappedCollateral],
    ['merge', mergeCall, V1, POLYGON.ctfAdapter, POLYGON.usdcE], ['merge', mergeCall, NEG, POLYGON.negRiskCtfAdapter, POLYGON.wrappedCollateral],
  ] as const)('%s goes to the adapter of its market, by the signature of the Conditional Tokens', (kind, call, market, target, collateral) => {
    const made = call(POLYGON, market, SIZE);
    expect([made.target, made.data.slice(0, 10)]).toEqual([target, selector(`${kind}${kind === 'split' ? 'Position' : 'Positions'}(address,bytes32,bytes32,uint256[],uint256)`)]);
    expect(args(CTF_TYPES, made.data).flat()).toEqual([collateral, `0x${'00'.repeat(32)}`, CONDITION, 1n, 2n, 12_500_000n]);
  });

  it('redeems both outcomes by one call, and nothing where nothing is held', () => {
    const [call, ...more] = redeemCalls(POLYGON, NEG, { yes: 0n, no: 3n });
    expect(more).toEqual([]);
    expect([call?.target, call?.data.slice(0, 10)]).toEqual([POLYGON.negRiskCtfAdapter, selector('redeemPositions(address,bytes32,bytes32,uint256[])')]);
    expect(redeemCalls(POLYGON, V1, { yes: 0n, no: 0n })).toEqual([]);
  });

  it('converts by the set of places whose NO is given', () => {
    const negRiskMarketId = `0x${'ee'.repeat(31)}00`;
    const [call, ...more] = convertCalls(POLYGON, { negRiskMarketId, given: [{ market: NEG, index: 0 }, { market: NEG, index: 3 }] }, SIZE);
    expect(more).toEqual([]);
    expect([call?.target, call?.data.slice(0, 10)]).toEqual([POLYGON.negRiskCtfAdapter, selector('convertPositions(bytes32,uint256,uint256)')]);
    expect(args(['bytes32', 'uint256', 'uint256'], call?.data ?? '')).toEqual([negRiskMarketId, 0b1001n, 12_500_000n]);
  });
});

describe('calls of Protocol V2', () => {
  const condition = `0x02${'aa'.repeat(16)}0004${'00'.repeat(10)}0002`;
  it.each([['split', splitCall], ['merge', mergeCall]] as const)('%s goes to the router by the condition in the id', (kind, call) => {
    const made = call(POLYGON, v2(2), SIZE);
    expect([made.target, made.data.slice(0, 10)]).toEqual([POLYGON.router, selector(`${kind}(bytes31,uint256)`)]);
    expect(args(['bytes31', 'uint256'], made.data)).toEqual([condition, 12_500_000n]);
  });

  it('redeems each outcome by its size', () => {
    const calls = redeemCalls(POLYGON, v2(2), { yes: 5n, no: 7n });
    expect(calls.map(({ data }) => [data.slice(0, 10), ...args(['bytes31', 'uint256', 'uint256'], data)])).toEqual([[selector('redeem(bytes31,uint256,uint256)'), condition, 0n, 5n], [selector('redeem(bytes31,uint256,uint256)'), condition, 1n, 7n]]);
  });

  it('converts one NO and merges the others with the YES that it brings', () => {
    const [convert, ...merges] = convertCalls(POLYGON, { negRiskMarketId: '', given: [0, 2, 3].map((index) => ({ market: v2(index), index })) }, SIZE);
    expect([convert?.data.slice(0, 10), ...args(['bytes29', 'uint16', 'uint256'], convert?.data ?? '')]).toEqual([selector('convert(bytes29,uint16,uint256)'), condition.slice(0, -4), 0n, 12_500_000n]);
    expect(merges.map(({ data }) => args(['bytes31', 'uint256'], data)[0])).toEqual([condition, `${condition.slice(0, -1)}3`]);
  });
});

it('wraps, unwraps and approves by the signatures of the ramps and tokens', () => {
  const to = '0x00000000000000000000000000000000000deb01';
  const wrap = wrapCall(POLYGON, to, cash(5_000_000));
  expect([wrap.target, wrap.data.slice(0, 10)]).toEqual([POLYGON.onramp, selector('wrap(address,address,uint256)')]);
  const unwrap = unwrapCall(POLYGON, to, cash(5_000_000));
  expect([unwrap.target, unwrap.data.slice(0, 10), ...args(['address', 'address', 'uint256'], unwrap.data).map(String)]).toEqual([POLYGON.offramp, selector('unwrap(address,address,uint256)'), POLYGON.usdcE, expect.stringMatching(/deb01$/i), '5000000']);
  expect([allowCall(POLYGON.pusd, to, '').data.slice(0, 10), allowAllCall(POLYGON.conditionalTokens, to, '').data.slice(0, 10)]).toEqual(['0x095ea7b3', '0xa22cb465']);
});

it('puts reverts in words', () => {
  const text = `0x08c379a0${AbiCoder.defaultAbiCoder().encode(['string'], ['condition not prepared yet']).slice(2)}`;
  expect(revertReason(text)).toBe('condition not prepared yet');
  expect(revertReason(id('OnlyUnpaused()').slice(0, 10))).toBe('the venue has paused it (OnlyUnpaused)');
  expect(revertReason(id('TransferFromFailed()').slice(0, 10))).toMatch(/approval is missing/);
  expect(revertReason(`0x4e487b71${'11'.padStart(64, '0')}`)).toBe('panic 0x11');
  expect(revertReason('0xdeadbeef')).toBe('unknown error 0xdeadbeef');
  expect([revertReason(null, 'execution reverted'), revertReason('0x')]).toEqual(['execution reverted', 'no reason given']);
});
