// Keystores of version 3, as ethers, geth and Foundry write them: a private key under a passphrase. Opened with Node's own
// ciphers and not with ethers, whose scrypt takes seconds and which gives the key out as text, which nothing can wipe.

import { createDecipheriv, pbkdf2, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { EvenkeelError } from '../errors/define.ts';
import { KEYS_ERRORS } from '../errors/keys.ts';
import { SecretBytes } from './secret-bytes.ts';

type Derive = (passphrase: Uint8Array, salt: Uint8Array) => Promise<Uint8Array>;

interface Keystore { readonly derive: Derive; readonly salt: Uint8Array; readonly iv: Uint8Array; readonly ciphertext: Uint8Array; readonly mac: Uint8Array }

const scryptAsync = promisify<Uint8Array, Uint8Array, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scrypt);
const pbkdf2Async = promisify(pbkdf2);

const KEY_BYTES = 32;
const MOST_MEMORY = 1_073_741_824;
const MOST_ROUNDS = 10_000_000;

/** Throws MM_KEYS_KEYSTORE for another form, MM_KEYS_PASSPHRASE for another passphrase. `what`: the file, to be named in the error. */
export async function openKeystore(json: string, passphrase: Uint8Array, what: string): Promise<SecretBytes> {
  const { derive, salt, iv, ciphertext, mac } = readKeystore(json, what);
  const derived = await derive(passphrase, salt);
  try {
    const { keccak256 } = await import('ethers');
    const found = Buffer.from(keccak256(Buffer.concat([derived.subarray(16, 32), ciphertext])).slice(2), 'hex');
    if (!timingSafeEqual(found, mac)) throw new EvenkeelError(KEYS_ERRORS.passphrase, `${what} does not open with this passphrase`, { keystore: what });
    const decipher = createDecipheriv('aes-128-ctr', derived.subarray(0, 16), iv);
    return new SecretBytes(decipher.update(ciphertext));
  } finally {
    derived.fill(0);
  }
}

function readKeystore(json: string, what: string): Keystore {
  const wrong = (why: string): EvenkeelError => new EvenkeelError(KEYS_ERRORS.keystore, `${what}: ${why}`, { keystore: what });
  let document: unknown;
  try {
    document = JSON.parse(json);
  } catch {
    // The parser's own words quote the file.
    throw wrong('it is no JSON');
  }
  const root = lowered(document);
  const crypto = lowered(root.crypto);
  if (root.version !== 3) throw wrong('it is not of version 3');
  if (crypto.cipher !== 'aes-128-ctr') throw wrong('its cipher is not aes-128-ctr');
  const bytes = (value: unknown, length: number, name: string): Uint8Array => {
    if (typeof value !== 'string' || !/^(?:0x)?[0-9a-f]*$/i.test(value)) throw wrong(`${name} is no hex`);
    const read = Buffer.from(value.replace(/^0x/, ''), 'hex');
    if (length > 0 && read.length !== length) throw wrong(`${name} has ${read.length} bytes instead of ${length}`);
    return read;
  };
  const parameters = lowered(crypto.kdfparams);
  const whole = (name: string): number => {
    const value = parameters[name];
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1) throw wrong(`${name} of its key derivation is no number`);
    return value;
  };
  return {
    derive: derivation(crypto.kdf, whole, parameters.prf, wrong), salt: bytes(parameters.salt, 0, 'salt'), iv: bytes(lowered(crypto.cipherparams).iv, 16, 'iv'),
    ciphertext: bytes(crypto.ciphertext, KEY_BYTES, 'ciphertext'), mac: bytes(crypto.mac, 32, 'mac'),
  };
}

function derivation(kdf: unknown, whole: (name: string) => number, prf: unknown, wrong: (why: string) => EvenkeelError): Derive {
  if (kdf === 'scrypt') {
    const [N, r, p] = [whole('n'), whole('r'), whole('p')];
    const maxmem = 128 * N * r + 128 * r * p + 1_048_576;
    if (maxmem > MOST_MEMORY) throw wrong('its key derivation asks for more than a gigabyte');
    return async (passphrase, salt) => {
      try {
        return await scryptAsync(passphrase, salt, KEY_BYTES, { N, r, p, maxmem });
      } catch (error) {
        // RFC 7914 has bounds that some writers of the first years did not keep to.
        if (error instanceof RangeError) throw wrong('the parameters of its key derivation are not those of scrypt');
        throw error;
      }
    };
  }
  if (kdf === 'pbkdf2' && prf === 'hmac-sha256') {
    const rounds = whole('c');
    if (rounds > MOST_ROUNDS) throw wrong('its key derivation asks for more than ten million rounds');
    return (passphrase, salt) => pbkdf2Async(passphrase, salt, rounds, KEY_BYTES, 'sha256');
  }
  throw wrong('its key derivation is neither scrypt nor PBKDF2 with HMAC-SHA256');
}

/** Writers differ in the case of the names ("Crypto", "crypto"). */
function lowered(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name.toLowerCase(), inner]));
}
