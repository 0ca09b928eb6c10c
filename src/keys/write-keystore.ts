// Writes a private key as a keystore of version 3, encrypted, for its owner alone. Never over a file that is there.

import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EvenkeelError } from '../errors/define.ts';
import { WALLET_ERRORS } from '../errors/wallet.ts';
import { openKeystore } from './keystore.ts';

/** As references name them. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;

/** Throws MM_WALLET_KEYSTORE_NAME, MM_WALLET_KEYSTORE_EXISTS. */
export function newKeystorePath(folder: string, name: string): string {
  if (!NAME.test(name)) throw new EvenkeelError(WALLET_ERRORS.keystoreName, `\`${name}\` is no name for a keystore`);
  const path = join(folder, 'keystores', `${name}.json`);
  if (existsSync(path)) throw new EvenkeelError(WALLET_ERRORS.keystoreExists, `${path} exists`, { path });
  return path;
}

/** `key`: 32 bytes that are a key of the curve. Returns its address. The file is opened again before it counts as written. */
export async function writeKeystore(path: string, key: Uint8Array, passphrase: string): Promise<string> {
  const { encryptKeystoreJson, Wallet, hexlify } = await import('ethers');
  const { address, privateKey } = new Wallet(hexlify(key));
  const typed = Buffer.from(passphrase.normalize('NFKC'), 'utf8');
  const json = await encryptKeystoreJson({ address, privateKey }, typed);
  const again = await openKeystore(json, typed, path);
  typed.fill(0);
  const isSame = Buffer.compare(again.reveal(), key) === 0;
  again.wipe();
  if (!isSame) throw new Error('the keystore does not hold the key that was put into it');
  write(path, json);
  return address;
}

function write(path: string, json: string): void {
  let file: number;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    file = openSync(path, 'wx', 0o600);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new EvenkeelError(WALLET_ERRORS.keystoreExists, `${path} exists`, { path });
    throw new EvenkeelError(WALLET_ERRORS.keystoreUnwritten, `${path} cannot be written (${code ?? 'unknown error'})`, { path });
  }
  try {
    writeSync(file, `${json}\n`);
    fsyncSync(file);
  } catch (error) {
    rmSync(path, { force: true });
    throw new EvenkeelError(WALLET_ERRORS.keystoreUnwritten, `${path} cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`, { path });
  } finally {
    closeSync(file);
  }
}
