// keccak ships no types. Only what `keccak256.ts` uses.

declare module 'keccak' {
  interface Sponge {
    initialize(rate: number, capacity: number): void;
    absorb(data: Buffer): void;
    squeeze(bytes: number): Buffer;
  }
  export default function createKeccakHash(algorithm: 'keccak256'): { readonly _state: Sponge };
}
