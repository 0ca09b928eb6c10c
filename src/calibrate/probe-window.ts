// Reads a probe of hypothetical quotes: one JSON object a line and window, with a quote on each side, the queue that stood
// ahead of it, whether the price came to it, and the result a share.

import { z } from 'zod';
import { EvenkeelError } from '../errors/define.ts';
import { TAPE_EMPTY, TAPE_MALFORMED_ROW, TAPE_OUT_OF_ORDER } from '../errors/tape.ts';
import { lineBlocks } from '../tape/lines.ts';

const side = z.object({
  quote: z.number().positive().nullable(),
  mode: z.enum(['join', 'improve']).nullable(),
  queue_ahead: z.number().nonnegative().nullable(),
  touched: z.boolean(),
  filled: z.boolean(),
  min_ask_seen: z.number().nullable(),
  pnl: z.number().nullable(),
}).refine(({ filled, pnl }) => filled === (pnl !== null), 'a side has a pnl exactly when it is filled')
  .refine(({ mode, quote, queue_ahead: ahead }) => mode === null || (quote !== null && ahead !== null), 'a quote has a price and a queue ahead');
const line = z.object({
  window_ts: z.number().int().positive(),
  quote_at: z.number().positive(),
  winner: z.string().min(1),
  sides: z.record(z.string().min(1), side).refine((sides) => Object.keys(sides).length === 2, 'a window has two sides'),
}).refine(({ winner, sides }) => winner in sides, 'the winner is none of the sides');

export interface ProbeQuote {
  readonly isWinner: boolean;
  /** Dollars. */
  readonly price: number;
  readonly mode: 'join' | 'improve';
  /** Shares. */
  readonly ahead: number;
  readonly isTouched: boolean;
  /** The price was seen beyond the quote. */
  readonly isPassed: boolean;
  /** Dollars a share; null where not filled. */
  readonly pnl: number | null;
}
export interface ProbeWindow {
  /** Milliseconds. */
  readonly at: number;
  readonly secondsLeft: number;
  /** Sides without anything to join are left out. */
  readonly quotes: readonly ProbeQuote[];
}

export async function readProbe(path: string): Promise<readonly ProbeWindow[]> {
  const windows: ProbeWindow[] = [];
  for await (const { lines, first } of lineBlocks(path)) {
    for (const [i, text] of lines.entries()) {
      const window = readWindow(text, `${path}:${first + i}`);
      if (window.at < (windows.at(-1)?.at ?? -Infinity)) throw new EvenkeelError(TAPE_OUT_OF_ORDER, `${path}:${first + i}  the window is older than the one before it`, { file: path, line: first + i });
      windows.push(window);
    }
  }
  if (windows.length === 0) throw new EvenkeelError(TAPE_EMPTY, `${path}: no windows`, { file: path });
  return windows;
}

function readWindow(text: string, place: string): ProbeWindow {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new EvenkeelError(TAPE_MALFORMED_ROW, `${place}  is not JSON (${(error as Error).message})`);
  }
  const read = line.safeParse(value);
  if (!read.success) {
    const issue = read.error.issues[0];
    throw new EvenkeelError(TAPE_MALFORMED_ROW, `${place}  is no window of a probe: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
  }
  const { window_ts: seconds, quote_at: secondsLeft, winner, sides } = read.data;
  return {
    at: seconds * 1000, secondsLeft,
    quotes: Object.entries(sides).flatMap(([name, { quote, mode, queue_ahead: ahead, touched, min_ask_seen: lowest, pnl }]): readonly ProbeQuote[] => (
      mode === null || quote === null || ahead === null ? []
        : [{ isWinner: name === winner, price: quote, mode, ahead, isTouched: touched, isPassed: lowest !== null && lowest < quote, pnl }])),
  };
}
