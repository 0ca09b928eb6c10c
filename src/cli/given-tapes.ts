// Recordings as a command names them, opened, and as the jobs over them carry them.

import { resolve } from 'node:path';
import type { BacktestSource } from '../backtest/job.ts';
import { readLabels } from '../tape/labels.ts';
import { openTape } from '../tape/open-tape.ts';
import type { OpenedTape } from '../tape/opened-tape.ts';

/** `labels`: a file of outcomes. Throws as opening a tape does. */
export async function givenTapes({ tapes, labels }: { readonly tapes: readonly string[]; readonly labels: string | null }):
Promise<{ readonly tape: OpenedTape; readonly source: Extract<BacktestSource, { readonly kind: 'tapes' }> }> {
  const given = labels === null ? null : await readLabels(labels);
  const tape = await openTape(tapes, given === null ? {} : { labels: given });
  const contentHash = await tape.contentHash();
  return { tape, source: { kind: 'tapes', paths: tapes.map((path) => resolve(path)), contentHash, ...(given === null ? {} : { labels: Object.fromEntries(given) }) } };
}

/** A tape's name as a part of a folder's. */
export const folderName = (tape: string): string => tape.replaceAll(/[^A-Za-z0-9_-]+/g, '-');
