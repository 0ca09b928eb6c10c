// The calls that a wallet may make through the relayer, decoded: approvals, splits, merges and redemptions, in the old
// contracts and in those of Protocol V2.

import { Interface, getAddress } from 'ethers';
import { CONTRACTS } from '../chain/contracts.ts';

export interface RawCall { readonly target: string; readonly value: string; readonly data: string }

export type WalletCall =
  | { readonly kind: 'approve'; readonly spender: string; readonly isAllowed: boolean }
  | { readonly kind: 'approve-all'; readonly operator: string; readonly isAllowed: boolean }
  | { readonly kind: 'split' | 'merge'; readonly conditionId: string; readonly amount: number }
  | { readonly kind: 'redeem'; readonly conditionId: string };

const ERC20 = new Interface(['function approve(address spender, uint256 amount)']);
const ERC1155 = new Interface(['function setApprovalForAll(address operator, bool approved)']);
const ADAPTER = new Interface([
  'function splitPosition(address, bytes32, bytes32 conditionId, uint256[] partition, uint256 amount)',
  'function mergePositions(address, bytes32, bytes32 conditionId, uint256[] partition, uint256 amount)',
  'function redeemPositions(address, bytes32, bytes32 conditionId, uint256[] indexSets)',
]);
const ROUTER = new Interface([
  'function split(bytes31 conditionId, uint256 amount)', 'function merge(bytes31 conditionId, uint256 amount)',
  'function redeem(bytes31 conditionId, uint256 outcomeIndex, uint256 amount)',
]);

/** Null where the call is none of them. */
export function walletCall({ target, value, data }: RawCall): WalletCall | null {
  if (value !== '0') return null;
  try {
    switch (getAddress(target)) {
      case CONTRACTS.collateral: return approval(data);
      case CONTRACTS.conditionalTokens: case CONTRACTS.positionManager: return approvalForAll(data);
      case CONTRACTS.adapter: case CONTRACTS.negRiskAdapter: return adapterCall(data);
      case CONTRACTS.router: return routerCall(data);
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

function adapterCall(data: string): WalletCall | null {
  const call = ADAPTER.parseTransaction({ data });
  if (call === null) return null;
  const conditionId = String(call.args[2]);
  if (call.name === 'redeemPositions') return { kind: 'redeem', conditionId };
  return { kind: call.name === 'splitPosition' ? 'split' : 'merge', conditionId, amount: Number(call.args[4]) };
}

function routerCall(data: string): WalletCall | null {
  const call = ROUTER.parseTransaction({ data });
  if (call === null) return null;
  const conditionId = `${String(call.args[0])}00`;
  if (call.name === 'redeem') return { kind: 'redeem', conditionId };
  return { kind: call.name === 'split' ? 'split' : 'merge', conditionId, amount: Number(call.args[1]) };
}
