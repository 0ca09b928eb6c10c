import { keccak256 as keccakOfEthers } from 'ethers';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { keccak256, keccak256Text } from './keccak256.ts';

it('is Keccak, which pads otherwise than SHA3', () => {
  expect(keccak256Text('').toString('hex')).toBe('c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470');
});

it('hashes every length as ethers does, one after the other', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), (data) => {
    expect(`0x${keccak256(Buffer.from(data)).toString('hex')}`).toBe(keccakOfEthers(data));
  }));
});

it('gives a hash that the next one leaves alone', () => {
  const first = keccak256Text('first');
  const kept = Buffer.from(first);
  keccak256Text('second');
  expect(first.equals(kept)).toBe(true);
});
