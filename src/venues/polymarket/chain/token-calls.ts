// Calls that turn collateral into tokens and back, for markets of both versions. Sizes are micro-shares, which are the
// contracts' own units. Of v1 the adapters ignore collateral, parent and partition; they are given as the Conditional Tokens
// themselves take them, so that the same bytes mean the same there.

import { ZeroHash } from 'ethers';
import type { Size } from '../../../core/domain/numbers.ts';
import type { PolymarketMarket } from '../polymarket-market.ts';
import type { ChainCall } from './chain-call.ts';
import type { Contracts } from './contracts.ts';
import { CONDITIONAL_TOKENS, ROUTER } from './interfaces.ts';
import { v2Parts } from './position-ids.ts';

export type ChainMarket = Pick<PolymarketMarket, 'conditionId' | 'slug' | 'version' | 'negRisk' | 'yesId' | 'noId'>;

const BOTH = [1n, 2n];
const shares = (size: Size): string => `${size / 1e6}`;

const adapterOf = (contracts: Contracts, { negRisk }: ChainMarket): string => (negRisk ? contracts.negRiskCtfAdapter : contracts.ctfAdapter);
/** What the tokens of a v1 market are made of. */
export const collateralOf = (contracts: Contracts, { negRisk }: Pick<ChainMarket, 'negRisk'>): string => (negRisk ? contracts.wrappedCollateral : contracts.usdcE);

export function splitCall(contracts: Contracts, market: ChainMarket, size: Size): ChainCall {
  const what = `split ${shares(size)} pairs of ${market.slug}`;
  if (market.version === 'v2') return { target: contracts.router, data: ROUTER.encodeFunctionData('split', [v2Parts(market.yesId).conditionId, BigInt(size)]), what };
  return { target: adapterOf(contracts, market), data: CONDITIONAL_TOKENS.encodeFunctionData('splitPosition', [collateralOf(contracts, market), ZeroHash, market.conditionId, BOTH, BigInt(size)]), what };
}

export function mergeCall(contracts: Contracts, market: ChainMarket, size: Size): ChainCall {
  const what = `merge ${shares(size)} pairs of ${market.slug}`;
  if (market.version === 'v2') return { target: contracts.router, data: ROUTER.encodeFunctionData('merge', [v2Parts(market.yesId).conditionId, BigInt(size)]), what };
  return { target: adapterOf(contracts, market), data: CONDITIONAL_TOKENS.encodeFunctionData('mergePositions', [collateralOf(contracts, market), ZeroHash, market.conditionId, BOTH, BigInt(size)]), what };
}

/**
 * What is held of a resolved market. Of v1 one call burns the caller's whole balance of both outcomes, whatever it is by then;
 * of v2 each outcome is a call by its size.
 */
export function redeemCalls(contracts: Contracts, market: ChainMarket, held: { readonly yes: bigint; readonly no: bigint }): readonly ChainCall[] {
  const what = `redeem ${market.slug}`;
  if (market.version === 'v1') {
    if (held.yes === 0n && held.no === 0n) return [];
    return [{ target: adapterOf(contracts, market), data: CONDITIONAL_TOKENS.encodeFunctionData('redeemPositions', [collateralOf(contracts, market), ZeroHash, market.conditionId, BOTH]), what }];
  }
  const { conditionId } = v2Parts(market.yesId);
  return [held.yes, held.no].flatMap((amount, outcome) => (amount === 0n ? [] : [{ target: contracts.router, data: ROUTER.encodeFunctionData('redeem', [conditionId, outcome, amount]), what }]));
}

export interface NegRiskEvent {
  /** The event's market id of the neg-risk adapter, 32 bytes, low byte zero. Not needed for v2. */
  readonly negRiskMarketId: string;
  /** NO of these is given: each with its place among the questions of the event. */
  readonly given: readonly { readonly market: ChainMarket; readonly index: number }[];
}

/**
 * NO of k questions into YES of the others and k − 1 dollars. The router of v2 converts one NO at a time, into YES of every
 * other question: the other NOs that are given meet theirs there and are merged, which comes to the same.
 */
export function convertCalls(contracts: Contracts, { negRiskMarketId, given }: NegRiskEvent, size: Size): readonly ChainCall[] {
  const [first, ...rest] = given;
  if (first === undefined) throw new RangeError('a conversion gives NO of at least one question');
  const what = `convert ${shares(size)} NO each of ${given.map(({ market }) => market.slug).join(', ')}`;
  if (first.market.version === 'v1') {
    const indexSet = given.reduce((set, { index }) => set | (1n << BigInt(index)), 0n);
    return [{ target: contracts.negRiskCtfAdapter, data: CONDITIONAL_TOKENS.encodeFunctionData('convertPositions', [negRiskMarketId, indexSet, BigInt(size)]), what }];
  }
  const { eventId, conditionIndex } = v2Parts(first.market.yesId);
  return [
    { target: contracts.router, data: ROUTER.encodeFunctionData('convert', [eventId, conditionIndex, BigInt(size)]), what },
    ...rest.map(({ market }) => mergeCall(contracts, market, size)),
  ];
}
