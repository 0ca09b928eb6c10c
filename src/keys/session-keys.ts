// All that a live session signs with, in one place: the private key and the API credentials. Shown by nothing, wiped on close.

import { inspect } from 'node:util';
import { EvenkeelError } from '../errors/define.ts';
import { KEYS_ERRORS } from '../errors/keys.ts';
import { decodedHex, isKey } from './private-key.ts';
import { resolveSecret, type SecretSources } from './resolve-secret.ts';
import { SecretBytes } from './secret-bytes.ts';
import { referenceText, type SecretReference } from './secret-reference.ts';

export interface KeyReferences {
  readonly privateKey: SecretReference;
  /** Null: they are derived from the private key. */
  readonly api: { readonly key: SecretReference; readonly secret: SecretReference; readonly passphrase: SecretReference } | null;
}

/** The secret as bytes, decoded; the key id is no secret by itself. */
export interface ApiSecrets { readonly key: string; readonly secret: SecretBytes; readonly passphrase: SecretBytes }

export class SessionKeys {
  readonly #privateKey: SecretBytes;
  readonly #api: ApiSecrets | null;

  constructor(privateKey: SecretBytes, api: ApiSecrets | null) {
    this.#privateKey = privateKey;
    this.#api = api;
  }

  /** 32 bytes, not a copy: closing wipes them, and whoever signs with them signs no more. */
  get privateKey(): Uint8Array { return this.#privateKey.reveal(); }

  get api(): { readonly key: string; readonly secret: Uint8Array; readonly passphrase: Uint8Array } | null {
    return this.#api === null ? null : { key: this.#api.key, secret: this.#api.secret.reveal(), passphrase: this.#api.passphrase.reveal() };
  }

  /** Idempotent. */
  close(): void {
    this.#privateKey.wipe();
    this.#api?.secret.wipe();
    this.#api?.passphrase.wipe();
  }

  toString(): string { return '[session keys]'; }
  toJSON(): string { return '[session keys]'; }
  [inspect.custom](): string { return '[session keys]'; }
}

/** Throws MM_KEYS_…; what was read before an error is wiped. */
export async function openSessionKeys({ privateKey, api }: KeyReferences, sources: SecretSources): Promise<SessionKeys> {
  const key = await signingKey(privateKey, sources);
  try {
    return new SessionKeys(key, api === null ? null : await apiSecrets(api, sources));
  } catch (error) {
    key.wipe();
    throw error;
  }
}

async function signingKey(reference: SecretReference, sources: SecretSources): Promise<SecretBytes> {
  const secret = await resolveSecret(reference, sources);
  const key = reference.from === 'keystore' ? secret : decodedHex(secret);
  if (key !== null && isKey(key)) return key;
  secret.wipe();
  key?.wipe();
  throw new EvenkeelError(KEYS_ERRORS.form, `${referenceText(reference)} leads to something that is no private key`, { reference: referenceText(reference) });
}

async function apiSecrets({ key, secret, passphrase }: NonNullable<KeyReferences['api']>, sources: SecretSources): Promise<ApiSecrets> {
  const keyText = await resolveSecret(key, sources);
  const decoded = decodedBase64(await resolveSecret(secret, sources));
  try {
    const id = Buffer.from(keyText.reveal()).toString('latin1');
    if (!/^[0-9a-fA-F-]{36}$/.test(id)) throw new EvenkeelError(KEYS_ERRORS.form, `${referenceText(key)} leads to something that is no API key`, { reference: referenceText(key) });
    if (decoded === null) throw new EvenkeelError(KEYS_ERRORS.form, `${referenceText(secret)} leads to something that is no base64`, { reference: referenceText(secret) });
    const phrase = await resolveSecret(passphrase, sources);
    // It travels in a header.
    if (phrase.reveal().every((byte) => byte >= 0x20 && byte < 0x7f)) return { key: id, secret: decoded, passphrase: phrase };
    phrase.wipe();
    throw new EvenkeelError(KEYS_ERRORS.form, `${referenceText(passphrase)} leads to something that is no passphrase of the venue`, { reference: referenceText(passphrase) });
  } catch (error) {
    decoded?.wipe();
    throw error;
  }
}

/** With + and /, or - and _. */
function decodedBase64(text: SecretBytes): SecretBytes | null {
  const written = Buffer.from(text.reveal()).toString('latin1');
  text.wipe();
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(written) ? new SecretBytes(Buffer.from(written, 'base64')) : null;
}
