// The hash of Ethereum: Keccak-256, not SHA3-256. Native: 2 µs a block here where the ones in JavaScript take 3.5 to 8.

import createKeccakHash from 'keccak';

export const keccak256 = (data: Buffer): Buffer => createKeccakHash('keccak256').update(data).digest();

export const keccak256Text = (text: string): Buffer => keccak256(Buffer.from(text, 'utf8'));
