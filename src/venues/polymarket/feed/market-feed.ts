// The market channel for any number of markets: shards over connections, one book each, and a watch over all that can go wrong
// without a word. What is not known is said to be unknown: a lost connection, silence, contradiction and nonsense each doubt the
// books they touch, and the venue counts as heard only while it really is.

import type { FeeSchedule } from '../../../core/domain/fees.ts';
import type { MarketId } from '../../../core/domain/instrument.ts';
import { PAR, price } from '../../../core/domain/numbers.ts';
import type { PolymarketMarket } from '../polymarket-market.ts';
import type { MarketMessage, ResolvedMessage } from '../wire/market-message.ts';
import type { Undecodable } from '../wire/undecodable.ts';
import { ConditionBook, type BookMessageOfMarket } from './condition-book.ts';
import type { FeedAge, MarketFeedHealth, MarketFeedParts } from './market-feed-parts.ts';
import { MarketShard } from './market-shard.ts';
import { RestCrossCheck } from './rest-cross-check.ts';
import { awaitBook, judgeSilence, type MarketTimes } from './silence-watch.ts';
import type { YesLevels } from './yes-terms.ts';

/** Above some 500 tokens a connection the venue was seen to leave out books. */
const TOKENS_A_SHARD = 200;
const TICK_MS = 100;
const HEARTBEAT_MS = 1_000;
/** A book that is doubted as soon as it comes is not asked for in a circle. */
const ASK_AT_MOST_EVERY_MS = 1_000;

interface Watched extends MarketTimes { readonly book: ConditionBook; readonly shard: WatchedShard }
interface WatchedShard { readonly shard: MarketShard; readonly markets: Set<Watched>; heardAt: number; changeAt: number; isUp: boolean }

export class MarketFeed {
  readonly #parts: MarketFeedParts;
  readonly #markets = new Map<string, Watched>();
  /** Both tokens: the one name of a market that all versions write alike. */
  readonly #byToken = new Map<string, Watched>();
  readonly #shards: WatchedShard[] = [];
  readonly #crossCheck: RestCrossCheck;
  #callOff: () => void = () => {};
  /** Doubted, and not asked for again yet. */
  readonly #wanted = new Set<Watched>();
  #isUp = false;
  #heardSince = false;
  #beatAt = 0;
  #undecodable = 0;
  #foreign = 0;
  #doubts = 0;
  #lagMs: number | null = null;

