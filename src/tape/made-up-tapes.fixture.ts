// The small made-up recordings in `test/fixtures/tapes`, whole or spoiled in one place.

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MarketDataEvent } from '../core/domain/events.ts';
import { TapeColumns } from './columns.ts';
import { copyRows } from './copy-rows.ts';
import { openTape } from './open-tape.ts';
import type { Tape } from './tape.ts';

export type MadeUp = 'tickscope' | 'btc15m' | 'kalshi-inxd';

export const madeUpPath = (name: MadeUp): string => join(import.meta.dirname, '../../test/fixtures/tapes', `${name}.csv`);
export const madeUpText = (name: MadeUp): string => readFileSync(madeUpPath(name), 'utf8');

/** A new folder with the files; gives its path. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'tape-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

/** A recording with one text in it replaced; the text has to be there. */
export function spoiled(name: MadeUp, from: string, to: string): string {
  const text = madeUpText(name);
  if (!text.includes(from)) throw new Error(`${name} does not hold ${from}`);
  return join(folderWith({ 'spoiled.csv': text.replace(from, to) }), 'spoiled.csv');
}

export async function allEvents(tape: Tape): Promise<readonly MarketDataEvent[]> {
  const events: MarketDataEvent[] = [];
  for await (const chunk of tape.chunks()) {
    for (let i = 0; i < chunk.length; i += chunk.rowsOf(i)) {
      const event = chunk.eventAt(i, chunk.ts[i]!, tape.venue, tape.terms);
      if (event !== null) events.push(event);
    }
  }
  return events;
}

/** All rows in columns of their own. */
export async function allRows(tape: Tape): Promise<TapeColumns> {
  const all = new TapeColumns();
  for await (const chunk of tape.chunks()) copyRows(chunk, 0, chunk.length, all);
  return all;
}

export const readWhole = async (path: string): Promise<readonly MarketDataEvent[]> => allEvents(await openTape(path));

/** Events as short words with prices in cents and sizes in shares, and milliseconds after `from`. */
export function inWords(events: readonly MarketDataEvent[], from: number): readonly string[] {
  const flat = (levels: readonly number[]): string => levels.map((micros, i) => (i % 2 === 0 ? micros / 10_000 : micros / 1e6)).join(' ');
  return events.map((event) => {
    const at = `${event.ts - from}`;
    switch (event.type) {
      case 'BookDelta': return `${at} ${event.market} ${event.side} ${event.price / 10_000} = ${event.size / 1e6}`;
      case 'BookSnapshot': return `${at} ${event.market} book ${flat(event.bids)} / ${flat(event.asks)}`;
      case 'TradePrinted': return `${at} ${event.market} trade ${event.price / 10_000} x ${event.size / 1e6} taker ${event.taker}`;
      case 'BookInvalidated': return `${at} ${event.market} invalid: ${event.reason}`;
      case 'BookValidated': return `${at} ${event.market} valid`;
      case 'FeedHeartbeat': return `${at} alive`;
      case 'InstrumentStatusChanged': return `${at} ${event.market} ${event.status}`;
      default: return `${at} ${event.type}`;
    }
  });
}
