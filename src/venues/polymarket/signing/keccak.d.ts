// keccak ships no types. Only what `keccak256.ts` uses.

declare module 'keccak' {
  interface Keccak { update(data: Buffer): this; digest(): Buffer }
  export default function createKeccakHash(algorithm: 'keccak256'): Keccak;
}