  constructor(parts: MarketFeedParts) {
    this.#parts = parts;
    this.#crossCheck = new RestCrossCheck({
      clock: parts.clock, fetchBooks: parts.fetchBooks,
      onSame: (book) => { parts.emit({ type: 'BookValidated', ts: parts.clock.now(), market: book.id }); },
      onDiffers: (book, reason) => { book.doubt(reason, parts.clock.now()); },
    });
    this.#tickLater();
  }

  /** From now on its events are emitted under `id`; it must have been listed. */
  subscribe(market: PolymarketMarket, id: MarketId, fees: FeeSchedule): void {
    if (this.#markets.has(market.conditionId)) return;
    const shard = this.#shards.find(({ shard: { tokens } }) => tokens.size + 2 <= TOKENS_A_SHARD) ?? this.#newShard();
    const book: ConditionBook = new ConditionBook({
      market, id, fees, emit: this.#parts.emit, onSuspicion: () => { this.#crossCheck.suspect(book); },
      onDoubt: () => {
        this.#doubts++;
        this.#wanted.add(watched);
      },
    });
    const watched: Watched = { book, shard, heardAt: -Infinity, askedAt: this.#parts.clock.uptime(), isAwaited: shard.isUp };
    this.#markets.set(market.conditionId, watched);
    for (const token of [market.yesId, market.noId]) this.#byToken.set(token, watched);
    shard.markets.add(watched);
    this.#crossCheck.add(book);
    shard.shard.add([market.yesId, market.noId]);
  }

  unsubscribe(conditionId: string): void {
    const watched = this.#markets.get(conditionId);
    if (watched === undefined) return;
    this.#markets.delete(conditionId);
    for (const token of [watched.book.market.yesId, watched.book.market.noId]) this.#byToken.delete(token);
    watched.shard.markets.delete(watched);
    this.#crossCheck.remove(watched.book);
    watched.shard.shard.remove([watched.book.market.yesId, watched.book.market.noId]);
    this.#wanted.delete(watched);
    if (watched.shard.markets.size > 0) return;
    this.#shards.splice(this.#shards.indexOf(watched.shard), 1);
    this.#judgeDown('the last market of the last connection that was up is gone');
  }

  changeFees(conditionId: string, fees: FeeSchedule): void { this.#markets.get(conditionId)?.book.changeFees(fees, this.#parts.clock.now()); }

  /** Null while the book is not to be trusted, and where the market is not followed. */
  displayed(conditionId: string): YesLevels | null { return this.#markets.get(conditionId)?.book.displayed ?? null; }

  ages(): readonly FeedAge[] {
    const uptime = this.#parts.clock.uptime();
    return [...this.#markets.values()].map(({ book, heardAt }) => ({ market: book.market.slug, isSound: book.isSound, ageMs: uptime - heardAt }));
  }

  health(): MarketFeedHealth {
    return {
      shards: this.#shards.length, openShards: this.#shards.filter(({ shard }) => shard.isOpen).length, undecodable: this.#undecodable,
      foreign: this.#foreign, doubts: this.#doubts, crossCheck: this.#crossCheck.counts, lagMs: this.#lagMs,
    };
  }

  close(): void {
    this.#callOff();
    for (const { shard } of this.#shards) shard.close();
  }

  #newShard(): WatchedShard {
    const { url, clock, connect, random } = this.#parts;
    const watched: WatchedShard = {
      markets: new Set(), heardAt: clock.uptime(), changeAt: Infinity, isUp: false,
      shard: new MarketShard({
        url, clock, connect, random,
        onMessages: (messages) => {
          this.#heardSince = true;
          watched.heardAt = clock.uptime();
          for (const message of messages) this.#hear(message, watched);
          this.#askWanted();
        },
        onPong: () => { this.#heardSince = true; },
        onUp: () => { this.#up(watched); },
        onDown: (reason) => { this.#down(watched, reason); },
        onTakeover: (missing) => { this.#tookOver(watched, missing); },
      }),
    };
    this.#shards.push(watched);
    return watched;
  }

  #hear(message: MarketMessage, from: WatchedShard): void {
    const { clock, onNewMarket } = this.#parts;
    const at = { now: clock.now(), uptime: clock.uptime() };
    if (message.kind === 'undecodable') {
      this.#undecodable++;
      // What it would have changed is not known.
      for (const { book } of from.markets) if (isAbout(message, book.market)) book.doubt(`a message cannot be read: ${message.reason}`, at.now);
      return;
    }
    if (message.kind === 'unknown') return;
    if (message.kind === 'new-market') return onNewMarket(message);
    const watched = this.#byToken.get(tokenOf(message));
    // Of one that was just unsubscribed, or that a connection which is being given up still talks of.
    if (watched === undefined || watched.shard !== from) {
      this.#foreign++;
      return;
    }
    watched.heardAt = at.uptime;
    watched.isAwaited = false;
    if (message.kind === 'resolved') return this.#resolve(watched.book, message.winner);
    if (message.kind === 'price-change') this.#lagMs = at.now - message.ts;
    watched.book.hear(message satisfies BookMessageOfMarket, at);
  }

  #resolve({ market, id }: ConditionBook, winner: string): void {
    const { clock, emit } = this.#parts;
    emit({ type: 'MarketResolved', ts: clock.now(), market: id, yesPays: winner === market.yesId ? PAR : price(0) });
  }

  #up(shard: WatchedShard): void {
    const { clock, random, changeOverEveryMs, emit, venue } = this.#parts;
    shard.isUp = true;
    shard.heardAt = clock.uptime();
    shard.changeAt = clock.uptime() + changeOverEveryMs * (0.9 + 0.2 * random());
    for (const watched of shard.markets) awaitBook(watched, clock.uptime());
    this.#heardSince = true;
    if (this.#isUp) return;
    this.#isUp = true;
    emit({ type: 'FeedStatusChanged', ts: clock.now(), venue, up: true, reason: 'connected' });
  }

  /** The venue is down when nothing of it is left: that the core forgets every book for. */
  #down(shard: WatchedShard, reason: string): void {
    shard.isUp = false;
    for (const { book } of shard.markets) book.doubt(`the connection was lost: ${reason}`, this.#parts.clock.now());
    this.#judgeDown(reason);
  }

  #judgeDown(reason: string): void {
    const { clock, emit, venue } = this.#parts;
    if (!this.#isUp || this.#shards.some(({ isUp }) => isUp)) return;
    this.#isUp = false;
    emit({ type: 'FeedStatusChanged', ts: clock.now(), venue, up: false, reason });
  }

  #tookOver(shard: WatchedShard, missing: readonly string[]): void {
    const { clock } = this.#parts;
    shard.changeAt = clock.uptime() + this.#parts.changeOverEveryMs * (0.9 + 0.2 * this.#parts.random());
    const tokens = new Set(missing);
    for (const { book } of shard.markets) {
      if (tokens.has(book.market.yesId) && tokens.has(book.market.noId)) book.doubt('the new connection sent no book of it', clock.now());
    }
  }

  #ask(markets: readonly Watched[]): void {
    const uptime = this.#parts.clock.uptime();
    for (const watched of markets) awaitBook(watched, uptime);
    markets[0]?.shard.shard.resubscribe(markets.flatMap(({ book: { market } }) => [market.yesId, market.noId]));
  }

  /** All of a connection at once: one bad frame may doubt every market of it. */
  #askWanted(): void {
    if (this.#wanted.size === 0) return;
    const uptime = this.#parts.clock.uptime();
    for (const shard of this.#shards) {
      if (!shard.isUp) continue;
      const markets = [...this.#wanted].filter((watched) => watched.shard === shard && uptime - watched.askedAt >= ASK_AT_MOST_EVERY_MS);
      for (const watched of markets) this.#wanted.delete(watched);
      const doubted = markets.filter(({ book }) => !book.isSound);
      if (doubted.length > 0) this.#ask(doubted);
    }
  }

  #tickLater(): void {
    this.#callOff = this.#parts.clock.after(TICK_MS, () => {
      this.#tick();
      this.#tickLater();
    });
  }

  #tick(): void {
    const { clock, emit, venue } = this.#parts;
    const at = { now: clock.now(), uptime: clock.uptime() };
    for (const { book } of this.#markets.values()) if (at.uptime >= book.checkAt) book.check(at);
    for (const shard of this.#shards) if (shard.isUp) this.#watch(shard, at.uptime);
    this.#askWanted();
    this.#changeOverOne(at.uptime);
    this.#crossCheck.tick();
    if (!this.#heardSince || !this.#isUp || at.uptime < this.#beatAt) return;
    this.#beatAt = at.uptime + HEARTBEAT_MS;
    this.#heardSince = false;
    emit({ type: 'FeedHeartbeat', ts: at.now, venue });
  }

  #watch(shard: WatchedShard, uptime: number): void {
    const { isFrozen, unanswered, toAsk } = judgeSilence(shard.markets, shard.heardAt, uptime);
    if (isFrozen) return shard.shard.drop('it is open and says nothing');
    for (const watched of unanswered) {
      watched.isAwaited = false;
      watched.book.doubt('the venue does not answer for it', this.#parts.clock.now());
    }
    if (toAsk.length > 0) this.#ask(toAsk);
  }

  #changeOverOne(uptime: number): void {
    if (this.#shards.some(({ shard }) => shard.isChangingOver)) return;
    const due = this.#shards.find(({ changeAt, isUp }) => isUp && uptime >= changeAt);
    if (due === undefined) return;
    // Set again when it is done; should it fail, the old one goes on for as long again.
    due.changeAt = uptime + this.#parts.changeOverEveryMs;
    due.shard.changeOver();
  }
}

function tokenOf(message: BookMessageOfMarket | ResolvedMessage): string {
  if (message.kind === 'price-change') return message.changes[0]?.token ?? '';
  return message.kind === 'resolved' ? message.winner : message.token;
}

/** Condition ids of Protocol V2 are 31 bytes long, and in places written as 32. */
const isAbout = ({ market }: Undecodable, { conditionId }: PolymarketMarket): boolean => market === null || market.includes(conditionId.slice(2));
