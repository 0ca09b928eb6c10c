import { describe, expect, it } from 'vitest';
import { bookHash, hashOfAnswer } from './book-hash.ts';
import { decodeClobBook, decodeClobBooks, type ClobBook } from './clob-book.ts';
import { decodeGammaEvent, decodeGammaMarket, decodeMarketsPage } from './gamma.ts';
import type { Fields } from './undecodable.ts';
import { frameText, haveNoFrames, NO_FRAMES, recordedJson, recordedText } from './wire-fixtures.fixture.ts';

const VECTOR = {
  market: '0xaabbcc', asset_id: '100', timestamp: '123456789', bids: [{ price: '0.3', size: '100' }, { price: '0.4', size: '100' }],
  asks: [{ price: '0.6', size: '100' }, { price: '0.7', size: '100' }], min_order_size: '15', tick_size: '0.001', neg_risk: false, hash: '',
};
const FED = 'polymarket-gamma/fed-decision-in-june-825';
const page = (line: string): readonly unknown[] => (JSON.parse(line) as { readonly body: { readonly markets: readonly unknown[] } }).body.markets;

describe('books by REST', () => {
  it('have the hash of the venue\'s own vector', () => {
    expect(hashOfAnswer(VECTOR)).toBe('36f56998e26d9a7c553446f35b240481efb271a3');
  });

  it.skipIf(haveNoFrames)(`have their hash in real answers, and lose their meaning with a level changed${NO_FRAMES}`, () => {
    const answers = recordedJson(`${FED}/clob-books.json`) as readonly Fields[];
    const books = decodeClobBooks(answers);
    expect(books).toHaveLength(10);
    for (const book of books) {
      if (book.kind !== 'book') return expect.fail(book.reason);
      expect(hashOf(book)).toBe(book.hash);
    }
    const [answer] = answers as readonly [Fields & { readonly bids: readonly unknown[] }];
    expect(decodeClobBook({ ...answer, bids: answer.bids.slice(1) })).toMatchObject({ kind: 'undecodable', reason: 'hash: is not that of the book' });
  });

  it.skipIf(haveNoFrames)(`are hashed alike in first frames of the market channel${NO_FRAMES}`, () => {
    const [first] = JSON.parse(frameText('polymarket-newer/ws_market_price_change_crossing_burst.json')) as readonly Fields[];
    const { event_type: _, tick_size, last_trade_price, ...rest } = first!;
    expect(hashOfAnswer({ ...rest, min_order_size: '5', tick_size, neg_risk: false, last_trade_price })).toBe(first!.hash);
  });
});

const hashOf = (book: ClobBook): string => bookHash({
  market: book.market, token: book.token, ts: book.ts, bids: bestFirst(book.bids), asks: bestFirst(book.asks),
  minSize: book.minSize!, tick: book.tick!, negRisk: book.negRisk!, lastTrade: book.lastTrade!,
});
/** The venue has the best last. */
const bestFirst = (levels: readonly number[]): number[] => levels.map((_, i) => levels[levels.length - 2 - i + 2 * (i % 2)]!);

describe('markets', () => {
  it.skipIf(haveNoFrames)(`are read in every answer that was recorded${NO_FRAMES}`, () => {
    const pages = recordedText('polymarket-gamma/gamma_markets_pages_2026-03-11.jsonl.gz').trim().split('\n').flatMap(page);
    const listed = [...pages, ...(recordedJson('polymarket-gamma/perryboer_active_markets.json.gz') as readonly unknown[])];
    expect(listed).toHaveLength(850);
    expect(listed.map(decodeGammaMarket).filter(({ kind }) => kind !== 'market')).toEqual([]);
    const events = [recordedJson(`${FED}/gamma-event.json`), ...(recordedJson('polymarket-gamma/slusset_active_markets.json.gz') as readonly unknown[]), ...(recordedJson(`${FED}/gamma-search.json`) as { readonly events: readonly unknown[] }).events];
    const inEvents = events.flatMap(decodeGammaEvent);
    expect(inEvents.filter(({ kind }) => kind !== 'market')).toEqual([]);
    expect(inEvents.length).toBeGreaterThan(25);
  });

  it('are undecodable without what they are known by, and survive fields that are new', () => {
    const market = { slug: 's', conditionId: `0x${'a'.repeat(64)}`, outcomes: '["Up","Down"]', clobTokenIds: '["1","2"]' };
    expect(decodeGammaMarket({ ...market, somethingNew: { deep: [1] } })).toMatchObject({ kind: 'market', outcomes: ['Up', 'Down'], clobTokenIds: ['1', '2'], endDate: null });
    for (const bad of [{ ...market, conditionId: '0x12' }, { ...market, outcomes: '[1,2]' }, { ...market, outcomes: 'Up' }, { ...market, orderPriceMinTickSize: '0.01' }, { ...market, closed: 'no' }]) expect(decodeGammaMarket(bad).kind).toBe('undecodable');
  });

  it('come in pages, the last of which names no next one', () => {
    expect(decodeMarketsPage({ markets: [], next_cursor: 'abc' })).toEqual({ kind: 'page', markets: [], next: 'abc' });
    expect([undefined, null, ''].map((next_cursor) => decodeMarketsPage({ markets: [], next_cursor }))).toEqual([1, 2, 3].map(() => ({ kind: 'page', markets: [], next: null })));
    expect(decodeMarketsPage({ data: [] }).kind).toBe('undecodable');
  });
});
