import { AbiCoder, concat, getBytes, keccak256, recoverAddress, toUtf8Bytes, Wallet } from 'ethers';
import { expect, it } from 'vitest';
import { batchDigest, signBatch } from './batch.ts';
import { POLYGON } from './contracts.ts';
import { ERC20 } from './interfaces.ts';
import { permitCall, signPermit, usdcDomain } from './permit.ts';

const OWNER = new Wallet(`0x${'46'.repeat(32)}`);
const abi = AbiCoder.defaultAbiCoder();
const hashOf = (text: string): string => keccak256(toUtf8Bytes(text));
/** EIP-712 by hand: what is signed is keccak(0x1901 ‖ domain ‖ struct). */
const digestOf = (name: string, version: string, contract: string, struct: string): string => keccak256(concat(['0x1901', keccak256(abi.encode(
  ['bytes32', 'bytes32', 'bytes32', 'uint256', 'address'],
  [hashOf('EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)'), hashOf(name), hashOf(version), 137, contract],
)), struct]));

it('signs a permit as EIP-2612 writes it, and hands it in as the token takes it', async () => {
  const permit = { spender: POLYGON.onramp, value: 25_000_000n, nonce: 3n, deadline: 1_800_000_000n };
  const signature = await signPermit(OWNER, usdcDomain(137, POLYGON.usdc), permit);
  const struct = keccak256(abi.encode(['bytes32', 'address', 'address', 'uint256', 'uint256', 'uint256'], [
    '0x6e71edae12b1b97f4d1f60370fef10105fa2faae0126114a169c64845d6126c9', OWNER.address, permit.spender, permit.value, permit.nonce, permit.deadline,
  ]));
  expect(recoverAddress(digestOf('USD Coin', '2', POLYGON.usdc, struct), signature)).toBe(OWNER.address);
  const call = permitCall(POLYGON.usdc, OWNER.address, permit, signature);
  expect([call.target, call.data.slice(0, 10)]).toEqual([POLYGON.usdc, '0xd505accf']);
  expect([...ERC20.decodeFunctionData('permit', call.data)]).toEqual([OWNER.address, permit.spender, permit.value, permit.deadline, BigInt(signature.v), signature.r, signature.s]);
});

it('signs a batch of a deposit wallet as its EIP-712 type is written', async () => {
  const wallet = '0x00000000000000000000000000000000000deb01';
  const calls = [{ target: POLYGON.router, data: '0x1234' }, { target: POLYGON.pusd, data: '0x' }];
  const batch = { chainId: 137, wallet, nonce: '7', deadline: 1_800_000_000, calls };
  const callType = 'Call(address target,uint256 value,bytes data)';
  const callHashes = calls.map(({ target, data }) => keccak256(abi.encode(['bytes32', 'address', 'uint256', 'bytes32'], [hashOf(callType), target, 0, keccak256(getBytes(data))])));
  const struct = keccak256(abi.encode(['bytes32', 'address', 'uint256', 'uint256', 'bytes32'], [
    hashOf(`Batch(address wallet,uint256 nonce,uint256 deadline,Call[] calls)${callType}`), wallet, 7, batch.deadline, keccak256(concat(callHashes)),
  ]));
  const digest = digestOf('DepositWallet', '1', wallet, struct);
  expect(batchDigest(batch)).toBe(digest);
  expect(recoverAddress(digest, await signBatch(OWNER, batch))).toBe(OWNER.address);
});
