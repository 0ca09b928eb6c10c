// `evenkeel wallet new-keystore <name>`: a key that is typed or made, encrypted into a file. Prints its address and nothing else
// of it.

import { EvenkeelError } from '../errors/define.ts';
import { EXIT } from '../errors/exit-codes.ts';
import { WALLET_ERRORS } from '../errors/wallet.ts';
import { madeKey, typedKey } from '../keys/private-key.ts';
import type { SecretBytes } from '../keys/secret-bytes.ts';
import { newKeystorePath, writeKeystore } from '../keys/write-keystore.ts';
import type { Prompts } from './prompts.ts';
import { refusal } from './refusal.ts';
import type { Terminal } from './terminal.ts';

export interface NewKeystoreOptions { readonly dir: string; readonly json: boolean; readonly isGenerated: boolean }

const SHORTEST = 8;

export async function newKeystore(name: string, { dir, json, isGenerated }: NewKeystoreOptions, terminal: Terminal, prompts: Prompts | null): Promise<number> {
  let key: SecretBytes | null = null;
  try {
    const path = newKeystorePath(dir, name);
    if (prompts === null) throw new EvenkeelError(WALLET_ERRORS.needsTerminal, 'a passphrase is typed, and there is no terminal');
    key = isGenerated ? madeKey() : typedKey(await prompts.hidden('private key (nothing of it is shown): ') ?? '');
    const address = await writeKeystore(path, key.reveal(), await newPassphrase(prompts));
    terminal.out(json ? JSON.stringify({ path, address }) : `${address}\n${path}`);
    if (isGenerated) terminal.err('This file and its passphrase are the only way to what is sent to that address. Keep a copy of both, apart from one another.');
    return EXIT.ok;
  } catch (error) {
    return refusal(error, terminal);
  } finally {
    key?.wipe();
  }
}

async function newPassphrase(prompts: Prompts): Promise<string> {
  const first = await prompts.hidden('new passphrase: ') ?? '';
  if (first.length < SHORTEST) throw new EvenkeelError(WALLET_ERRORS.passphrase, `the passphrase has fewer than ${SHORTEST} characters`);
  if (await prompts.hidden('the same again: ') !== first) throw new EvenkeelError(WALLET_ERRORS.passphrase, 'the two passphrases differ');
  return first;
}
