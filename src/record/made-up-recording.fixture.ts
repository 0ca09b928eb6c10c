// A seeded venue that says the same thing twice, as the market channel writes it and as a live feed would decode it; real messages
// as a raw recording; and folders to record into.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { NO_FEE } from '../core/domain/fees.ts';
import type { MarketDataEvent } from '../core/domain/events.ts';
import { marketId, type Instrument } from '../core/domain/instrument.ts';
import { price, size, timestamp, type TimestampMs } from '../core/domain/numbers.ts';
import { OrderBook } from '../core/market/order-book.ts';
import { ConditionBook } from '../venues/polymarket/feed/condition-book.ts';
import type { PolymarketMarket } from '../venues/polymarket/polymarket-market.ts';
import { decodeMarketFrame } from '../venues/polymarket/wire/market-channel.ts';
import { textOfMicros } from '../venues/polymarket/wire/micros-of.ts';
import type { FeedHandlers, RecordedFeed } from './recorded-feed.ts';
import { recordSession, type RecordOptions, type Recorded } from './record-session.ts';
import { openSegmentFile } from './segment-file.ts';
import type { SegmentReport } from './verify-segment.ts';

export const START = 1_790_000_000_000;
export const HOUR = 3_600_000;
const folders: string[] = [];
afterAll(() => { for (const folder of folders) rmSync(folder, { recursive: true, force: true }); });
/** Gone when the tests are over. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-record-'));
  folders.push(folder);
  return folder;
}


export const marketOf = (name: string, over: Partial<PolymarketMarket> = {}): PolymarketMarket => ({
  conditionId: `0x${name}`, slug: name, yesId: `${name}-yes`, noId: `${name}-no`, version: 'v1', negRisk: false, tick: price(10_000), minSize: size(5_000_000), ...over,
});
export const instrumentOf = ({ slug, tick, minSize }: PolymarketMarket, id: number): Instrument => ({
  id: marketId(id), name: slug, venue: 'polymarket', tick, lot: size(10_000), minSize, fees: { maker: NO_FEE, taker: { rate: 0.07, exponent: 1, roundUpTo: 10 }, makerRebate: 0.2 }, endsAt: timestamp(START + 1_000 * HOUR),
  showsOwnOrders: true, canAmend: false, netsPairs: false, canMerge: true,
});

/** A feed that is driven by hand: what is said goes through the real decoders, as in a live one. */
export class DrivenFeed implements RecordedFeed {
  #now: number;
  #handlers: FeedHandlers | null = null;
  #end: () => void = () => {};
  #tick: () => void = () => {};
  readonly #books = new Map<string, ConditionBook>();
  readonly #began: Promise<FeedHandlers>;
  #begin: (handlers: FeedHandlers) => void = () => {};

  constructor(now = START) {
    this.#now = now;
    this.#began = new Promise((resolve) => { this.#begin = resolve; });
  }

