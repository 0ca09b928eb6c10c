// Which recordings a rehearsal cannot play, found before anything is opened: without books, of unknown sizes, of another trade.

import { EvenkeelError } from '../../errors/define.ts';
import { REHEARSAL_ERRORS } from '../../errors/rehearsal.ts';
import { KIND } from '../../tape/columns.ts';
import type { Tape } from '../../tape/tape.ts';

/** `path` as it was named. Reads as far as the first book, which is near the beginning, or to the end. */
export async function refuseUnplayable(tape: Tape, path: string): Promise<void> {
  const refused = (why: string): EvenkeelError => new EvenkeelError(REHEARSAL_ERRORS.cannotPlay, `${path}: ${why}`, { file: path });
  for (const { name, isUnsized, fees } of tape.instruments) {
    if (isUnsized === true) throw refused(`of ${name} it has prices alone, and a book needs sizes to queue behind`);
    if (fees.taker.onValue !== undefined) throw refused(`${name} is no prediction market: its fees are on the value traded`);
  }
  if (!(await hasBook(tape))) throw refused('it holds no book');
}

async function hasBook(tape: Tape): Promise<boolean> {
  for await (const { kind, size, length } of tape.chunks()) {
    for (let i = 0; i < length; i++) if ((kind[i] === KIND.snapshot || kind[i] === KIND.delta) && (size[i] ?? 0) > 0) return true;
  }
  return false;
}
