// The published test key of local chains, and orders as the facts have vectors of.

import { price, size, timestamp } from '../../../core/domain/numbers.ts';
import type { OrderWish } from './order-signer.ts';
import type { SigningAccount } from './signing-account.ts';

export const TEST_KEY = Buffer.from('ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80', 'hex');
export const TEST_ADDRESS = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';
export const TEST_WALLET = `0x${'11'.repeat(20)}`;
export const ownAccount: SigningAccount = { privateKey: TEST_KEY, walletType: 0, funder: null };

export const TOKEN = '71321045679252212594626385532706912750332728571942532289631379312455583992563';
export const POSITION = '663574927012476832975694178961957910328055987427402067619466963999000625152';

export const wishOf = (changes: Partial<OrderWish> = {}): OrderWish => ({
  tokenId: TOKEN, action: 'buy', price: price(520_000), size: size(10_000_000), tick: price(10_000), version: 'v1', negRisk: false,
  clientId: 's1-1', ts: timestamp(1_700_000_000_123), postOnly: true, ...changes,
});