  /** Resolves when it is being recorded. */
  began(): Promise<FeedHandlers> { return this.#began; }
  now(): TimestampMs { return timestamp(this.#now); }
  run(handlers: FeedHandlers): Promise<void> {
    this.#handlers = handlers;
    this.#begin(handlers);
    return new Promise((resolve) => { this.#end = resolve; });
  }
  stop(): void { this.#end(); }

  /** The recorder's timer goes with it. */
  pass(ms: number): this {
    const second = Math.floor(this.#now / 1_000);
    this.#now += ms;
    if (Math.floor(this.#now / 1_000) > second) this.#tick();
    return this;
  }
  readonly everySecond = (tick: () => void): (() => void) => {
    this.#tick = tick;
    return () => { this.#tick = () => {}; };
  };

  list(market: PolymarketMarket): this {
    const id = this.#books.size;
    const instrument = instrumentOf(market, id);
    this.#handlers?.market(market);
    this.tell({ type: 'InstrumentListed', ts: this.now(), instrument });
    this.#books.set(market.conditionId, new ConditionBook({ market, id: instrument.id, fees: instrument.fees, emit: (event) => { this.tell(event); }, onDoubt: () => {}, onSuspicion: () => {} }));
    return this;
  }

  tell(event: MarketDataEvent): this {
    this.#handlers?.event(event);
    return this;
  }

  /** As the venue sends it. */
  hear(text: string, socket = 'market/1'): this {
    this.#handlers?.frame(socket, text, this.now());
    for (const message of decodeMarketFrame(text)) {
      if (!('market' in message) || message.market === null || message.kind === 'undecodable' || message.kind === 'new-market' || message.kind === 'resolved') continue;
      this.#books.get(message.market)?.hear(message, { now: this.now(), uptime: this.#now });
    }
    return this;
  }

  doubt(market: PolymarketMarket, reason: string): this {
    this.#books.get(market.conditionId)?.doubt(reason, this.now());
    return this;
  }
}

type Levels = readonly (readonly [price: number, size: number])[];
const levelsText = (levels: Levels): { price: string; size: string }[] => levels.map(([at, of]) => ({ price: textOfMicros(at), size: textOfMicros(of) }));
export const bookText = ({ conditionId, yesId }: PolymarketMarket, ts: number, bids: Levels, asks: Levels): string =>
  JSON.stringify([{ event_type: 'book', market: conditionId, asset_id: yesId, timestamp: String(ts), hash: '', bids: levelsText(bids), asks: levelsText(asks) }]);
export const changeText = ({ conditionId, yesId }: PolymarketMarket, ts: number, side: 'BUY' | 'SELL', at: number, of: number): string =>
  JSON.stringify({ event_type: 'price_change', market: conditionId, timestamp: String(ts), price_changes: [{ asset_id: yesId, price: textOfMicros(at), size: textOfMicros(of), side, hash: '' }] });
export const tradeFrame = ({ conditionId, noId }: PolymarketMarket, ts: number, at: number, of: number): string =>
  JSON.stringify({ event_type: 'last_trade_price', market: conditionId, asset_id: noId, timestamp: String(ts), price: textOfMicros(at), size: textOfMicros(of), side: 'BUY', fee_rate_bps: '0' });

const fail = (): never => { throw new Error('no markets'); };

/** So many seconds with a frame in each, by a seeded walk. */
export function talk(feed: DrivenFeed, markets: readonly PolymarketMarket[], seconds: number, seed = 1): void {
  let state = seed;
  const next = (below: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  for (let second = 0; second < seconds; second++) {
    feed.pass(1_000);
    const market = markets[next(markets.length)] ?? fail();
    const ts = feed.now() - 40;
    const what = next(10);
    if (second < markets.length || what === 0) feed.hear(bookText(markets[second] ?? market, ts, [[480_000, 100_000_000 + second * 10_000], [470_000, 5_000_000]], [[520_000, 100_000_000], [530_000, 7_000_000]]));
    else if (what === 1) feed.hear(tradeFrame(market, ts, 480_000, 5_000_000 + second * 10_000));
    else if (what < 6) feed.hear(changeText(market, ts, 'BUY', (40 + next(10)) * 10_000, next(4) * 10_000_000));
    else feed.hear(changeText(market, ts, 'SELL', (51 + next(10)) * 10_000, next(4) * 10_000_000));
  }
}

export interface Told { readonly said: string[]; readonly reports: SegmentReport[] }
/** Records what `drive` makes the feed say, and stops. */
export async function recordDriven(folder: string, feed: DrivenFeed, drive: (feed: DrivenFeed) => Promise<void> | void, over: Partial<RecordOptions> = {}): Promise<Recorded & Told> {
  const told: Told = { said: [], reports: [] };
  const session = recordSession({
    folder, feed, rotateMs: HOUR, rotateBytes: 1e9, durationMs: null, mostWaiting: 1e9, open: openSegmentFile, everySecond: feed.everySecond,
    say: (text) => { told.said.push(text); }, onSegment: (_, report) => { told.reports.push(report); }, ...over,
  });
  await Promise.race([feed.began(), session]);
  await drive(feed);
  feed.stop();
  return { ...await session, ...told };
}

/** The book that the events lead to. */
export function bookOf(events: readonly MarketDataEvent[], tick = price(10_000)): OrderBook {
  const book = new OrderBook(tick);
  for (const event of events) {
    if (event.type === 'BookSnapshot') book.replace(event.bids, event.asks);
    else if (event.type === 'BookDelta') book.apply(event.side, event.price, event.size);
  }
  return book;
}
