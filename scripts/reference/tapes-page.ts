// The formats of recordings that can be read, and what stands in the file of a tape.

import { INVALID_REASONS, KINDS, type TapeKind } from '../../src/tape/columns.ts';
import { FORMATS } from '../../src/tape/formats.ts';
import { METADATA_KEY } from '../../src/tape/parquet-metadata.ts';
import { parquetTape } from '../../src/tape/parquet-read.ts';
import { fileColumns } from '../../src/tape/parquet-sql.ts';
import { FINDINGS, type Finding } from '../../src/tape/tape-facts.ts';
import { cell, code, referencePage, sentence, table, type Page } from '../markdown.ts';

interface ColumnMeaning { readonly type: string; readonly meaning: string }

/** Of the columns that the file is written with; one without a meaning fails below. */
const COLUMNS: ReadonlyMap<string, ColumnMeaning> = new Map([
  ['ts', { type: 'timestamp, ms', meaning: 'The venue\'s stamp, UTC without a zone. Never falls from row to row.' }],
  ['market', { type: 'text', meaning: 'Name of the market, or of the reference. Null for rows of the whole tape.' }],
  ['kind', { type: 'text', meaning: 'What the row is; see below.' }],
  ['side', { type: 'text', meaning: '`bid` or `ask`: of a level, or of a trade\'s taker. Otherwise null.' }],
  ['price', { type: 'int64', meaning: 'Price of a YES share in millionths of a dollar. Null for references.' }],
  ['size', { type: 'int64', meaning: 'Millionths of a share, or what the kind says. Null for references.' }],
  ['delay_ms', { type: 'int32', meaning: 'Milliseconds from the venue\'s stamp to the recorder\'s. Null where it was not recorded.' }],
  ['reference_price', { type: 'double', meaning: 'Price of a reference in its own unit. Null for all other rows.' }],
]);

/** One sentence each; a kind without one does not compile. */
const MEANING_OF_KIND: Readonly<Record<TapeKind, string>> = {
  delta: 'A level of the book shows `size` from now on; 0 removes it.',
  trade: 'A trade of `size`; `side` is the taker\'s: `bid` bought YES.',
  snapshot: 'The whole book anew. Its levels are the next rows; `size` is how many.',
  level: 'A level of the snapshot before it.',
  invalid: `The book cannot be trusted from now on. \`size\` is the reason: ${INVALID_REASONS.map((reason, index) => `${index} ${reason}`).join(', ')}.`,
  valid: 'The book can be trusted again.',
  heartbeat: 'The feed was alive, and nothing changed.',
  status: 'The market is open (`size` 0), paused (1) or closed (2) from now on.',
  resolved: 'The market is settled: a YES share paid `price`.',
  terms: 'Tick or fees change. `size` is the place of the new ones in the list `terms` of the metadata, from 0.',
  gap: 'A hole: nothing was recorded for `size` milliseconds. Without a market it is one of the whole tape.',
  facts: 'What the venue says of the market: `price` millionths of a dollar traded in 24 hours, `size` of liquidity; -1 for what it does not say.',
  reference: 'A price of something outside, in `reference_price`: of a candle, at its close.',
};

const MEANING_OF_FINDING: Readonly<Record<Finding, string>> = {
  repeatedRows: 'Rows that say again what is known: the other token\'s view of a change, a copy of an earlier row. Left out.',
  backwardStamps: 'Rows stamped earlier than one before them. Put back in order.',
  crossedBooks: 'Books whose best bid reached their best ask. Not trusted while they do.',
  mirrorMismatches: 'Rows whose NO book is not the mirror of the YES book.',
  staleLevels: 'Levels that the venue\'s own best price proves gone though no row removed them. Removed.',
  negativeLevels: 'Cancels of more than a level was known to hold. The level is taken as empty.',
  outsideRange: 'Levels outside of the range that a contract is traded in. Left out.',
  bestPriceChecks: 'Times the rebuilt book was compared with the best prices that the venue stated.',
  bestPriceMismatches: 'Comparisons that did not agree. `tape verify` fails.',
};

export function tapesPage(): Page {
  const formats = [...FORMATS, parquetTape(1)];
  return referencePage('tapes', 'Recordings and tapes', ['src/tape/formats.ts', 'src/tape/parquet-sql.ts', 'src/tape/columns.ts', 'src/tape/tape-facts.ts'], [
    '## Formats that can be read',
    'Plain or gzip. The format is told by the first line of a file before its name. `evenkeel tape formats` prints the list.',
    table(['format', 'holds'], formats.map(({ name, holds }) => [code(name), cell(sentence(holds))])),
    '## The file of a tape',
    `\`evenkeel tape import\` writes one Parquet file, compressed with zstd. The terms of the markets, the sources with their SHA-256, the sums and the findings are JSON under \`${METADATA_KEY}\` in its key-value metadata.`,
    table(['column', 'type', 'meaning'], columnNames().map((name) => [code(name), meaningOf(name).type, cell(meaningOf(name).meaning)])),
    '## Kinds of rows',
    table(['kind', 'meaning'], KINDS.map((kind) => [code(kind), cell(MEANING_OF_KIND[kind])])),
    '## What is found and counted',
    '`tape info --json` has these under `found`. A backtest names those that lower what a result is worth. Problems that a recording must not have stop the reader instead.',
    table(['finding', 'meaning'], FINDINGS.map((finding) => [code(finding), cell(MEANING_OF_FINDING[finding])])),
  ]);
}

/** As the writer names them. */
const columnNames = (): readonly string[] => [...fileColumns(['market'], ['reference']).matchAll(/ AS (\w+)(?:,|$)/g)].map(([, name = '']) => name);

function meaningOf(name: string): ColumnMeaning {
  const column = COLUMNS.get(name);
  if (column === undefined) throw new Error(`the column ${name} of a tape has no meaning in scripts/reference/tapes-page.ts`);
  return column;
}
