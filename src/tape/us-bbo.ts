// Reader of the us-bbo format: best bid and ask of many Polymarket US markets, polled about every two minutes, without sizes
// and prints. A price is taken to hold the least that can stand there. A folder is one recording: its quotes, its labels, and
// a page of remarks that is not read.

import { dirname } from 'node:path';
import type { Size } from '../core/domain/numbers.ts';
import { EvenkeelError } from '../errors/define.ts';
import { TAPE_EMPTY } from '../errors/tape.ts';
import { datedTerms, firstTerms, type InstrumentTerms } from './dated-terms.ts';
import type { Labels, RecordedInstrument, RecordingFile, RecordingFormat, Survey } from './recording-format.ts';
import { decodeQuotes, type QuoteHoles } from './us-bbo-decoder.ts';
import { LABEL_COLUMNS, labelsIn, QUOTE_COLUMNS, QuoteStore } from './us-bbo-quotes.ts';

const REMARKS = 'issue,table_name,detail';
/** Polls came every 49 to 154 s. */
const LONGEST_PAUSE_MS = 600_000;
const FEES = 'polymarket-us';
/** Orders are whole contracts. */
const CONTRACT = 1_000_000 as Size;

const TERMS = {
  venue: 'polymarket-us', lot: CONTRACT, minSize: CONTRACT, endsAt: null, isUnsized: true, showsOwnOrders: false, canAmend: false,
  // Long and short are positions in one instrument.
  netsPairs: true,
} as const satisfies Partial<RecordedInstrument>;

export const usBbo: RecordingFormat = {
  name: 'us-bbo',
  holds: 'best bid and ask of Polymarket US markets every two minutes, without sizes and prints, with settlement labels (CSV)',
  groupOf: ({ path, firstLine }) => (isQuotes(firstLine) || isLabels(firstLine) || firstLine === REMARKS ? `us-bbo in ${dirname(path)}` : null),
  async survey(files, labels): Promise<Survey> {
    const store = new QuoteStore();
    const paths = files.filter(({ firstLine }) => isQuotes(firstLine)).map(({ path }) => path);
    for (const path of paths) await store.read(path, () => {});
    if (store.length === 0) throw new EvenkeelError(TAPE_EMPTY, `${files[0]!.path}: no quotes`, { file: files[0]!.path });
    const outcomes = await outcomesOf(files, labels);
    const order = store.inTime();
    const firstAt = store.ts[order[0]!]!;
    const lastAt = store.ts[order.at(-1)!]!;
    const inTime = store.ticks.map((ticks, i): InstrumentTerms => ({ ticks, table: FEES, until: store.lastAt[i]! }));
    const terms = datedTerms(inTime);
    return {
      instruments: store.slugs.map((name, i) => ({ ...TERMS, name, ...firstTerms(inTime[i]!) })),
      references: [], terms, firstAt, lastAt,
      decode: (target) => decodeQuotes({ store, order, terms, holes: holesIn(store), least: CONTRACT, outcomes, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) }, target),
    };
  },
};

const isQuotes = (firstLine: string): boolean => firstLine === QUOTE_COLUMNS.join(',');
const isLabels = (firstLine: string): boolean => firstLine === LABEL_COLUMNS.join(',');

async function outcomesOf(files: readonly RecordingFile[], labels: Labels): Promise<Labels> {
  const recorded = await Promise.all(files.filter(({ firstLine }) => isLabels(firstLine)).map(({ path }) => labelsIn(path)));
  return new Map([...recorded, labels].flatMap((of) => [...of]));
}

/** Rows of a market after which its next one is too late, with the time until that. */
function holesIn({ length, market, ts, slugs }: QuoteStore): QuoteHoles {
  const holes = new Map<number, number>();
  const last = slugs.map(() => -1);
  for (let i = 0; i < length; i++) {
    const before = last[market[i]!]!;
    if (before >= 0 && ts[i]! - ts[before]! > LONGEST_PAUSE_MS) holes.set(before, ts[i]! - ts[before]!);
    last[market[i]!] = i;
  }
  return holes;
}
