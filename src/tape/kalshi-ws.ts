// Reader of a raw session of Kalshi's websocket, one message a line: snapshots and changes of books (and trades, where they
// were subscribed). Bids for NO at p are asks for YES at 1 − p. Numbers of a subscription run over all its messages; where one
// is missing, none of its books is known until its next snapshot.

import { EvenkeelError } from '../errors/define.ts';
import { TAPE_EMPTY, TAPE_NO_BOOK } from '../errors/tape.ts';
import type { TimestampMs } from '../core/domain/numbers.ts';
import { KalshiSession } from './kalshi-ws-session.ts';
import { kalshiMessage } from './kalshi-ws-message.ts';
import { SeenTerms } from './kalshi-terms.ts';
import { decodeLines, eachLine } from './line-recording.ts';
import type { DecodeTarget, Labels, RecordedInstrument, RecordingFormat } from './recording-format.ts';

const FIRST_LINE = /^\{"type":"(?:subscribed|ok|orderbook_snapshot|orderbook_delta)"/;

export const kalshiWs: RecordingFormat = {
  name: 'kalshi-ws',
  holds: "a raw session of Kalshi's websocket: books of some markets with their sequence, and trades if subscribed",
  groupOf: ({ path, firstLine }) => (FIRST_LINE.test(firstLine) ? path : null),
  survey: ([file], labels) => surveySession(file!.path, labels),
};

async function surveySession(path: string, labels: Labels): ReturnType<RecordingFormat['survey']> {
  const seen = new Map<string, SeenTerms>();
  let firstAt = Infinity;
  let lastAt = -Infinity;
  await eachLine(path, (text, line) => {
    const message = kalshiMessage(text, path, line);
    if (message.ts !== null) {
      firstAt = Math.min(firstAt, message.ts);
      lastAt = Math.max(lastAt, message.ts);
    }
    if (message.kind === 'other') return;
    const terms = seen.get(message.ticker) ?? new SeenTerms();
    seen.set(message.ticker, terms);
    const levels = message.kind === 'snapshot' ? [...message.bids, ...message.asks] : [message.price, Math.abs(message.size)];
    for (let i = 0; i < levels.length; i += 2) {
      if (!terms.price(levels[i]!) || !terms.size(levels[i + 1]!)) message.row.fail('msg', 'holds a price or a size finer than any of the venue');
    }
  });
  if (seen.size === 0) throw new EvenkeelError(TAPE_EMPTY, `${path}: no books and no trades`, { file: path });
  if (lastAt === -Infinity) throw new EvenkeelError(TAPE_NO_BOOK, `${path}: no message has a time`, { file: path });
  const instruments = [...seen].map(([ticker, terms]) => terms.instrument(ticker, firstAt));
  return { instruments, references: [], terms: [], firstAt, lastAt, decode: (target) => decode({ path, instruments, labels, lastAt: lastAt as TimestampMs }, target) };
}

interface Recording { readonly path: string; readonly instruments: readonly RecordedInstrument[]; readonly labels: Labels; readonly lastAt: TimestampMs }

async function* decode({ path, instruments, labels, lastAt }: Recording, target: DecodeTarget): AsyncGenerator<void, void> {
  const session = new KalshiSession(instruments, labels, target);
  yield* decodeLines(path, target, (text, line) => session.take(kalshiMessage(text, path, line)));
  session.end(lastAt);
  yield;
}
