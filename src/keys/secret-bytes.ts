// A secret in memory: bytes that show themselves nowhere and can be wiped.

import { inspect } from 'node:util';

export class SecretBytes {
  readonly #bytes: Uint8Array;

  /** Takes the bytes over; they are not copied. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The bytes themselves. Whoever asks keeps no copy. */
  reveal(): Uint8Array { return this.#bytes; }

  wipe(): void { this.#bytes.fill(0); }

  toString(): string { return '[secret]'; }
  toJSON(): string { return '[secret]'; }
  [inspect.custom](): string { return '[secret]'; }
}

const isSpace = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** A copy without white space around it; what it was made of is wiped. */
export function trimmed(bytes: Uint8Array): SecretBytes {
  let [from, to] = [0, bytes.length];
  while (from < to && isSpace(bytes[from])) from++;
  while (to > from && isSpace(bytes[to - 1])) to--;
  const kept = Uint8Array.from(bytes.subarray(from, to));
  bytes.fill(0);
  return new SecretBytes(kept);
}
