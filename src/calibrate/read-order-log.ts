// Reads a log of orders and queue positions: CSV, plain or gzip, with the columns time, ticker, event, side, order,
// price_dollars, contracts, detail. What it does not know it refuses with the line.

import { EvenkeelError } from '../errors/define.ts';
import { TAPE_EMPTY, TAPE_MISSING_COLUMN, TAPE_OUT_OF_ORDER } from '../errors/tape.ts';
import { ByteSource } from '../tape/byte-source.ts';
import { CsvRows } from '../tape/csv-rows.ts';
import { LifeBuilder, type OrderEvent } from './life-builder.ts';
import type { OrderLog } from './life.ts';

const COLUMNS = ['time', 'ticker', 'event', 'order', 'price_dollars', 'contracts', 'detail'] as const;
type Column = (typeof COLUMNS)[number];
type Fields = Readonly<Record<Column, number>>;

/** Say nothing about a place: requests, refusals, what the bot found at its start. */
const SILENT: ReadonlySet<string> = new Set(['STARTUP_POSITION', 'CANCEL_REQUESTED', 'CANCEL_SKIPPED_ORDER_MISSING', 'REQUOTE_ERROR']);
const MICROS = 1_000_000;

export async function readOrderLog(path: string): Promise<OrderLog> {
  const rows = new CsvRows(path);
  const builder = new LifeBuilder();
  const lastAt = new Map<string, number>();
  let fields: Fields | null = null;
  for await (const block of new ByteSource(path).blocks()) {
    rows.feed(block);
    while (rows.next()) {
      fields ??= fieldsOf(rows);
      const event = readEvent(rows, fields);
      if (event === null) continue;
      if (event.at < (lastAt.get(event.market) ?? -Infinity)) {
        throw new EvenkeelError(TAPE_OUT_OF_ORDER, `${path}:${rows.line}  an event of ${event.market} is older than the one before it`, { file: path, line: rows.line });
      }
      lastAt.set(event.market, event.at);
      builder.add(event);
    }
  }
  rows.end();
  if (rows.line <= 1) throw new EvenkeelError(TAPE_EMPTY, `${path}: no rows`, { file: path });
  return builder.finish();
}

function fieldsOf(rows: CsvRows): Fields {
  const missing = COLUMNS.filter((column) => !rows.columns.includes(column));
  if (missing.length > 0) {
    throw new EvenkeelError(TAPE_MISSING_COLUMN, `${rows.file}:1  no column ${missing.join(', ')}: a log of orders has ${COLUMNS.join(', ')}`, { file: rows.file, line: 1 });
  }
  return Object.fromEntries(COLUMNS.map((column) => [column, rows.columns.indexOf(column)])) as Fields;
}

function readEvent(rows: CsvRows, fields: Fields): OrderEvent | null {
  const name = rows.text(fields.event);
  if (SILENT.has(name)) return null;
  const at = utcSecond(rows, fields.time);
  const market = text(rows, fields.ticker);
  if (name === 'START') return { kind: 'started', at, market };
  const order = text(rows, fields.order);
  switch (name) {
    case 'CREATE_OK': return { kind: 'placed', at, market, order, price: rows.price(fields.price_dollars), size: rows.someSize(fields.contracts) };
    case 'AMEND_OK': return { kind: 'amended', at, market, order, price: rows.price(fields.price_dollars), size: rows.someSize(fields.contracts) };
    case 'QUEUE_POSITION': return { kind: 'polled', at, market, order, ahead: rows.size(fields.contracts) / MICROS };
    case 'ORDER_NOT_RESTING': {
      const how = rows.text(fields.detail);
      if (how !== 'executed' && how !== 'canceled') rows.fail(fields.detail, 'is neither executed nor canceled');
      return { kind: 'gone', at, market, order, how };
    }
    default: return rows.fail(fields.event, 'is not an event of a log of orders');
  }
}

function text(rows: CsvRows, field: number): string {
  if (rows.isEmpty(field)) rows.fail(field, 'is empty');
  return rows.text(field);
}

const STAMP = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.\d{1,3})?Z$/;

/** Milliseconds; some dates that do not exist, April 31, are taken by the runtime for the next one that does. */
function utcSecond(rows: CsvRows, field: number): number {
  const stamp = rows.text(field);
  const seconds = STAMP.exec(stamp)?.[1];
  const at = seconds === undefined ? Number.NaN : Date.parse(stamp);
  if (seconds === undefined || Number.isNaN(at) || !new Date(at).toISOString().startsWith(seconds)) rows.fail(field, 'is not a UTC time like 2026-03-08T03:11:48Z');
  return at;
}
