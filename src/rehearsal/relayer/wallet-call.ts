// The calls that a wallet may make through the relayer, decoded: approvals, splits, merges and redemptions, in the old
// contracts and in those of Protocol V2, and the conversions of exclusive events in the old ones.

import { Interface, getAddress } from 'ethers';
import { CONTRACTS } from '../chain/contracts.ts';

export interface RawCall { readonly target: string; readonly value: string; readonly data: string }

export type WalletCall =
  | { readonly kind: 'approve'; readonly spender: string; readonly isAllowed: boolean }
  | { readonly kind: 'approve-all'; readonly operator: string; readonly isAllowed: boolean }
  /** `by`: the contract that is asked to. */
  | { readonly kind: 'split' | 'merge'; readonly by: string; readonly conditionId: string; readonly amount: number }
  | { readonly kind: 'redeem'; readonly conditionId: string }
  /** `questions`: a bit for each whose second outcome is given up. */
  | { readonly kind: 'convert'; readonly negRiskMarketId: string; readonly questions: bigint; readonly amount: number };

const ERC20 = new Interface(['function approve(address spender, uint256 amount)']);
const ERC1155 = new Interface(['function setApprovalForAll(address operator, bool approved)']);
const ADAPTER = new Interface([
  'function splitPosition(address, bytes32, bytes32 conditionId, uint256[] partition, uint256 amount)',
  'function mergePositions(address, bytes32, bytes32 conditionId, uint256[] partition, uint256 amount)',
  'function redeemPositions(address, bytes32, bytes32 conditionId, uint256[] indexSets)',
]);
const NEG_RISK = new Interface(['function convertPositions(bytes32 marketId, uint256 indexSet, uint256 amount)']);
const ROUTER = new Interface([
  'function split(bytes31 conditionId, uint256 amount)', 'function merge(bytes31 conditionId, uint256 amount)',
  'function redeem(bytes31 conditionId, uint256 outcomeIndex, uint256 amount)',
]);

/** Null where the call is none of them. */
export function walletCall({ target, value, data }: RawCall): WalletCall | null {
  if (value !== '0') return null;
  try {
    const by = getAddress(target);
    switch (by) {
      case CONTRACTS.collateral: return approval(data);
      case CONTRACTS.conditionalTokens: case CONTRACTS.positionManager: return approvalForAll(data);
      case CONTRACTS.adapter: return adapterCall(by, data);
      case CONTRACTS.negRiskAdapter: return conversion(data) ?? adapterCall(by, data);
      case CONTRACTS.router: return routerCall(by, data);
      default: return null;
    }
  } catch {
    // Data that is no call of the contract.
    return null;
  }
}

function approval(data: string): WalletCall {
  const [spender, amount] = ERC20.decodeFunctionData('approve', data) as unknown as [string, bigint];
  return { kind: 'approve', spender, isAllowed: amount > 0n };
}

function approvalForAll(data: string): WalletCall {
  const [operator, isAllowed] = ERC1155.decodeFunctionData('setApprovalForAll', data) as unknown as [string, boolean];
  return { kind: 'approve-all', operator, isAllowed };
}

function adapterCall(by: string, data: string): WalletCall | null {
  const call = ADAPTER.parseTransaction({ data });
  if (call === null) return null;
  const conditionId = String(call.args[2]);
  if (call.name === 'redeemPositions') return { kind: 'redeem', conditionId };
  return { kind: call.name === 'splitPosition' ? 'split' : 'merge', by, conditionId, amount: Number(call.args[4]) };
}

function conversion(data: string): WalletCall | null {
  const call = NEG_RISK.parseTransaction({ data });
  return call === null ? null : { kind: 'convert', negRiskMarketId: String(call.args[0]), questions: call.args[1] as bigint, amount: Number(call.args[2]) };
}

function routerCall(by: string, data: string): WalletCall | null {
  const call = ROUTER.parseTransaction({ data });
  if (call === null) return null;
  const conditionId = `${String(call.args[0])}00`;
  if (call.name === 'redeem') return { kind: 'redeem', conditionId };
  return { kind: call.name === 'split' ? 'split' : 'merge', by, conditionId, amount: Number(call.args[1]) };
}
