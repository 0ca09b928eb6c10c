// Reference prices over one socket, each told once and in the order of its stamps. These streams are known to stop without a
// word after 20 to 30 minutes, so what has come once and comes no more has the connection dropped; what never came is told,
// and drops nothing.

import type { TimestampMs } from '../../../core/domain/numbers.ts';
import { tellable, type ChannelCredentials } from './channel-credentials.ts';
import type { Connect } from './connect.ts';
import type { FeedClock } from './feed-clock.ts';
import { LiveSocket } from './live-socket.ts';
import type { ReferenceSubscription, ReferenceWire } from './reference-wire.ts';

export interface ReferencePrice {
  readonly feed: ReferenceWire['feed'];
  readonly source: ReferenceSubscription['source'];
  readonly symbol: string;
  readonly windowSeconds: number | null;
  /** Dollars. A signal, not money. */
  readonly price: number;
  /** Of the price, by the feed. */
  readonly ts: TimestampMs;
  readonly receivedAt: TimestampMs;
}

export interface PriceFeedParts {
  readonly wire: ReferenceWire;
  readonly url: string;
  readonly subscriptions: readonly ReferenceSubscription[];
  /** Of the API, for the sockets that ask for them. Null: asks without, and may be refused. */
  readonly credentials: (() => ChannelCredentials) | null;
  readonly clock: FeedClock;
  readonly connect: Connect;
  /** In [0, 1). */
  readonly random: () => number;
  readonly onPrice: (price: ReferencePrice) => void;
  readonly onDown: (reason: string) => void;
  /** Something that was asked for, or came, is of no use; the rest goes on. */
  readonly onRefused: (reason: string) => void;
}

export interface ReferenceAge { readonly subscription: ReferenceSubscription; /** Infinity for never. */ readonly ageMs: number }

const WATCH_MS = 1_000;
/** Prices of crypto come once a second. */
const SILENT_MS = 10_000;
const ANSWER_WITHIN_MS = 30_000;
/** How far the feed's clock may be ahead of ours. placeholder: stamps of recorded prices are behind it. */
const MOST_AHEAD_MS = 5_000;

interface Watched { readonly subscription: ReferenceSubscription; heardAt: number; ts: number; /** On the connection at hand. */ hasCome: boolean }

export class PriceFeed {
  readonly #parts: PriceFeedParts;
  readonly #watched: readonly Watched[];
  readonly #socket: LiveSocket;
  #callOff: () => void = () => {};
  #openedAt = Infinity;
  /** On the connection at hand a price came that is newer than what came before it. */
  #isOfUse = false;

  constructor(parts: PriceFeedParts) {
    const { wire, url, clock, connect, random, subscriptions } = parts;
    this.#parts = parts;
    this.#watched = subscriptions.map((subscription): Watched => {
      if (wire.frameFor(subscription) === null) throw new RangeError(`${wire.feed} has no ${subscription.source} of ${subscription.symbol}`);
      return { subscription, heardAt: -Infinity, ts: 0, hasCome: false };
    });
    this.#socket = new LiveSocket({
      url, clock, connect, random, pingEveryMs: wire.pingEveryMs, ping: wire.ping, answerWithinMs: ANSWER_WITHIN_MS, answers: 'anything',
      onOpen: () => { this.#open(); }, onFrame: (text) => { this.#hear(text); }, isOfUse: () => this.#isOfUse,
      onDown: (reason) => {
        this.#openedAt = Infinity;
        this.#isOfUse = false;
        parts.onDown(tellable(reason, parts.credentials));
      },
    });
    this.#socket.start();
    this.#watchLater();
  }

  ages(): readonly ReferenceAge[] {
    const uptime = this.#parts.clock.uptime();
    return this.#watched.map(({ subscription, heardAt }) => ({ subscription, ageMs: uptime - heardAt }));
  }

  close(): void {
    this.#callOff();
    this.#socket.close();
  }

  #open(): void {
    this.#openedAt = this.#parts.clock.uptime();
    for (const watched of this.#watched) watched.hasCome = false;
    const { wire: { authFrame }, credentials } = this.#parts;
    if (authFrame === null || credentials === null) this.#subscribe();
    else this.#socket.send(authFrame(credentials()));
  }

  #subscribe(): void {
    for (const { subscription } of this.#watched) {
      const frame = this.#parts.wire.frameFor(subscription);
      if (frame !== null) this.#socket.send(frame);
    }
  }

  #hear(text: string): void {
    const message = this.#parts.wire.decode(text);
    if (message.kind === 'authed') this.#subscribe();
    // To ask on would only repeat it: the connection is opened anew, later each time.
    if (message.kind === 'denied') this.#socket.drop(`refused: ${message.detail}`);
    if (message.kind === 'error') this.#refuse(message.detail);
    if (message.kind === 'undecodable') this.#refuse(`a message cannot be read: ${message.reason}`);
    if (message.kind === 'history') this.#tell(message, message.points);
    if (message.kind === 'price') this.#tell(message, [message]);
  }

  #refuse(reason: string): void { this.#parts.onRefused(tellable(reason, this.#parts.credentials)); }

  /** The last of them. */
  #tell(message: Parameters<ReferenceWire['isOf']>[0], points: readonly { readonly price: number; readonly ts: TimestampMs }[]): void {
    const { wire, clock, onPrice } = this.#parts;
    const watched = this.#watched.find(({ subscription }) => wire.isOf(message, subscription));
    if (watched === undefined) return;
    const { source, symbol, windowSeconds } = watched.subscription;
    // Taken once, it would make all that come after it old.
    const isAhead = ({ ts }: { readonly ts: number }): boolean => ts > clock.now() + MOST_AHEAD_MS;
    if (points.some(isAhead)) this.#refuse(`a price of ${symbol} is stamped more than ${MOST_AHEAD_MS / 1_000} s ahead of the clock here`);
    const last = points.findLast((point) => !isAhead(point));
    if (last === undefined) return;
    const { price, ts } = last;
    watched.hasCome = true;
    // A stream that repeats an old price is as silent as one that says nothing.
    if (ts <= watched.ts) return;
    watched.heardAt = clock.uptime();
    watched.ts = ts;
    this.#isOfUse = true;
    onPrice({ feed: wire.feed, source, symbol, windowSeconds, price, ts, receivedAt: clock.now() });
  }

  #watchLater(): void {
    this.#callOff = this.#parts.clock.after(WATCH_MS, () => {
      this.#watch(this.#parts.clock.uptime());
      this.#watchLater();
    });
  }

  #watch(uptime: number): void {
    if (uptime - this.#openedAt < SILENT_MS) return;
    const silent = this.#watched.filter(({ heardAt }) => uptime - heardAt >= SILENT_MS);
    if (silent.length === this.#watched.length) this.#socket.drop('no price comes');
    else if (silent.some(({ hasCome }) => hasCome)) this.#socket.drop(`no price of ${silent.filter(({ hasCome }) => hasCome).map(({ subscription }) => subscription.symbol).join(', ')} comes any more`);
  }
}
