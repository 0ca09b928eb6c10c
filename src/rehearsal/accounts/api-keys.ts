// The API keys of the order book. A key is bound to the address that signed for it and follows from address and nonce, so
// that the same account has the same key after a restart.

import { createHmac } from 'node:crypto';

export interface ApiKey {
  readonly apiKey: string;
  readonly secret: string;
  readonly passphrase: string;
  readonly address: string;
}

export class ApiKeys {
  readonly #seed: string;
  readonly #byKey = new Map<string, ApiKey>();
  readonly #byNonce = new Map<string, ApiKey>();
  readonly #readonlyKeys = new Map<string, string[]>();

  constructor(seed: string) { this.#seed = seed; }

  /** Null where the address has a key of this nonce already. */
  create(address: string, nonce: string): ApiKey | null {
    const of = `${address}/${nonce}`;
    if (this.#byNonce.has(of)) return null;
    const key: ApiKey = { apiKey: uuidOf(this.#digest(`${of}/key`)), secret: this.#digest(`${of}/secret`).toString('base64url').padEnd(44, '='), passphrase: this.#digest(`${of}/passphrase`).toString('hex'), address };
    this.#byNonce.set(of, key);
    this.#byKey.set(key.apiKey, key);
    return key;
  }

  derive(address: string, nonce: string): ApiKey | null { return this.#byNonce.get(`${address}/${nonce}`) ?? null; }

  find(apiKey: string): ApiKey | null { return this.#byKey.get(apiKey) ?? null; }

  of(address: string): readonly ApiKey[] { return [...this.#byKey.values()].filter((key) => key.address === address); }

  delete(apiKey: string): void {
    this.#byKey.delete(apiKey);
    for (const [nonce, key] of this.#byNonce) if (key.apiKey === apiKey) this.#byNonce.delete(nonce);
  }

  createReadonly(address: string): string {
    const keys = this.#readonlyKeys.get(address) ?? [];
    const made = uuidOf(this.#digest(`${address}/readonly/${keys.length}`));
    this.#readonlyKeys.set(address, [...keys, made]);
    return made;
  }

  readonlyOf(address: string): readonly string[] { return this.#readonlyKeys.get(address) ?? []; }

  deleteReadonly(address: string, apiKey: string): boolean {
    const keys = this.readonlyOf(address);
    this.#readonlyKeys.set(address, keys.filter((key) => key !== apiKey));
    return keys.includes(apiKey);
  }

  #digest(of: string): Buffer { return createHmac('sha256', this.#seed).update(of).digest(); }
}

/** In the form of a random UUID. */
export function uuidOf(digest: Buffer): string {
  const hex = digest.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
