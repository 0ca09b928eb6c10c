// The columns of a Parquet tape, both ways: words, dates and nulls in the file, so that pandas and polars read it as it is;
// codes and numbers in our columns.
//
// Words come back as codes by `list_position` over the list of words: DuckDB evaluates it on the dictionary of the column
// and not on each row, which costs 8 % of the read (12.9 against 14.2 M rows/s). An enum cast costs 57 %.

import { KINDS, KIND } from './columns.ts';
import { sqlText, sqlTexts } from './duckdb.ts';

const SIDES = ['bid', 'ask'];
const pick = (words: readonly string[], index: string): string => `${sqlTexts(words)}[${index} + 1]`;

/** A staged row: our columns as they are. */
export const STAGED_COLUMNS = 'ts DOUBLE, kind UTINYINT, market SMALLINT, side UTINYINT, price DOUBLE, size DOUBLE, delay INTEGER';

/** From the staged columns to those of the file. */
export function fileColumns(markets: readonly string[], references: readonly string[]): string {
  const isReference = `kind = ${KIND.reference}`;
  return [
    'make_timestamp_ms(ts::BIGINT)::TIMESTAMP_MS AS ts',
    `CASE WHEN market < 0 THEN NULL WHEN ${isReference} THEN ${pick(references, 'market')} ELSE ${pick(markets, 'market')} END AS market`,
    `${pick(KINDS, 'kind')} AS kind`,
    `CASE WHEN side < 2 THEN ${pick(SIDES, 'side')} END AS side`,
    `CASE WHEN NOT ${isReference} THEN price::BIGINT END AS price`,
    `CASE WHEN NOT ${isReference} THEN size::BIGINT END AS size`,
    'CASE WHEN delay >= 0 THEN delay END AS delay_ms',
    `CASE WHEN ${isReference} THEN price END AS reference_price`,
  ].join(', ');
}

/** Position from 1 of a word; NULL is the last of the list, and a word that is not in it comes back as NULL. */
const place = (words: readonly string[], column: string): string => `list_position([${[...words.map(sqlText), 'NULL'].join(', ')}], ${column})`;

/**
 * From the columns of the file to numbers, in the order ts, kind, market, side, price, size, delay. Of kind, market and
 * side the position from 1 in the words, one more than the number of words for NULL. `names`: of markets and references.
 */
export function numberColumns(names: readonly string[], hasReferences: boolean): string {
  return [
    'epoch_ms(ts)::DOUBLE',
    `${place(KINDS, 'kind')}::UTINYINT`,
    `${place(names, 'market')}::SMALLINT`,
    `${place(SIDES, 'side')}::UTINYINT`,
    hasReferences ? 'coalesce(reference_price, price::DOUBLE)' : 'price::DOUBLE',
    hasReferences ? 'coalesce(size::DOUBLE, 0)' : 'size::DOUBLE',
    'coalesce(delay_ms, -1)',
  ].join(', ');
}
