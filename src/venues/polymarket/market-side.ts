// The public half of the venue, put together: discovery and market channel, as paper and live both use it. Needs no key.

import type { ReferenceSource } from '../reference-source.ts';
import type { TimestampMs } from '../../core/domain/numbers.ts';
import type { TokenAbilities } from './discovery/listing.ts';
import { getJsonFrom } from './discovery/get-json.ts';
import { connectByWebSocket, type Connect } from './feed/connect.ts';
import { chainlinkSource } from './feed/chainlink-source.ts';
import type { ChannelCredentials } from './feed/channel-credentials.ts';
import { SYSTEM_CLOCK, type FeedClock } from './feed/feed-clock.ts';
import { POLYBOLT, RTDS } from './feed/reference-wire.ts';
import type { PolymarketHosts } from './hosts.ts';
import { MarketPlane, type MarketPlaneParts } from './market-plane.ts';
import { HttpTransport } from './rest/http-transport.ts';
import { systemClock } from './rest/clock.ts';
import { decodeClobBooks } from './wire/clob-book.ts';
import type { BookMessage } from './wire/market-message.ts';

export const VENUE = 'polymarket';
/** A connection is replaced before whatever wears out in it does. placeholder: the venue states no longest life. */
export const CHANGE_OVER_MS = 4 * 3_600_000;
const BOOKS_TIMEOUT_MS = 10_000;
const MOST_ANSWER_BYTES = 32 * 1_024 * 1_024;

/** Told each text of the market channel before it is decoded; connections are numbered from 1. What comes of it is stamped with `receivedAt`. */
export type FrameTap = (connection: number, text: string, receivedAt: TimestampMs) => void;

export interface MarketSide { readonly plane: MarketPlane; close(): void }

/** Where reference prices come from. */
export interface PriceSources {
  /** Of the API, which the newer data socket asks for. Null where there is no account. */
  readonly credentials: (() => ChannelCredentials) | null;
  /** Of prices that do not come from the venue itself. */
  readonly others: readonly ReferenceSource[];
}

export function openMarketSide(hosts: PolymarketHosts, abilities: TokenAbilities, handlers: Pick<MarketPlaneParts, 'emit' | 'listed' | 'say'>, { credentials, others }: PriceSources, tap?: FrameTap): MarketSide {
  const books = new HttpTransport({ origin: new URL(hosts.clob), clock: systemClock, maxAnswerBytes: MOST_ANSWER_BYTES });
  const { clock, connect } = tap === undefined ? { clock: SYSTEM_CLOCK, connect: connectByWebSocket } : tapped(tap);
  const prices = { credentials, clock: SYSTEM_CLOCK, connect: connectByWebSocket, random: Math.random };
  const plane = new MarketPlane({
    ...handlers, venue: VENUE, url: hosts.wsMarket, clock, connect, random: Math.random, getJson: getJsonFrom(hosts.gamma), abilities,
    references: [chainlinkSource(POLYBOLT, { ...prices, url: hosts.polybolt }), chainlinkSource(RTDS, { ...prices, url: hosts.rtds }), ...others],
    fetchBooks: (tokens) => fetchBooks(books, tokens), changeOverEveryMs: CHANGE_OVER_MS,
  });
  return {
    plane,
    close() {
      plane.close();
      books.close();
    },
  };
}

/** While a text is heard the clock stands at its receipt. */
function tapped(tap: FrameTap): { readonly clock: FeedClock; readonly connect: Connect } {
  let connections = 0;
  let receivedAt: TimestampMs | null = null;
  return {
    clock: { ...SYSTEM_CLOCK, now: () => receivedAt ?? SYSTEM_CLOCK.now() },
    connect(url, handlers) {
      const connection = ++connections;
      return connectByWebSocket(url, {
        ...handlers,
        said(text) {
          receivedAt = SYSTEM_CLOCK.now();
          try {
            tap(connection, text, receivedAt);
            handlers.said(text);
          } finally {
            receivedAt = null;
          }
        },
      });
    },
  };
}

/** Rejects where the venue does not answer with books; one that cannot be read is left out. */
async function fetchBooks(transport: HttpTransport, tokens: readonly string[]): Promise<readonly BookMessage[]> {
  const answer = await transport.send({
    method: 'POST', path: '/books', headers: { Accept: 'application/json' }, body: JSON.stringify(tokens.map((token) => ({ token_id: token }))), timeoutMs: BOOKS_TIMEOUT_MS,
  });
  if (answer.kind !== 'answer') throw new Error(`books: ${answer.detail}`);
  if (answer.status !== 200) throw new Error(`books: status ${answer.status}`);
  return decodeClobBooks(JSON.parse(answer.text)).filter((book) => book.kind === 'book');
}
