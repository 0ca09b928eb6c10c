// The 32-byte words that structs are hashed as, written in place. A word keeps what it held, so a number may only be written
// over another number.

export const WORD = 32;

/** A safe integer ≥ 0, right-aligned. */
export function writeNumber(words: Buffer, index: number, value: number): void {
  const end = (index + 1) * WORD;
  words.writeUInt32BE(Math.floor(value / 0x1_0000_0000), end - 8);
  words.writeUInt32BE(value % 0x1_0000_0000, end - 4);
}

/** Decimal text of a number below 2^256 as 64 hex digits; null for any other text. */
export function uint256Hex(decimal: string): string | null {
  if (!/^\d{1,78}$/.test(decimal)) return null;
  const digits = BigInt(decimal).toString(16);
  return digits.length <= 64 ? digits.padStart(64, '0') : null;
}

/** 64 hex digits. */
export function writeHex(words: Buffer, index: number, digits: string): void {
  words.write(digits, index * WORD, WORD, 'hex');
}

/** 0x and 40 digits. */
export function writeAddress(words: Buffer, index: number, address: string): void {
  words.write(address.slice(2), index * WORD + 12, 20, 'hex');
}

export function writeHash(words: Buffer, index: number, hash: Buffer): void {
  hash.copy(words, index * WORD);
}
