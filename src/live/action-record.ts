// What an account has under way on the chain, kept in a file before it is sent: after a crash it is proved before anything new is.

import { existsSync, readFileSync, rmSync } from 'node:fs';
import { z } from 'zod';
import { EvenkeelError } from '../errors/define.ts';
import { VENUE_ACTION_UNREADABLE } from '../errors/venues.ts';
import type { ActionRef } from '../venues/polymarket/chain/chain-actions.ts';
import { writeDurably } from './durable-file.ts';

/** An `ActionRef` as files hold it. */
export const actionRef = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('transaction'), from: z.string(), nonce: z.number().int().nonnegative(), hashes: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('batch'), wallet: z.string(), nonce: z.string(), deadline: z.number(), digest: z.string(), transactionId: z.string().nullable() }),
]);
const stored = z.strictObject({ what: z.string(), ref: actionRef });

export interface RecordedAction {
  readonly ref: ActionRef;
  /** What it was to do, for people. */
  readonly what: string;
}

export class ActionRecord {
  readonly #path: string;

  constructor(path: string) { this.#path = path; }

  get path(): string { return this.#path; }

  /** Null where nothing is under way. Throws MM_VENUE_ACTION_UNREADABLE: what may have been sent is then not known. */
  read(): ActionRef | null { return this.underWay()?.ref ?? null; }

  /** The same, in words too. */
  underWay(): RecordedAction | null {
    if (!existsSync(this.#path)) return null;
    try {
      return stored.parse(JSON.parse(readFileSync(this.#path, 'utf8')));
    } catch {
      throw new EvenkeelError(VENUE_ACTION_UNREADABLE, `${this.#path} cannot be read`, { path: this.#path });
    }
  }

  /** On the disk when it returns. Throws where that cannot be: then nothing may be sent. */
  write(ref: ActionRef, what: string): void { writeDurably(this.#path, `${JSON.stringify({ what, ref })}\n`); }

  clear(): void { rmSync(this.#path, { force: true }); }
}
