// What an operator should know of a wallet before it trades and after it won, read from the chain at once.

import type { WalletType } from '../config/venue-settings.ts';
import type { Cash } from '../core/domain/numbers.ts';
import { missingApprovals, requiredApprovals, type Approval } from '../venues/polymarket/chain/approvals.ts';
import { knownBy } from './recorded-actions.ts';
import type { Wallet } from './wallet.ts';

export interface WalletStatus {
  readonly account: string;
  readonly signer: string;
  readonly type: WalletType;
  /** Null for a plain key, which is no contract. */
  readonly isDeployed: boolean | null;
  /** Micro-dollars that orders are paid with. */
  readonly collateral: Cash;
  /** Micro-dollars of USDC.e, to be wrapped. */
  readonly unwrapped: Cash;
  /** Of a plain key, which pays for its transactions: 1e-18 POL. */
  readonly gas: bigint | null;
  readonly missing: readonly Approval[];
  readonly required: number;
  readonly winnings: readonly { readonly market: string; readonly conditionId: string; readonly worth: Cash }[];
  /** What was sent and is not proved. */
  readonly underWay: { readonly what: string; readonly as: string } | null;
}

export async function walletStatus({ account, signer, type, rpc, balances, surroundings: { contracts }, record, claimable }: Wallet): Promise<WalletStatus> {
  const required = requiredApprovals(contracts);
  const isPlain = type === 'eoa';
  const [collateral, unwrapped, missing, code, gas, found] = await Promise.all([
    balances.collateral(account), balances.unwrapped(account), missingApprovals(rpc, account, required),
    isPlain ? null : rpc.ask('eth_getCode', [account, 'latest']), isPlain ? rpc.quantity('eth_getBalance', [account, 'latest']) : null, claimable(),
  ]);
  const open = record.underWay();
  return {
    account, signer, type, isDeployed: code === null ? null : code !== '0x', collateral, unwrapped, gas, missing, required: required.length,
    winnings: found.map(({ market: { slug, conditionId }, worth }) => ({ market: slug, conditionId, worth })),
    underWay: open === null ? null : { what: open.what, as: knownBy(open.ref) },
  };
}
