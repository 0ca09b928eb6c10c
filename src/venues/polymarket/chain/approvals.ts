// Which contracts have to be allowed to move what is ours before anything can be traded, and which of these are not.

import type { ChainCall } from './chain-call.ts';
import { allowAllCall, allowCall } from './collateral-calls.ts';
import type { Contracts } from './contracts.ts';
import { ERC1155, ERC20 } from './interfaces.ts';
import type { JsonRpc } from './json-rpc.ts';

export interface Approval {
  readonly kind: 'collateral' | 'tokens';
  readonly token: string;
  readonly spender: string;
  /** What does not work without it. */
  readonly purpose: string;
}

/** As the venue's documentation lists them (facts 15.3). */
export function requiredApprovals(contracts: Contracts): readonly Approval[] {
  const { pusd, conditionalTokens, positionManager, exchange, negRiskExchange, exchangeV3, ctfAdapter, negRiskCtfAdapter, router, autoRedeemer } = contracts;
  const collateral = (spender: string, purpose: string): Approval => ({ kind: 'collateral', token: pusd, spender, purpose });
  const tokens = (token: string, spender: string, purpose: string): Approval => ({ kind: 'tokens', token, spender, purpose });
  return [
    collateral(exchange, 'buy in standard markets'), collateral(negRiskExchange, 'buy in neg-risk markets'), collateral(exchangeV3, 'buy in markets of Protocol V2'),
    collateral(ctfAdapter, 'split in standard markets'), collateral(negRiskCtfAdapter, 'split in neg-risk markets'), collateral(router, 'split in markets of Protocol V2'),
    tokens(conditionalTokens, exchange, 'sell in standard markets'), tokens(conditionalTokens, negRiskExchange, 'sell in neg-risk markets'),
    tokens(conditionalTokens, ctfAdapter, 'merge and redeem in standard markets'), tokens(conditionalTokens, negRiskCtfAdapter, 'merge, redeem and convert in neg-risk markets'),
    tokens(conditionalTokens, autoRedeemer, 'have winnings redeemed by the venue'),
    tokens(positionManager, router, 'merge, redeem and convert in markets of Protocol V2'), tokens(positionManager, exchangeV3, 'sell in markets of Protocol V2'),
    tokens(positionManager, autoRedeemer, 'have winnings of Protocol V2 redeemed by the venue'),
  ];
}

/** A billion dollars: what is allowed without limit is used up by no trading, and an allowance below that was meant as a limit. */
const ENOUGH = 10n ** 15n;

export async function missingApprovals(rpc: JsonRpc, account: string, required: readonly Approval[]): Promise<readonly Approval[]> {
  const given = await Promise.all(required.map(async ({ kind, token, spender }) => {
    const data = kind === 'collateral' ? ERC20.encodeFunctionData('allowance', [account, spender]) : ERC1155.encodeFunctionData('isApprovedForAll', [account, spender]);
    const answer = BigInt(await rpc.read(token, data));
    return kind === 'collateral' ? answer >= ENOUGH : answer === 1n;
  }));
  return required.filter((_, i) => !given[i]);
}

export const approvalCall = ({ kind, token, spender, purpose }: Approval): ChainCall =>
  (kind === 'collateral' ? allowCall(token, spender, `allow to ${purpose}`) : allowAllCall(token, spender, `allow to ${purpose}`));
