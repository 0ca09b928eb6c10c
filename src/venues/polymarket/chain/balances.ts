// What an account holds on chain, and what of it pays: collateral, tokens of both versions, resolved payouts. Micro-units are
// the contracts' own; what no number of ours can hold exactly is refused.

import { AbiCoder, Interface } from 'ethers';
import { cash, size, type Cash, type Size } from '../../../core/domain/numbers.ts';
import type { Contracts } from './contracts.ts';
import { ERC1155, ERC20 } from './interfaces.ts';
import { RpcRefusal, type JsonRpc } from './json-rpc.ts';
import type { ChainMarket } from './token-calls.ts';

export interface HeldTokens { readonly yes: Size; readonly no: Size }

const PAYOUTS = new Interface([
  'function payoutDenominator(bytes32 conditionId) view returns (uint256)',
  'function payoutNumerators(bytes32 conditionId, uint256 outcome) view returns (uint256)',
  'function getPayout(uint256 positionId, uint256 amount) view returns (uint256)',
]);
/** Balances asked for in one call. */
const MOST_IDS = 500;

export class Balances {
  readonly #rpc: JsonRpc;
  readonly #contracts: Contracts;

  constructor(rpc: JsonRpc, contracts: Contracts) {
    this.#rpc = rpc;
    this.#contracts = contracts;
  }

  /** What orders are paid with. */
  collateral(account: string): Promise<Cash> { return this.#dollars(this.#contracts.pusd, account); }

  /** Dollars that are to be wrapped before they are collateral. */
  unwrapped(account: string): Promise<Cash> { return this.#dollars(this.#contracts.usdcE, account); }

  /** In the order of `markets`. */
  async tokens(account: string, markets: readonly ChainMarket[]): Promise<readonly HeldTokens[]> {
    const { conditionalTokens, positionManager } = this.#contracts;
    const byId = new Map<string, Size>();
    for (const [version, contract] of [['v1', conditionalTokens], ['v2', positionManager]] as const) {
      const ids = markets.flatMap((market) => (market.version === version ? [market.yesId, market.noId] : []));
      for (let from = 0; from < ids.length; from += MOST_IDS) {
        const part = ids.slice(from, from + MOST_IDS);
        const data = await this.#rpc.read(contract, ERC1155.encodeFunctionData('balanceOfBatch', [part.map(() => account), part]));
        const [amounts] = ERC1155.decodeFunctionResult('balanceOfBatch', data) as unknown as [readonly bigint[]];
        for (const [i, id] of part.entries()) byId.set(id, size(exact(amounts[i] as bigint)));
      }
    }
    return markets.map(({ yesId, noId }) => ({ yes: byId.get(yesId) as Size, no: byId.get(noId) as Size }));
  }

  /** What turning these tokens in pays; null while the market is not resolved. */
  async worth(market: ChainMarket, { yes, no }: HeldTokens): Promise<Cash | null> {
    if (market.version === 'v2') return this.#worthV2(market, yes, no);
    const { conditionalTokens } = this.#contracts;
    const denominator = await this.#quantity(conditionalTokens, PAYOUTS.encodeFunctionData('payoutDenominator', [market.conditionId]));
    if (denominator === 0n) return null;
    let paid = 0n;
    for (const [outcome, held] of [yes, no].entries()) {
      const numerator = await this.#quantity(conditionalTokens, PAYOUTS.encodeFunctionData('payoutNumerators', [market.conditionId, outcome]));
      // Each outcome is rounded down by itself.
      paid += (BigInt(held) * numerator) / denominator;
    }
    return cash(exact(paid));
  }

  async #dollars(token: string, account: string): Promise<Cash> { return cash(exact(await this.#quantity(token, ERC20.encodeFunctionData('balanceOf', [account])))); }

  async #worthV2({ yesId, noId }: ChainMarket, yes: Size, no: Size): Promise<Cash | null> {
    const { positionManager } = this.#contracts;
    try {
      const paid = await Promise.all([[yesId, yes], [noId, no]].map(([id, held]) => this.#quantity(positionManager, PAYOUTS.encodeFunctionData('getPayout', [id, held]))));
      return cash(exact(paid.reduce((sum, part) => sum + part, 0n)));
    } catch (error) {
      if (error instanceof RpcRefusal) return null;
      throw error;
    }
  }

  async #quantity(target: string, data: string): Promise<bigint> {
    const [value] = AbiCoder.defaultAbiCoder().decode(['uint256'], await this.#rpc.read(target, data)) as unknown as [bigint];
    return value;
  }
}

function exact(amount: bigint): number {
  if (amount > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError(`${amount} micro-units are more than can be counted exactly`);
  return Number(amount);
}
