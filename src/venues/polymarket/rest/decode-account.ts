// Answers about the account: its balance and allowances as the venue sees them, its API credentials, whether it may only close.

import { inspect } from 'node:util';
import type { ApiCredentials } from '../signing/request-signature.ts';
import { fieldsOf, textOf, UnreadableAnswer, type Fields } from './read-fields.ts';

export interface BalanceAllowance {
  /** Micro-dollars of collateral, or micro-shares. */
  readonly balance: number;
  /** By contract, in lower case. An allowance has 256 bits, most often all of them. */
  readonly allowances: ReadonlyMap<string, bigint>;
}

export function decodeBalance(value: unknown): BalanceAllowance {
  const fields = fieldsOf(value, 'a balance');
  const balance = Number(baseUnits(fields, 'balance'));
  if (!Number.isSafeInteger(balance)) throw new UnreadableAnswer('balance is larger than can be held exactly');
  const allowances = fieldsOf(fields.allowances ?? {}, 'allowances');
  return { balance, allowances: new Map(Object.keys(allowances).map((contract) => [contract.toLowerCase(), baseUnits(allowances, contract)])) };
}

function baseUnits(fields: Fields, name: string): bigint {
  const text = textOf(fields, name);
  if (!/^\d+$/.test(text)) throw new UnreadableAnswer(`${name} is no amount in base units`);
  return BigInt(text);
}

/** Credentials as the venue granted them. Shown nowhere, by whatever prints them. */
export class GrantedCredentials implements ApiCredentials {
  readonly key: string;
  readonly #secret: Uint8Array;
  readonly #passphrase: Uint8Array;

  constructor(key: string, secret: Uint8Array, passphrase: Uint8Array) {
    this.key = key;
    this.#secret = secret;
    this.#passphrase = passphrase;
  }

  get secret(): Uint8Array { return this.#secret; }
  get passphrase(): Uint8Array { return this.#passphrase; }

  wipe(): void {
    this.#secret.fill(0);
    this.#passphrase.fill(0);
  }

  [inspect.custom](): string { return 'GrantedCredentials'; }
}

export function decodeCredentials(value: unknown): GrantedCredentials {
  const fields = fieldsOf(value, 'credentials');
  const secret = Buffer.from(textOf(fields, 'secret'), 'base64');
  if (secret.length === 0) throw new UnreadableAnswer('secret is empty');
  return new GrantedCredentials(textOf(fields, 'apiKey'), secret, Buffer.from(textOf(fields, 'passphrase'), 'latin1'));
}
