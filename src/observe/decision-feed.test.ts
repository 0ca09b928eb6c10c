import { expect, test } from 'vitest';
import { marketId } from '../core/domain/instrument.ts';
import type { Notice } from '../core/domain/notices.ts';
import { cash, price, size, timestamp } from '../core/domain/numbers.ts';
import type { StreamItem } from '../runtime/controller.ts';
import { DecisionFeed } from './decision-feed.ts';
import { fillEdge } from './notice-text.ts';

const ts = timestamp(1_700_000_000_000);
const FILL = {
  type: 'Filled', ts, market: marketId(0), clientId: 's-1', fillId: 'f1', side: 'ask', price: price(510_000), size: size(50_000_000), fee: cash(12_500), liquidity: 'maker',
  position: size(-20_000_000), fairValue: price(498_000),
} as const satisfies Notice;

function record(): { feed: DecisionFeed; items: StreamItem[]; stop: () => void } {
  const feed = new DecisionFeed();
  const items: StreamItem[] = [];
  return { feed, items, stop: feed.subscribe((item) => items.push(item)) };
}

test('says a notice in a sentence, under the name of its market, with amounts in dollars and shares', () => {
  const { feed, items } = record();
  feed.publish(FILL, () => 'rain');
  expect(items).toEqual([{
    id: 1, kind: 'fill', at: ts, text: 'rain: sold 50 sh at 51c, position -20 sh',
    data: { ...FILL, market: 'rain', price: 0.51, size: 50, fee: 0.0125, position: -20, fairValue: 0.498 },
  }]);
});

test('says why a side is not quoted', () => {
  const { feed, items } = record();
  feed.publish({ type: 'QuoteChanged', ts, market: marketId(0), bid: null, ask: price(510_000), fairValue: null, noBid: 'at the position limit', noAsk: null }, () => 'rain');
  expect(items[0]?.text).toBe('rain: no bid (at the position limit), ask 51c, fair value unknown');
});

test('numbers notices and announcements in one sequence, and goes on counting while nobody listens', () => {
  const { feed, items, stop } = record();
  feed.publish(FILL, () => 'rain');
  feed.announce({ kind: 'config', at: 1, text: 'rejected', data: {} });
  stop();
  feed.publish(FILL, () => 'rain');
  feed.subscribe((item) => items.push(item));
  feed.publish({ type: 'Halted', ts, market: null, by: 'api', reason: 'test' }, () => 'rain');
  expect(items.map(({ id, kind }) => [id, kind])).toEqual([[1, 'fill'], [2, 'config'], [4, 'session']]);
});

test('counts what a fill earned against fair value, on either side', () => {
  expect(fillEdge(FILL)).toBeCloseTo(0.6, 10);
  expect(fillEdge({ ...FILL, side: 'bid' })).toBeCloseTo(-0.6, 10);
  expect(fillEdge({ ...FILL, fairValue: null })).toBeNull();
});
