// Private keys as bytes: read from hex digits, typed or made.

import { randomBytes } from 'node:crypto';
import secp256k1 from 'secp256k1';
import { EvenkeelError } from '../errors/define.ts';
import { KEYS_ERRORS } from '../errors/keys.ts';
import { SecretBytes, trimmed } from './secret-bytes.ts';

export const isKey = (bytes: SecretBytes): boolean => secp256k1.privateKeyVerify(bytes.reveal());

/** Throws MM_KEYS_FORM, with nothing of what was typed. */
export function typedKey(text: string): SecretBytes {
  const key = decodedHex(trimmed(Buffer.from(text, 'utf8')));
  if (key !== null && isKey(key)) return key;
  key?.wipe();
  throw new EvenkeelError(KEYS_ERRORS.form, 'what was typed is no private key');
}

export function madeKey(): SecretBytes {
  for (;;) {
    const key = new SecretBytes(randomBytes(32));
    if (isKey(key)) return key;
  }
}

/** 64 hex digits as 32 bytes, without a text of them in between; null for anything else. Wipes what it is given. */
export function decodedHex(text: SecretBytes): SecretBytes | null {
  const all = text.reveal();
  const digits = all[0] === 0x30 && (all[1] === 0x78 || all[1] === 0x58) ? all.subarray(2) : all;
  const bytes = new Uint8Array(32);
  let isHex = digits.length === 64;
  for (let i = 0; isHex && i < 64; i++) {
    const nibble = nibbleOf(digits[i] as number);
    if (nibble < 0) isHex = false;
    else bytes[i >> 1] = ((bytes[i >> 1] as number) << 4) | nibble;
  }
  text.wipe();
  return isHex ? new SecretBytes(bytes) : null;
}

function nibbleOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
