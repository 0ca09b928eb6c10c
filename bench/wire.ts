// What a price change of Polymarket costs from its text to the core's event: decoded, checked and put into the book of its
// condition. Frames are made here in the venue's exact shape, both tokens in each, since the recorded ones are few. A load of 500
// markets at 5,000 messages a second is judged by the share of a core that this leaves.

import { marketId } from '../src/core/domain/instrument.ts';
import { price, size, timestamp } from '../src/core/domain/numbers.ts';
import { NO_FEE } from '../src/core/domain/fees.ts';
import { ConditionBook } from '../src/venues/polymarket/feed/condition-book.ts';
import { FakeClock, FakeVenue } from '../src/venues/polymarket/feed/fake-time.fixture.ts';
import { MarketFeed } from '../src/venues/polymarket/feed/market-feed.ts';
import type { PolymarketMarket } from '../src/venues/polymarket/polymarket-market.ts';
import { decodeMarketFrame } from '../src/venues/polymarket/wire/market-channel.ts';
import { microsOf, textOfMicros } from '../src/venues/polymarket/wire/micros-of.ts';
import { line, machine, median, nanosecondsPer } from './measure.ts';

const MARKETS = 500;
const FRAMES = 20_000;
const LEVELS = 40;
const BUDGET_US = 3;
const LOAD = 5_000;
/** Of one core, at that load. */
const SHARE_BUDGET = 5;

const token = (market: number, outcome: number): string => `${String(market).padStart(4, '7')}13201825679252212594626385532706912750332728571942532289631379312455583${outcome}`;
const condition = (market: number): string => `0x${String(market).padStart(64, 'c')}`;

const marketOf = (n: number): PolymarketMarket =>
  ({ conditionId: condition(n), slug: `m${n}`, yesId: token(n, 1), noId: token(n, 2), version: 'v1', negRisk: false, tick: price(10_000), minSize: size(5_000_000) });

function books(emit: () => void): readonly ConditionBook[] {
  return Array.from({ length: MARKETS }, (_, n) => new ConditionBook({
    market: marketOf(n), id: marketId(n), fees: { maker: NO_FEE, taker: NO_FEE }, emit, onDoubt: () => { throw new Error('a book was doubted'); }, onSuspicion: () => {},
  }));
}

/** Of this thread: what the machine does besides is none of it. */
function cpuMicros(): number {
  const { user, system } = process.threadCpuUsage();
  return user + system;
}

const HASH = '56621a121a47ed9333273e21c83b660cff37ae50';
const level = (micros: number, shares: number): string => `{"price":"${textOfMicros(micros)}","size":"${shares}"}`;
function bookFrame(market: number, at: number): string {
  const bids = Array.from({ length: LEVELS }, (_, i) => level(100_000 + 10_000 * i, 100 + i));
  const asks = Array.from({ length: LEVELS }, (_, i) => level(900_000 - 10_000 * i, 100 + i));
  return `[{"market":"${condition(market)}","asset_id":"${token(market, 1)}","timestamp":"${at}","hash":"${HASH}","bids":[${bids.join(',')}],"asks":[${asks.join(',')}],"tick_size":"0.01","event_type":"book","last_trade_price":""}]`;
}
/** One level below the best, told of both tokens. */
function changeFrame(market: number, at: number, n: number): string {
  const where = 200_000 + 10_000 * (n % 29);
  const shares = (n % 7) * 12.5 + 3;
  const yes = `{"asset_id":"${token(market, 1)}","price":"${textOfMicros(where)}","size":"${shares}","side":"BUY","hash":"${HASH}","best_bid":"0.49","best_ask":"0.51"}`;
  const no = `{"asset_id":"${token(market, 2)}","price":"${textOfMicros(1_000_000 - where)}","size":"${shares}","side":"SELL","hash":"${HASH}","best_bid":"0.49","best_ask":"0.51"}`;
  return `{"market":"${condition(market)}","price_changes":[${yes},${no}],"timestamp":"${at}","event_type":"price_change"}`;
}

