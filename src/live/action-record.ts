// What an account has under way on the chain, kept in a file before it is sent: after a crash it is proved before anything new is.

import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { EvenkeelError } from '../errors/define.ts';
import { VENUE_ACTION_UNREADABLE } from '../errors/venues.ts';
import type { ActionRef } from '../venues/polymarket/chain/chain-actions.ts';

const ref = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('transaction'), from: z.string(), nonce: z.number().int().nonnegative(), hashes: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('batch'), wallet: z.string(), nonce: z.string(), deadline: z.number(), digest: z.string(), transactionId: z.string().nullable() }),
]);

export class ActionRecord {
  readonly #path: string;

  constructor(path: string) { this.#path = path; }

  /** Null where nothing is under way. Throws MM_VENUE_ACTION_UNREADABLE: what may have been sent is then not known. */
  read(): ActionRef | null {
    if (!existsSync(this.#path)) return null;
    try {
      return ref.parse(JSON.parse(readFileSync(this.#path, 'utf8')));
    } catch {
      throw new EvenkeelError(VENUE_ACTION_UNREADABLE, `${this.#path} cannot be read`, { path: this.#path });
    }
  }

  /** On the disk when it returns. Throws where that cannot be: then nothing may be sent. */
  write(action: ActionRef): void {
    mkdirSync(dirname(this.#path), { recursive: true });
    const written = `${this.#path}.new`;
    const file = openSync(written, 'w', 0o600);
    try {
      writeSync(file, `${JSON.stringify(action)}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(written, this.#path);
  }

  clear(): void { rmSync(this.#path, { force: true }); }
}
