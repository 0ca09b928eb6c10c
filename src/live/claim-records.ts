// What is remembered of claims between two runs: which were begun and not proved, which failed and when they are tried again.

import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { EvenkeelError } from '../errors/define.ts';
import { VENUE_ACTION_UNREADABLE } from '../errors/venues.ts';
import type { ClaimRecords } from '../venues/polymarket/chain/claims.ts';
import { actionRef } from './action-record.ts';
import { writeDurably } from './durable-file.ts';

const records = z.record(z.string().regex(/^0x[0-9a-f]{64}$/), z.strictObject({ begun: actionRef.nullable(), failures: z.number().int().nonnegative(), retryAt: z.number() }));

/** None where there is no file. Throws MM_VENUE_ACTION_UNREADABLE. */
export function readClaimRecords(path: string): ClaimRecords {
  if (!existsSync(path)) return {};
  try {
    return records.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new EvenkeelError(VENUE_ACTION_UNREADABLE, `${path} cannot be read`, { path });
  }
}

export const writeClaimRecords = (path: string, kept: ClaimRecords): void => { writeDurably(path, `${JSON.stringify(kept)}\n`); };
