// The core's token commands on chain: from command to calls, and from the outcome to the event that answers it. What was moved
// is read from the receipt; where that cannot be read the answer is that it is not known.

import type { TokenCommand } from '../../../core/domain/commands.ts';
import type { TokenAnswer } from '../../../core/domain/events.ts';
import type { MarketId } from '../../../core/domain/instrument.ts';
import { size, timestamp, type Size } from '../../../core/domain/numbers.ts';
import type { Balances } from './balances.ts';
import type { ChainActions } from './chain-actions.ts';
import type { ChainCall } from './chain-call.ts';
import type { Clock } from './clock.ts';
import type { Contracts } from './contracts.ts';
import type { JsonRpc } from './json-rpc.ts';
import { convertCalls, mergeCall, redeemCalls, splitCall, type ChainMarket, type NegRiskEvent } from './token-calls.ts';
import { readMovements, type TokenMovements } from './token-movements.ts';

export interface TokenDeskOptions {
  /** They keep a record of what they send. */
  readonly actions: ChainActions;
  readonly rpc: JsonRpc;
  readonly contracts: Contracts;
  readonly balances: Balances;
  readonly clock: Clock;
  readonly market: (id: MarketId) => ChainMarket;
  /** Of the event that these markets are of: its market id of the neg-risk adapter, and the place of each. */
  readonly negRisk: (ids: readonly MarketId[]) => { readonly negRiskMarketId: string; readonly indices: readonly number[]; readonly others: readonly MarketId[] };
}

export class TokenDesk {
  readonly #options: TokenDeskOptions;

  constructor(options: TokenDeskOptions) { this.#options = options; }

  /** Never rejects. */
  async perform(command: TokenCommand): Promise<TokenAnswer> {
    const { actions } = this.#options;
    let calls: readonly ChainCall[];
    try {
      calls = await this.#callsFor(command);
    } catch (error) {
      return this.#failed(command, `not sent: ${messageOf(error)}`);
    }
    if (calls.length === 0) return this.#failed(command, 'nothing of it is held that pays');
    if (calls.length > actions.mostCalls) return this.#failed(command, `it takes ${calls.length} calls, and this account sends ${actions.mostCalls} at a time`);
    const outcome = await actions.perform(calls, () => {});
    if (outcome.kind === 'failed') return this.#failed(command, `${outcome.reason} (${outcome.proof})`);
    if (outcome.kind === 'unknown') return this.#unknown(command, outcome.reason);
    try {
      return await this.#done(command, outcome.txHash);
    } catch (error) {
      return this.#unknown(command, `done by ${outcome.txHash}, but what it moved cannot be read: ${messageOf(error)}`);
    }
  }

  async #callsFor(command: TokenCommand): Promise<readonly ChainCall[]> {
    const { contracts, market, actions } = this.#options;
    switch (command.type) {
      case 'SplitPairs': return [splitCall(contracts, market(command.market), command.size)];
      case 'MergePairs': return [mergeCall(contracts, market(command.market), command.size)];
      // What is left over is still held, and claimed next.
      case 'RedeemPairs': return (await this.#redeemCalls(market(command.market))).slice(0, actions.mostCalls);
      case 'ConvertPositions': return convertCalls(contracts, this.#eventOf(command.markets), command.size);
    }
  }

  /** Of Protocol V2 each outcome is a call of its own: only those that pay. */
  async #redeemCalls(market: ChainMarket): Promise<readonly ChainCall[]> {
    const { contracts, balances, actions } = this.#options;
    const [held] = await balances.tokens(actions.account, [market]);
    if (held === undefined) return [];
    const none = size(0);
    const paying = market.version === 'v1' ? held : {
      yes: ((await balances.worth(market, { yes: held.yes, no: none })) ?? 0) > 0 ? held.yes : none,
      no: ((await balances.worth(market, { yes: none, no: held.no })) ?? 0) > 0 ? held.no : none,
    };
    return redeemCalls(contracts, market, { yes: BigInt(paying.yes), no: BigInt(paying.no) });
  }

  #eventOf(ids: readonly MarketId[]): NegRiskEvent {
    const { market, negRisk } = this.#options;
    const { negRiskMarketId, indices } = negRisk(ids);
    return { negRiskMarketId, given: ids.map((id, i) => ({ market: market(id), index: indices[i] as number })) };
  }

  async #done(command: TokenCommand, txHash: string): Promise<TokenAnswer> {
    const { rpc, actions, contracts, market, negRisk, clock } = this.#options;
    const answer = { ts: timestamp(clock.now()), market: command.market, requestId: command.requestId };
    if (command.type === 'SplitPairs') return { type: 'PairsSplit', ...answer, size: command.size };
    if (command.type === 'MergePairs') return { type: 'PairsMerged', ...answer, size: command.size };
    const moved = await readMovements(rpc, txHash, actions.account, contracts);
    if (command.type === 'RedeemPairs') {
      const { yesId, noId } = market(command.market);
      return { type: 'PairsRedeemed', ...answer, yes: given(moved, yesId), no: given(moved, noId), paid: moved.collateral };
    }
    const [first] = negRisk(command.markets).others;
    const received = first === undefined ? command.size : moved.tokens.get(market(first).yesId) ?? size(0);
    return { type: 'PositionsConverted', ...answer, size: command.size, received, paid: moved.collateral };
  }

  #failed({ type, market, requestId }: TokenCommand, detail: string): TokenAnswer {
    return { type: type === 'MergePairs' ? 'MergeFailed' : 'TokenOperationFailed', ts: timestamp(this.#options.clock.now()), market, requestId, detail };
  }

  #unknown({ market, requestId }: TokenCommand, detail: string): TokenAnswer {
    return { type: 'TokenOperationUnknown', ts: timestamp(this.#options.clock.now()), market, requestId, detail };
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const given = ({ tokens }: TokenMovements, id: string): Size => size(Math.max(0, -(tokens.get(id) ?? 0)));
