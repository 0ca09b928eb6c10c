// Reader of a raw session of Kalshi's websocket, one message a line: snapshots and changes of books (and trades, where they
// were subscribed). Bids for NO at p are asks for YES at 1 − p. Numbers of a subscription run over all its messages; where one
// is missing, none of its books is known until its next snapshot.

import { EvenkeelError } from '../errors/define.ts';
import { TAPE_EMPTY, TAPE_NO_BOOK } from '../errors/tape.ts';
import type { TimestampMs } from '../core/domain/numbers.ts';
import { KalshiClosings } from './kalshi-closings.ts';
import { KalshiSession } from './kalshi-ws-session.ts';
import { kalshiMessage } from './kalshi-ws-message.ts';
import { kalshiMarkets, SeenTerms, type KalshiMarkets } from './kalshi-terms.ts';
import { decodeLines, eachLine } from './line-recording.ts';
import type { DecodeTarget, Labels, RecordingFormat } from './recording-format.ts';
import { isOnATick } from './seen-ticks.ts';

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
  // A message holds from the first stamp at or after it, as when it is decoded.
  let waiting: { readonly terms: SeenTerms; readonly levels: readonly number[] }[] = [];
  const hold = (ts: number): void => {
    for (const { terms, levels } of waiting) {
      terms.ticks.begin(ts);
      for (let i = 0; i < levels.length; i += 2) terms.ticks.see(ts, levels[i]!);
    }
    waiting = [];
  };
  await eachLine(path, (text, line) => {
    const message = kalshiMessage(text, path, line);
    if (message.kind !== 'other') {
      const terms = seen.get(message.ticker) ?? new SeenTerms();
      seen.set(message.ticker, terms);
      const levels = message.kind === 'snapshot' ? [...message.bids, ...message.asks] : [message.price, Math.abs(message.size)];
      for (let i = 0; i < levels.length; i += 2) {
        if (!isOnATick(levels[i]!) || !terms.size(levels[i + 1]!)) message.row.fail('msg', 'holds a price or a size finer than any of the venue');
      }
      waiting.push({ terms, levels });
    }
    if (message.ts === null) return;
    firstAt = Math.min(firstAt, message.ts);
    lastAt = Math.max(lastAt, message.ts);
    hold(lastAt);
  });
  if (seen.size === 0) throw new EvenkeelError(TAPE_EMPTY, `${path}: no books and no trades`, { file: path });
  if (lastAt === -Infinity) throw new EvenkeelError(TAPE_NO_BOOK, `${path}: no message has a time`, { file: path });
  hold(lastAt);
  const markets = kalshiMarkets(seen, lastAt, false);
  return { ...markets, references: [], firstAt, lastAt, decode: (target) => decode({ path, seen, markets, labels, lastAt: lastAt as TimestampMs }, target) };
}

interface Recording { readonly path: string; readonly seen: ReadonlyMap<string, SeenTerms>; readonly markets: KalshiMarkets; readonly labels: Labels; readonly lastAt: TimestampMs }

async function* decode({ path, seen, markets, labels, lastAt }: Recording, target: DecodeTarget): AsyncGenerator<void, void> {
  const session = new KalshiSession(seen, new KalshiClosings(markets, labels, target), target);
  yield* decodeLines(path, target, (text, line) => session.take(kalshiMessage(text, path, line)));
  session.end(lastAt);
  yield;
}
