import { Wallet, concat, dataSlice } from 'ethers';
import { expect, test } from 'vitest';
import { CONTRACTS } from './contracts.ts';
import { ORDER_TYPE_TEXT, orderDigest, orderStructHash, type SignedFields } from './order-hash.ts';
import { orderSigner } from './order-signer.ts';

/** The published key of every local chain. */
const OWNER = new Wallet('0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80');
const ZERO = `0x${'0'.repeat(64)}`;
const BUY: SignedFields = {
  salt: 850000000062n, maker: OWNER.address, signer: OWNER.address, tokenId: '71321045679252212594626385532706912750332728571942532289631379312455583992563',
  makerAmount: '5200000', takerAmount: '10000000', side: 0, signatureType: 0, timestamp: '1700000000123', metadata: ZERO, builder: ZERO,
};
const VECTORS = [
  ['standard', BUY, CONTRACTS.standardExchange, '0x90f778ac53000613bc27c40fdf794ab12523509d7f6af9cd21559a0505fedb5e', '0x9756f73bdee481c5e550e4095e39964064ef85e9bd72cd1a1b2be03d1121de9711145a9cf31ddd3329f6ed6d49f42127f101293578caf2abffec0c1fbc8f17551b'],
  ['neg-risk', { ...BUY, side: 1, makerAmount: '10000000', takerAmount: '5200000' }, CONTRACTS.negRiskExchange, '0x6f83a4bc72abe83851756e26a614d3e9b5ced6ffa6cf6faab30633e1c6f52c80', '0x5f56c9fa303064aeda8368f94b5e316b42d74ae3abb416ad0e71787c5d28926c5a2682e54bb35f8f7e97b232c8ea1bf0ae1c20adef11413f639a698e27638ce11c'],
  ['Protocol V2', { ...BUY, tokenId: '663574927012476832975694178961957910328055987427402067619466963999000625152' }, CONTRACTS.exchangeV3, '0xb8ed0f52dcd917c82f5c35befd121666ae0b4d5b98c4ad0953779fb721aa192d', '0x2f481ecbc1ab0bddea693177a2bc521285a96595080742165973a54749cce7096e85a3cbca880cf9ae9a1601d13ddfcd5227cd3e843b879fd7e153d2ed9047861c'],
] as const;

test.each(VECTORS)('finds the id and the signer of the published %s order', (_name, order, exchange, digest, signature) => {
  expect(orderDigest(order, exchange)).toBe(digest);
  expect(orderSigner(order, signature, exchange)).toBe(OWNER.address);
});

test('takes a signature for another exchange as another signer', () => {
  const [, order, , , signature] = VECTORS[0];
  expect(orderSigner(order, signature, CONTRACTS.negRiskExchange)).not.toBe(OWNER.address);
});

const WALLET = '0x1111111111111111111111111111111111111111';
const OF_WALLET: SignedFields = { ...BUY, maker: WALLET, signer: WALLET, signatureType: 3 };
const WRAPPED = concat([
  '0x2449cb4673ae053b1523e4aad1bba8b6e08671dccc125c8d0e0fc0742339e5887fee15df8d2c83719faa7cafaa4c0ad52b485d35139cc4087242c4c6a28a58ee1c',
  '0x3264e159346253e26a64e00b69032db0e7d32f94628de3e6eecb50304d7af3d2', '0xd6c7374c975bfc751039bfc481cd743ceb377f983fe6ea269de44a8806a1b17b',
  `0x${Buffer.from(ORDER_TYPE_TEXT).toString('hex')}`, '0x00ba',
]);

test('finds the owner behind the wrapped signature of a deposit wallet', () => {
  expect(orderStructHash(OF_WALLET)).toBe('0xd6c7374c975bfc751039bfc481cd743ceb377f983fe6ea269de44a8806a1b17b');
  expect(orderSigner(OF_WALLET, WRAPPED, CONTRACTS.standardExchange)).toBe(OWNER.address);
});

test('takes nothing for a wrapped signature that is not whole', () => {
  expect(orderSigner(OF_WALLET, dataSlice(WRAPPED, 0, 65), CONTRACTS.standardExchange)).toBeNull();
  expect(orderSigner({ ...OF_WALLET, makerAmount: '5200001' }, WRAPPED, CONTRACTS.standardExchange)).toBeNull();
  expect(orderSigner(OF_WALLET, WRAPPED, CONTRACTS.negRiskExchange)).toBeNull();
  expect(orderSigner(OF_WALLET, `${WRAPPED.slice(0, -4)}00bb`, CONTRACTS.standardExchange)).toBeNull();
  expect(orderSigner(BUY, '0x00', CONTRACTS.standardExchange)).toBeNull();
});
