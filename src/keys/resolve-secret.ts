// From a reference to the secret that it leads to. Errors name the reference and never what stands behind it.

import { join, resolve } from 'node:path';
import { EvenkeelError } from '../errors/define.ts';
import { KEYS_ERRORS } from '../errors/keys.ts';
import { openKeystore } from './keystore.ts';
import { readSecretFile } from './read-secret-file.ts';
import { SecretBytes, trimmed } from './secret-bytes.ts';
import { referenceText, secretReference, type SecretReference } from './secret-reference.ts';

export interface SecretSources {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The folder of the bot: keystores and relative paths are in it. */
  readonly folder: string;
  /** Asks for a passphrase at the terminal; null where nobody sits there. */
  readonly askPassphrase: ((keystore: string) => Promise<string>) | null;
}

const PASSPHRASE_VARIABLE = 'EVENKEEL_KEYSTORE_PASSPHRASE';
/** Set by systemd for a service with credentials. */
const CREDENTIALS_VARIABLE = 'CREDENTIALS_DIRECTORY';

/** Text as bytes, without white space around it; of a keystore the bytes of the key. Never empty. */
export async function resolveSecret(reference: SecretReference, sources: SecretSources): Promise<SecretBytes> {
  if (reference.from === 'keystore') return openedKeystore(reference.name, sources);
  const secret = trimmed(rawBytes(reference, sources));
  if (secret.reveal().length === 0) throw missing(reference, 'is empty');
  return secret;
}

function rawBytes(reference: Exclude<SecretReference, { readonly from: 'keystore' }>, { environment, folder }: SecretSources): Uint8Array {
  if (reference.from === 'file') return readSecretFile(resolve(folder, reference.path));
  if (reference.from === 'env') {
    const value = environment[reference.name];
    if (value === undefined) throw missing(reference, 'is not set');
    return Buffer.from(value, 'utf8');
  }
  const directory = environment[CREDENTIALS_VARIABLE];
  if (directory === undefined || directory === '') throw missing(reference, `cannot be had: ${CREDENTIALS_VARIABLE} is not set, so systemd gave this process no credentials`);
  return readSecretFile(join(directory, reference.name));
}

async function openedKeystore(name: string, sources: SecretSources): Promise<SecretBytes> {
  const path = join(sources.folder, 'keystores', `${name}.json`);
  const json = Buffer.from(readSecretFile(path)).toString('utf8');
  const passphrase = await passphraseFor(name, sources);
  try {
    return await openKeystore(json, passphrase.reveal(), path);
  } finally {
    passphrase.wipe();
  }
}

async function passphraseFor(name: string, sources: SecretSources): Promise<SecretBytes> {
  const given = sources.environment[PASSPHRASE_VARIABLE];
  if (given !== undefined && given !== '') return givenPassphrase(given, sources);
  if (sources.askPassphrase === null) throw new EvenkeelError(KEYS_ERRORS.passphrase, `the keystore ${name} needs a passphrase, ${PASSPHRASE_VARIABLE} is not set, and there is no terminal to ask at`, { keystore: name });
  return new SecretBytes(Buffer.from((await sources.askPassphrase(name)).normalize('NFKC'), 'utf8'));
}

/** The passphrase itself, or where it is. White space around it counts where it stands in the variable. */
function givenPassphrase(given: string, sources: SecretSources): Promise<SecretBytes> | SecretBytes {
  if (!given.startsWith('${')) return new SecretBytes(Buffer.from(given.normalize('NFKC'), 'utf8'));
  const reference = secretReference(given, PASSPHRASE_VARIABLE);
  if (reference.from === 'keystore') throw new EvenkeelError(KEYS_ERRORS.passphrase, `${PASSPHRASE_VARIABLE} leads to a keystore, which needs a passphrase itself`);
  return resolveSecret(reference, sources);
}

const missing = (reference: SecretReference, why: string): EvenkeelError =>
  new EvenkeelError(KEYS_ERRORS.missing, `${referenceText(reference)} ${why}`, { reference: referenceText(reference) });
