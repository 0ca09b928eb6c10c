// Polymarket as a venue of the runtime: market data and account behind one port. The venue counts as up only while both its
// market channel and the user channel are: without the one prices are unknown, without the other fills are.

import type { CompiledConfig } from '../../config/compiled-config.ts';
import type { Command, PlaceOrder } from '../../core/domain/commands.ts';
import type { FeedStatusChanged, MarketDataEvent } from '../../core/domain/events.ts';
import { timestamp, type TimestampMs } from '../../core/domain/numbers.ts';
import type { EventSink, Venue } from '../port.ts';
import type { AccountPlane, Roster } from './account/account-plane.ts';
import type { MarketPlane, MarketPlaneParts } from './market-plane.ts';
import type { ListedMarket } from './account/trade-book.ts';
import { OwedEchoes, SUBSCRIBED_MS } from './account/owed-echoes.ts';
import type { FeedClock } from './feed/feed-clock.ts';
import type { UserFeed, UserFeedParts } from './feed/user-feed.ts';
import type { Incentives } from './incentives/incentives.ts';
import { News } from './news.ts';

export interface PolymarketVenueParts {
  readonly name: string;
  readonly clock: FeedClock;
  readonly markets: (handlers: Pick<MarketPlaneParts, 'emit' | 'listed'>) => MarketPlane;
  /** Markets that an earlier session left something in, by name: they are listed whatever the config takes. */
  readonly carried: readonly string[];
  readonly account: (roster: Roster, news: News, echoes: OwedEchoes) => AccountPlane;
  readonly userFeed: (handlers: Pick<UserFeedParts, 'onMessage' | 'onConnected' | 'onDown' | 'onUnreadable'>) => Pick<UserFeed, 'drop' | 'close'>;
  /** What an earlier session left in a market. */
  readonly adopt: (account: AccountPlane, market: ListedMarket) => void;
  /** Told what comes of rewards and rebates; closed with the venue. */
  readonly incentives: (markets: MarketPlane, news: News) => Pick<Incentives, 'close'>;
  /** Null: the venue's dead-man switch is not armed. Does not reject. */
  readonly heartbeat: { readonly everyMs: number; readonly beat: () => Promise<unknown> } | null;
  /** Releases connections and secrets. */
  readonly release: () => Promise<void>;
}

/** The runtime calls at least this often while it is well: the venue asks to be. */
const TICK_MS = 1_000;
/** Without a call of the runtime for so long its loop hangs, and the venue's dead-man switch is left to act. */
const HUNG_AFTER_MS = 5_000;
const RETRY_MS = 1_000;

export class PolymarketVenue implements Venue {
  readonly name: string;
  readonly #parts: PolymarketVenueParts;
  readonly #news: News;
  readonly #markets: MarketPlane;
  readonly #account: AccountPlane;
  readonly #userFeed: Pick<UserFeed, 'drop' | 'close'>;
  readonly #incentives: Pick<Incentives, 'close'>;
  readonly #echoes: OwedEchoes;
  #isMarketUp = false;
  #isUserUp = false;
  /** What the core was told last. */
  #isUp = false;
  /** Number of the user channel's connection: what is filled in belongs to one. */
  #connection = 0;
  /** Until then the user channel is not relied on, uptime: those before it told nothing. */
  #outUntil = 0;
  #reached: number;
  #calledAt: number;
  #callOffBeat: () => void = () => {};
  #callOffWait: () => void = () => {};
  #isClosed = false;

