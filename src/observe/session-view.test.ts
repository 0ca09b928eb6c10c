import { beforeEach, expect, test } from 'vitest';
import { marketId } from '../core/domain/instrument.ts';
import type { Notice } from '../core/domain/notices.ts';
import { price, timestamp } from '../core/domain/numbers.ts';
import type { Permission } from '../core/domain/permission.ts';
import { SessionView, type Verdict } from './session-view.ts';

const NAMES = ['rain', 'snow'];
let view: SessionView;
let ts: ReturnType<typeof timestamp>;
beforeEach(() => {
  view = new SessionView();
  ts = timestamp(1_000);
});

const judged = (notice: Notice): readonly Verdict[] => view.judge(notice, notice.market === null ? '' : NAMES[notice.market] ?? '');
const adopted = (market: number) => judged({ type: 'MarketAdopted', ts, market: marketId(market), name: NAMES[market] ?? '', strategy: 'calm' });
const permission = (market: number | null, to: Permission, ...reasons: string[]) => judged({ type: 'PermissionChanged', ts, market: market === null ? null : marketId(market), permission: to, reasons, begun: [] });
const quoted = (market: number) => judged({ type: 'QuoteChanged', ts, market: marketId(market), bid: price(480_000), ask: price(520_000), fairValue: price(500_000), noBid: null, noAsk: null });
const pulled = (market: number, why: string) => judged({ type: 'QuoteChanged', ts, market: marketId(market), bid: null, ask: null, fairValue: null, noBid: why, noAsk: why });
const rule = (market: number, firing: boolean, cause: 'condition' | 'unknown' | 'ended') => judged({ type: 'RuleChanged', ts, market: marketId(market), rule: 'fast move', scope: 'market', strategy: null, firing, cause });
const start = (): void => {
  for (const market of [0, 1]) { adopted(market); quoted(market); }
};

test('tells of an ordinary start in three sentences, however many markets go through it', () => {
  const told = [
    adopted(0), adopted(1), permission(null, 'cancel-only', 'NOT_RECONCILED'),
    ...[0, 1].flatMap((market) => [rule(market, true, 'unknown'), permission(market, 'cancel-only', 'NOT_RECONCILED', 'VOLATILITY_UNKNOWN'), pulled(market, 'NOT_RECONCILED')]),
    permission(null, 'full'),
    ...[0, 1].flatMap((market) => [permission(market, 'cancel-only', 'VOLATILITY_UNKNOWN'), pulled(market, 'VOLATILITY_UNKNOWN'), rule(market, false, 'ended'), permission(market, 'full')]),
  ].flat();
  expect(told.filter((verdict) => verdict !== 'hide')).toEqual([{ start: '2 markets: confirming open orders and holdings' }, { start: 'open orders and holdings confirmed' }]);
  expect([quoted(0), quoted(1)]).toEqual([['show'], [{ start: 'quoting 2 markets' }, 'show']]);
});

test('shows at once what is no part of an ordinary start', () => {
  adopted(0);
  expect(permission(null, 'halted', 'DRAWDOWN_HALT', 'NOT_RECONCILED')).toEqual(['show']);
  expect(permission(0, 'cancel-only', 'DRAWDOWN_HALT', 'NOT_RECONCILED', 'FEED_STALE')).toEqual(['show']);
  expect(rule(0, true, 'condition')).toEqual(['show']);
  expect(judged({ type: 'Alert', ts, market: null, severity: 'critical', code: 'DRAWDOWN', text: 'x' })).toEqual(['show']);
});

test('names the markets that do not quote when the start takes too long', () => {
  adopted(0);
  adopted(1);
  quoted(0);
  expect([permission(1, 'cancel-only', 'BOOK_EMPTY', 'FEED_DOWN'), pulled(1, 'BOOK_EMPTY')]).toEqual([['hide'], ['hide']]);
  ts = timestamp(17_000);
  expect(quoted(0)).toEqual([{ start: 'quoting 1 of 2 markets; not yet snow (book empty)' }, 'show']);
  expect(pulled(1, 'BOOK_ONE_SIDED')).toEqual(['show']);
});

test('does not wait for markets that are not chosen, and tells of a choice once the start is over', () => {
  const changed = (market: number) => judged({ type: 'LifecycleChanged', ts, market: marketId(market), from: 'candidate', to: 'warming', why: 'chosen' });
  adopted(0);
  adopted(1);
  expect([changed(0), pulled(1, 'NOT_CHOSEN'), permission(1, 'cancel-only', 'NOT_CHOSEN')]).toEqual([['hide'], ['hide'], ['hide']]);
  expect(quoted(0)).toEqual([{ start: 'quoting 1 market' }, 'show']);
  expect([changed(1), pulled(1, 'NOT_CHOSEN'), permission(1, 'cancel-only', 'NOT_CHOSEN')]).toEqual([['show'], ['hide'], ['hide']]);
});

test('shows a fear that turns out true, and one that comes up later', () => {
  adopted(0);
  expect([rule(0, true, 'unknown'), rule(0, true, 'condition'), rule(0, false, 'ended')]).toEqual([['hide'], ['show'], ['show']]);
  start();
  expect(rule(0, true, 'unknown')).toEqual(['show']);
});

test('shows of a market only what the account has not said', () => {
  start();
  expect(permission(null, 'cancel-only', 'QUIESCING')).toEqual(['show']);
  expect(permission(0, 'cancel-only', 'QUIESCING')).toEqual(['hide']);
  expect(pulled(0, 'QUIESCING')).toEqual(['hide']);
  expect(permission(1, 'cancel-only', 'QUIESCING', 'BOOK_CROSSED')).toEqual(['show']);
  expect(permission(null, 'full')).toEqual(['show']);
  expect(permission(0, 'full')).toEqual(['hide']);
  expect(permission(1, 'cancel-only', 'BOOK_CROSSED')).toEqual(['hide']);
  expect(permission(1, 'full')).toEqual(['show']);
});

test('says that the account is halted once, with who and why where that is known', () => {
  const halted = (): readonly Verdict[] => permission(null, 'halted', 'HALTED');
  // Left by an earlier run: the first lines of the run tell of it.
  expect([permission(null, 'halted', 'HALTED', 'NOT_RECONCILED'), halted()]).toEqual([['hide'], ['hide']]);
  expect(permission(null, 'full')).toEqual(['show']);
  start();
  expect(halted()).toEqual(['show']);
  expect(permission(null, 'full')).toEqual(['show']);
  expect(judged({ type: 'Halted', ts, market: null, by: 'api', reason: 'going home' })).toEqual(['show']);
  expect(halted()).toEqual(['hide']);
  expect(permission(null, 'halted', 'HALTED', 'DRAWDOWN_HALT')).toEqual(['show']);
});

test('shows a market that is adopted after the start, and its waiting', () => {
  start();
  expect(adopted(1)).toEqual(['show']);
  expect(permission(1, 'cancel-only', 'VOLATILITY_UNKNOWN')).toEqual(['show']);
});
