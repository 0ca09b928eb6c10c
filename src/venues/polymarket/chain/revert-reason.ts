// Why a call was turned down, in words, from what it returned: `require` texts, panics, and the errors of the contracts that
// the venue's calls go through.

import { Interface, type ErrorDescription } from 'ethers';

const KNOWN = new Interface([
  'error Error(string reason)',
  'error Panic(uint256 code)',
  // solady: SafeTransferLib, ERC20, OwnableRoles.
  'error TransferFromFailed()', 'error TransferFailed()', 'error ApproveFailed()', 'error InsufficientBalance()', 'error InsufficientAllowance()', 'error Unauthorized()',
  // Collateral and adapters of the venue, and the neg-risk adapter below them.
  'error OnlyUnpaused()', 'error InvalidAsset()', 'error NonCanonicalConditionId()', 'error NonCanonicalEventId()',
  'error IndexOutOfBounds()', 'error MarketNotPrepared()', 'error NoConvertiblePositions()',
]);

const WORDS: Readonly<Record<string, string>> = {
  TransferFromFailed: 'the collateral was not handed over: too little is held, or its approval is missing', TransferFailed: 'the collateral was not handed over',
  InsufficientBalance: 'too little is held', InsufficientAllowance: 'an approval is missing', OnlyUnpaused: 'the venue has paused it', Unauthorized: 'the contract does not allow it to this account',
};

/** `data`: what the call returned; null where the node gives none. */
export function revertReason(data: string | null, message = ''): string {
  if (data === null || data === '0x') return message === '' ? 'no reason given' : message;
  let error: ErrorDescription | null;
  try { error = KNOWN.parseError(data); } catch { error = null; }
  if (error === null) return `unknown error ${data.slice(0, 10)}`;
  if (error.name === 'Error') return String(error.args[0]);
  if (error.name === 'Panic') return `panic 0x${BigInt(error.args[0]).toString(16)}`;
  return `${WORDS[error.name] ?? 'refused'} (${error.name})`;
}
