// Plays a recording into the markets of a rehearsal at its own pace: books, prints, ticks, pauses and ends as they were recorded,
// each as long after the first as it was then. When it is over its markets stop, and stay to be looked at.

import type { MarketDataEvent } from '../../core/domain/events.ts';
import { PAR } from '../../core/domain/numbers.ts';
import type { Tape } from '../../tape/tape.ts';
import { RehearsalMarket } from '../market/market.ts';
import type { Exchange } from '../trading/exchange.ts';
import { ReadAhead } from './read-ahead.ts';
import { RecordedHouse } from './recorded-house.ts';
import type { Moment } from './recorded-moments.ts';
import { recordedTerms } from './recorded-terms.ts';
import { refuseUnplayable } from './refuse-unplayable.ts';

export interface PlayedTape {
  readonly tape: Tape;
  /** As it was named, for what is said of it. */
  readonly path: string;
  /** 2: in half the time. */
  readonly speed?: number;
  /** Told of holes and of the end. */
  readonly say?: (text: string) => void;
}

interface PlayedMarket { readonly market: RehearsalMarket; readonly house: RecordedHouse; isTrusted: boolean }

export class Playback {
  readonly #played: Required<PlayedTape>;
  readonly #ahead: ReadAhead;
  readonly #exchange: Exchange;
  readonly #startedAt: number;
  readonly #firstAt: number;
  readonly #markets: readonly PlayedMarket[];
  #isClosed = false;

  private constructor(played: Required<PlayedTape>, ahead: ReadAhead, exchange: Exchange) {
    const { tape } = played;
    this.#played = played;
    this.#ahead = ahead;
    this.#exchange = exchange;
    this.#startedAt = exchange.now();
    this.#firstAt = ahead.next?.at ?? 0;
    const ticks = [...new Set([...tape.instruments, ...tape.terms].map(({ tick }) => tick))];
    const terms = recordedTerms(tape.instruments, tape.ids ?? [], { now: this.#startedAt, shifted: (at) => this.#due(at), ticks });
    this.#markets = terms.map((each) => {
      const market = new RehearsalMarket(each);
      return { market, house: new RecordedHouse(market, exchange), isTrusted: true };
    });
  }

  /** Throws where the recording is none that can be played here. */
  static async open({ speed = 1, say = () => {}, tape, path }: PlayedTape): Promise<(exchange: Exchange) => Playback> {
    await refuseUnplayable(tape, path);
    const ahead = await ReadAhead.open(tape);
    return (exchange) => new Playback({ tape, path, speed, say }, ahead, exchange);
  }

  /** Lists the markets and plays what is due at once: the first book is there when this returns. */
  start(): void {
    for (const { market } of this.#markets) this.#exchange.list(market);
    this.#play();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#ahead.close();
  }

  /** On the clock of the rehearsal. */
  #due(recordedAt: number): number { return this.#startedAt + Math.round((recordedAt - this.#firstAt) / this.#played.speed); }

  #play(): void {
    if (this.#isClosed) return;
    try {
      this.#playDue();
    } catch (error) {
      this.#stop(`cannot be played any further (${wordsOf(error)})`);
    }
  }

  #playDue(): void {
    for (let moment = this.#ahead.next; moment !== null; moment = this.#ahead.next) {
      if (this.#due(moment.at) > this.#exchange.now()) {
        this.#exchange.agenda.at(this.#due(moment.at), () => { this.#play(); });
        return;
      }
      this.#ahead.take();
      this.#happen(moment);
    }
    if (this.#ahead.isOver) this.#stop('is over');
    else void this.#readOn();
  }

  async #readOn(): Promise<void> {
    try {
      await this.#ahead.more();
    } catch (error) {
      if (!this.#isClosed) this.#stop(`cannot be read any further (${wordsOf(error)})`);
      return;
    }
    this.#play();
  }

  #happen({ prints, rows, holes }: Moment): void {
    for (const { market, lengthMs } of holes) this.#sayHole(market, lengthMs);
    for (const row of rows) if (row.type === 'InstrumentChanged') this.#changeTick(row);
    for (const print of prints) this.#ofMarket(print.market, ({ house }) => { house.print(print); });
    const touched = new Set(prints.map(({ market }): number => market));
    for (const row of rows) if ('market' in row) {
      touched.add(row.market);
      this.#hear(row);
    }
    for (const market of touched) this.#settle(market);
    for (const row of rows) {
      if (row.type === 'MarketResolved') this.#resolve(row);
      else if (row.type === 'InstrumentStatusChanged') this.#become(row);
    }
  }

  #changeTick({ market: id, tick }: Extract<MarketDataEvent, { readonly type: 'InstrumentChanged' }>): void {
    const market = this.#markets[id]?.market;
    if (market?.isOpen === true) this.#exchange.setTick(market, tick);
  }

  /** After the books of the moment: a market stops with the last of them. */
  #become({ market: id, status }: Extract<MarketDataEvent, { readonly type: 'InstrumentStatusChanged' }>): void {
    const played = this.#markets[id];
    if (played === undefined) return;
    played.market.isStopped = status !== 'open';
    this.#settle(id);
  }

  /** What a book is to be, and whether it may be; the book itself waits for the end of the moment. */
  #hear(row: Extract<MarketDataEvent, { readonly market: unknown }>): void {
    const played = this.#markets[row.market];
    if (played === undefined) return;
    switch (row.type) {
      case 'BookDelta': played.house.level(row.side, row.price, row.size); return;
      case 'BookSnapshot':
        played.house.book(row.bids, row.asks);
        played.isTrusted = true;
        return;
      case 'BookInvalidated': played.isTrusted = false; return;
      case 'BookValidated': played.isTrusted = true; return;
      default:
    }
  }

  #settle(market: number): void { this.#ofMarket(market, ({ house, isTrusted }) => { if (isTrusted) house.settle(); }); }

  #resolve({ market: id, yesPays }: Extract<MarketDataEvent, { readonly type: 'MarketResolved' }>): void {
    const market = this.#markets[id]?.market;
    if (market === undefined || !market.isOpen) return;
    if (yesPays === PAR || yesPays === 0) return this.#exchange.resolve(market, yesPays === PAR ? 1 : 0);
    market.isStopped = true;
    return this.#played.say(`${market.terms.slug} paid ${yesPays / PAR} a share, which this venue cannot: it stops, and pays nothing`);
  }

  /** Nothing is traded in a market that is stopped, and its book stands. */
  #ofMarket(id: number, act: (played: PlayedMarket) => void): void {
    const played = this.#markets[id];
    if (played?.market.takesOrders === true) act(played);
  }

  #sayHole(market: number, lengthMs: number): void {
    const seconds = Math.round(lengthMs / this.#played.speed / 1_000);
    this.#played.say(`${market < 0 ? 'all markets' : this.#markets[market]?.market.terms.slug ?? ''}: nothing was recorded for the next ${seconds} s; the book stands still`);
  }

  #stop(why: string): void {
    for (const { market } of this.#markets) market.isStopped = true;
    this.#played.say(`the recording ${this.#played.path} ${why}: its markets take no more orders. Cancels, books and positions are still answered`);
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