function tell(book: ConditionBook, frame: string, uptime: number): void {
  for (const message of decodeMarketFrame(frame)) if (message.kind === 'price-change' || message.kind === 'book') book.hear(message, { now: timestamp(1_800_000_000_000), uptime });
}

/** The same through the whole feed: shards, silence watch, a tick each tenth of a second. */
function measureFeed(): void {
  const clock = new FakeClock();
  const venue = new FakeVenue();
  let heard = 0;
  const feed = new MarketFeed({
    venue: 'polymarket', url: 'wss://venue', clock, connect: venue.connect, random: () => 0, emit: () => { heard++; }, fetchBooks: () => Promise.resolve([]), onNewMarket: () => {}, changeOverEveryMs: 1e9,
  });
  for (let n = 0; n < MARKETS; n++) feed.subscribe(marketOf(n), marketId(n), { maker: NO_FEE, taker: NO_FEE });
  let at = 1_790_000_000_000;
  const perShard = 100;
  for (const peer of venue.peers) peer.open();
  for (let n = 0; n < MARKETS; n++) venue.peers[Math.floor(n / perShard)]!.say(bookFrame(n, at));
  const times: number[] = [];
  for (let round = -2; round < 12; round++) {
    const frames = Array.from({ length: FRAMES }, (_, n) => Buffer.from(changeFrame(n % MARKETS, ++at, at)).toString('utf8'));
    globalThis.gc?.();
    const from = cpuMicros();
    for (const [n, frame] of frames.entries()) {
      venue.peers[Math.floor((n % MARKETS) / perShard)]!.say(frame);
      if (n % (LOAD / 10) === 0) clock.pass(100);
    }
    if (round >= 0) times.push((cpuMicros() - from) / FRAMES);
  }
  if (heard < FRAMES * 10 || feed.health().doubts > 0) throw new Error('changes did not come through');
  feed.close();
  const perMessage = median(times);
  console.log(line('through the whole feed', perMessage, 'µs', BUDGET_US));
  console.log(line(`a core at ${LOAD.toLocaleString('en-US')} messages/s`, perMessage * LOAD / 10_000, '%', SHARE_BUDGET));
}

console.log(`wire: a price change from text to event, ${MARKETS} markets\n  ${machine()}`);
let events = 0;
const all = books(() => { events++; });
const start = 1_790_000_000_000;
for (const [n, book] of all.entries()) tell(book, bookFrame(n, start), 0);
if (events !== MARKETS) throw new Error('not every market has a book');
let at = start;
const times: number[] = [];
const decodeOnly: number[] = [];
for (let round = -2; round < 12; round++) {
  // As they come from a socket: one piece, from bytes.
  const frames = Array.from({ length: FRAMES }, (_, n) => Buffer.from(changeFrame(n % MARKETS, ++at, at)).toString('utf8'));
  globalThis.gc?.();
  const decodeFrom = cpuMicros();
  for (const frame of frames) decodeMarketFrame(frame);
  const from = cpuMicros();
  for (const [n, frame] of frames.entries()) tell(all[n % MARKETS]!, frame, round * 1_000);
  const to = cpuMicros();
  if (round < 0) continue;
  decodeOnly.push((from - decodeFrom) / FRAMES);
  times.push((to - from) / FRAMES);
}
if (events < FRAMES * 10) throw new Error('changes did not come through');
console.log(line('decode one frame, both tokens', median(decodeOnly), 'µs', BUDGET_US));
console.log(line('decode and normalise one price change', median(times), 'µs', BUDGET_US));
measureFeed();
const texts = ['0.456', '219.217767', '.48', '37677.02', '0.140', '112689'];
console.log(line('decimal text to micro-units', nanosecondsPer(20, 200_000, (i) => { microsOf(texts[i % texts.length]!); }), 'ns', 100));
