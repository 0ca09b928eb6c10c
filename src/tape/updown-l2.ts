// Reader of the updown-l2 format: whole books of both tokens of an Up/Down market and the prints of both, in up to four
// files; Up is the canonical side. The venue sent a book with each trade and nothing between two of them, so a book is as old
// as the last trade. Some markets come with prints alone.

import { dirname } from 'node:path';
import { timestamp } from '../core/domain/numbers.ts';
import { EvenkeelError } from '../errors/define.ts';
import { TAPE_EMPTY } from '../errors/tape.ts';
import { datedTerms, firstTerms } from './dated-terms.ts';
import { mergedRows } from './merged-rows.ts';
import { POLYMARKET_TERMS, updownSeries } from './polymarket-terms.ts';
import type { RecordingFile, RecordingFormat, Survey } from './recording-format.ts';
import { SeenTicks } from './seen-ticks.ts';
import { decodeUpdown, type BookHole } from './updown-l2-decoder.ts';
import { updownFile, updownRows, type UpdownFile, type UpdownRow } from './updown-l2-rows.ts';

/**
 * A print comes 0 to 114 ms after its book (542 of the 547 recorded ones; the other five stand alone where the books of a
 * file end early). One whose book is older proves that books are missing. Silence proves nothing: no trade, no book.
 */
const BOOK_LEAD_MS = 1_000;
const FEES = 'polymarket/crypto';

export const updownL2: RecordingFormat = {
  name: 'updown-l2',
  holds: 'whole books and prints of both tokens of Polymarket Up/Down markets, a book with each trade (JSON lines)',
  groupOf({ path, name, firstLine }) {
    const looksLikeIt = /^\{"(bids":\[|price":")/.test(firstLine) && firstLine.includes('"local_timestamp":"');
    const file = looksLikeIt ? updownFile(path, name) : null;
    return file === null ? null : `${dirname(path)}/${file.market}`;
  },
  async survey(files, labels): Promise<Survey> {
    const parts = inOrder(files);
    const { market, endsAt } = parts[0]!;
    const found = await lookThrough(parts);
    const { firstAt, lastAt, ticks } = found;
    const inTime = { ticks, table: FEES, until: lastAt } as const;
    const terms = datedTerms([inTime]);
    return {
      instruments: [{ ...POLYMARKET_TERMS, name: market, ...firstTerms(inTime), endsAt: timestamp(endsAt), ...updownSeries(market) }],
      references: [], terms, firstAt, lastAt,
      decode: (target) => decodeUpdown(mergedRows(parts.map((part) => updownRows(part, target.took))), { market, endsAt, terms, holes: found.holes, yesPays: labels.get(market) }, target),
    };
  },
};

/** Books before prints, as the venue stamps them, and Up before Down. */
function inOrder(files: readonly RecordingFile[]): readonly UpdownFile[] {
  const parts = files.map(({ path, name }) => updownFile(path, name)).filter((file) => file !== null);
  return parts.toSorted((a, b) => Number(b.holdsBooks) - Number(a.holdsBooks) || Number(a.isDown) - Number(b.isDown));
}

interface LookedThrough { readonly firstAt: number; readonly lastAt: number; readonly ticks: SeenTicks; readonly holes: readonly BookHole[] }

async function lookThrough(parts: readonly UpdownFile[]): Promise<LookedThrough> {
  let firstAt = Infinity;
  let lastAt = -Infinity;
  const ticks = new SeenTicks();
  let bookAt: number | null = null;
  let missingSince: number | null = null;
  const holes: BookHole[] = [];
  const untilNow = (to: number): void => {
    if (missingSince !== null && to > missingSince) holes.push({ from: missingSince, to });
    missingSince = null;
  };
  for await (const rows of mergedRows(parts.map((part) => updownRows(part, () => {})))) {
    for (const row of rows) {
      firstAt = Math.min(firstAt, row.ts);
      lastAt = row.ts;
      look(ticks, row);
      if (row.what.kind === 'book') {
        untilNow(row.ts);
        bookAt = row.ts;
      } else if (bookAt !== null && row.ts - bookAt > BOOK_LEAD_MS) missingSince ??= row.ts;
    }
  }
  const path = parts[0]!.path;
  if (firstAt === Infinity) throw new EvenkeelError(TAPE_EMPTY, `${path}: no rows`, { file: path });
  untilNow(lastAt);
  return { firstAt, lastAt, ticks, holes };
}

/** The rows hold no price that fits no tick. */
function look(ticks: SeenTicks, { ts, what }: UpdownRow): void {
  ticks.begin(ts);
  if (what.kind === 'trade') ticks.see(ts, what.price);
  else for (const levels of [what.bids, what.asks]) for (let i = 0; i < levels.length; i += 2) ticks.see(ts, levels[i]!);
}