  constructor(parts: PolymarketVenueParts) {
    this.#parts = parts;
    this.name = parts.name;
    const { clock } = parts;
    this.#calledAt = clock.uptime();
    this.#reached = clock.now();
    this.#news = new News(() => clock.now());
    // The first word: the venue is there, whatever can be listed, and has to be asked what rests.
    this.#tellFeed(false, 'connecting');
    this.#markets = parts.markets({ emit: (event) => { this.#hearMarket(event); }, listed: (market) => { parts.adopt(this.#account, market); } });
    const echoes = new OwedEchoes({
      clock,
      deaf: (reason, stayOutMs) => {
        this.#outUntil = Math.max(this.#outUntil, clock.uptime() + stayOutMs);
        this.#userFeed.drop(reason);
      },
    });
    this.#echoes = echoes;
    this.#account = parts.account(this.#markets, this.#news, echoes);
    for (const name of parts.carried) void this.#markets.listNamed(name);
    this.#userFeed = parts.userFeed({
      onMessage: (message) => {
        echoes.heard(message);
        this.#account.hear(message);
      },
      onConnected: () => {
        echoes.connected();
        void this.#fillIn();
      },
      onDown: (reason) => {
        echoes.lost();
        this.#connection++;
        this.#setUser(false, `user channel: ${reason}`);
      },
      // Something of the account happened and is not known: the list of trades knows.
      onUnreadable: () => { void this.#account.catchUp(); },
    });
    this.#incentives = parts.incentives(this.#markets, this.#news);
    this.#beatLater();
  }

  pending(): null { return null; }

  /** A live venue never ends: when nothing waits, it is the next tick. By the caller's clock, which the wall's may step away from. */
  nextEventAt(): TimestampMs { return timestamp(this.#news.isEmpty ? this.#reached + TICK_MS : this.#reached); }

  listen(wake: () => void): void { this.#news.listen(wake); }

  advance(until: TimestampMs, sink: EventSink): void {
    this.#calledAt = this.#parts.clock.uptime();
    this.#reached = until;
    this.#news.deliver(sink);
  }

  follow(config: CompiledConfig): void { this.#markets.follow(config); }

  identify(order: PlaceOrder): string | null { return this.#account.identify(order); }
  submit(commands: readonly Command[]): void { this.#account.submit(commands); }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#callOffBeat();
    this.#callOffWait();
    this.#incentives.close();
    this.#userFeed.close();
    this.#echoes.lost();
    this.#account.close();
    this.#markets.close();
    await this.#parts.release();
  }

  /** Everything but what the feed says of itself, which is half of what the venue is. */
  #hearMarket(event: MarketDataEvent): void {
    if (event.type !== 'FeedStatusChanged') { this.#news.tell(event); return; }
    this.#isMarketUp = event.up;
    this.#judge(`market channel: ${event.reason}`);
  }

  #setUser(isUp: boolean, reason: string): void {
    this.#isUserUp = isUp;
    this.#judge(reason);
  }

  #judge(reason: string): void {
    const isUp = this.#isMarketUp && this.#isUserUp;
    if (isUp === this.#isUp) return;
    this.#isUp = isUp;
    this.#tellFeed(isUp, reason);
    // The core forgot every book; those that never stopped are whole.
    if (isUp) this.#markets.confirmBooks();
  }

  #tellFeed(up: boolean, reason: string): void {
    const event: FeedStatusChanged = { type: 'FeedStatusChanged', ts: this.#parts.clock.now(), venue: this.name, up, reason };
    this.#news.tell(event);
  }

  /** After each connection: the channel counts as up once what it missed has been told. */
  async #fillIn(): Promise<void> {
    this.#callOffWait();
    const connection = ++this.#connection;
    const { clock } = this.#parts;
    for (;;) {
      const waitMs = await this.#account.catchUp() ? this.#outUntil - clock.uptime() : RETRY_MS;
      if (this.#isClosed || connection !== this.#connection) return;
      if (waitMs <= 0) break;
      await new Promise<void>((resolve) => { this.#callOffWait = clock.after(waitMs, resolve); });
      if (connection !== this.#connection) return;
    }
    this.#setUser(true, 'user channel: connected');
    // What matched before the subscription was in force is told by nobody else.
    this.#callOffWait = clock.after(SUBSCRIBED_MS, () => { if (connection === this.#connection) void this.#account.catchUp(); });
  }

  #beatLater(): void {
    const { heartbeat, clock } = this.#parts;
    if (heartbeat === null) return;
    this.#callOffBeat = clock.after(heartbeat.everyMs, () => {
      // Until the core knows what rests, nothing keeps it alive.
      if (this.#account.hasListedOpen && clock.uptime() - this.#calledAt < HUNG_AFTER_MS) void heartbeat.beat();
      this.#beatLater();
    });
  }
}
