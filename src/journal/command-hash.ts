// One hash over every command of a run, in order: equal hashes mean the same trading. A command is hashed as the venue
// would see it, keys sorted; the config generation is left out, since its number counts edits of the operator's files.

import { createHash } from 'node:crypto';
import type { Command } from '../core/domain/commands.ts';
import type { Leg } from '../core/domain/order.ts';

type KeysOf<T> = T extends unknown ? keyof T : never;

/** Every key of every command; the compiler complains when one is missing. As a list it also gives the order of the line. */
const KEYS: Readonly<Record<Exclude<KeysOf<Command>, 'generation'> | keyof Leg, true>> = {
  action: true, clientId: true, expiresAt: true, leg: true, market: true, markets: true, outcome: true, postOnly: true, price: true, remaining: true,
  requestId: true, side: true, size: true, timeInForce: true, ts: true, type: true, venue: true,
};
const LINE_KEYS = Object.keys(KEYS);

/** One line of JSON with sorted keys. */
export const commandLine = (command: Command): string => `${JSON.stringify(command, LINE_KEYS)}\n`;

export class CommandHash {
  readonly #hash = createHash('sha256');
  #count = 0;
  get count(): number { return this.#count; }
  add(command: Command): void {
    this.#hash.update(commandLine(command));
    this.#count++;
  }
  /** Of all so far; more may be added. */
  digest(): string { return this.#hash.copy().digest('hex'); }
}
