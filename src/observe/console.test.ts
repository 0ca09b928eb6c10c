import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { marketId } from '../core/domain/instrument.ts';
import type { Notice } from '../core/domain/notices.ts';
import { cash, price, size, timestamp } from '../core/domain/numbers.ts';
import { Console } from './console.ts';
import { wantsColour } from './terminal-colour.ts';

const ts = timestamp(Date.UTC(2026, 0, 2, 13, 24, 49));
const quote = (market: number, bid: number): Notice =>
  ({ type: 'QuoteChanged', ts, market: marketId(market), bid: price(bid), ask: price(510_000), fairValue: price(498_000), noBid: null, noAsk: null });

const nameOf = (market: number) => ['rain', 'snow', 'will-the-federal-reserve-cut-rates-in-march'][market] ?? '?';

let lines: string[];
let screen: Console;
beforeEach(() => {
  vi.useFakeTimers();
  lines = [];
  screen = new Console({ write: (line) => lines.push(line), isColoured: false });
});
afterEach(() => { vi.useRealTimers(); });

test('shows the first quote at once, and of those that follow only the newest after the interval', () => {
  screen.notice(quote(0, 480_000), nameOf);
  screen.notice(quote(0, 481_000), nameOf);
  screen.notice(quote(0, 482_000), nameOf);
  expect(lines).toEqual(['13:24:49  rain                  quote       bid 48c    ask 51c    fair 49.8c']);
  vi.advanceTimersByTime(3_900);
  expect(lines).toHaveLength(1);
  vi.advanceTimersByTime(200);
  expect(lines.slice(1)).toEqual(['13:24:49  rain                  quote       bid 48.2c  ask 51c    fair 49.8c']);
});

test('holds back each market on its own', () => {
  screen.notice(quote(0, 480_000), nameOf);
  vi.advanceTimersByTime(2_000);
  screen.notice(quote(1, 480_000), nameOf);
  screen.notice(quote(0, 470_000), nameOf);
  screen.notice(quote(1, 460_000), nameOf);
  expect(lines).toHaveLength(2);
  vi.advanceTimersByTime(2_100);
  expect(lines).toHaveLength(3);
  vi.advanceTimersByTime(2_000);
  expect(lines).toHaveLength(4);
});

test('shows what is held back at the end, and leaves no timer', () => {
  screen.notice(quote(0, 480_000), nameOf);
  screen.notice(quote(0, 470_000), nameOf);
  screen.close();
  expect(lines).toHaveLength(2);
  expect(vi.getTimerCount()).toBe(0);
});

test('shows every fill with what it did to the position and what it earned', () => {
  const fill: Notice = {
    type: 'Filled', ts, market: marketId(0), clientId: 'a-1', side: 'bid', price: price(485_000), size: size(50_000_000), fee: cash(0), liquidity: 'maker',
    position: size(70_000_000), fairValue: price(498_000),
  };
  for (let i = 0; i < 3; i++) screen.notice(fill, nameOf);
  expect(lines).toEqual(Array(3).fill('13:24:49  rain                  fill        bought    50 sh at 48.5c    position +70 sh   edge +$0.65'));
});

test('always shows halts, permission changes and alerts, and no agreement of a reconciliation', () => {
  screen.notice({ type: 'Halted', ts, market: null, by: 'api', reason: 'maintenance' }, nameOf);
  screen.notice({ type: 'PermissionChanged', ts, market: marketId(1), permission: 'reduce-only', reasons: ['position limit'] }, nameOf);
  screen.notice({ type: 'Alert', ts, market: null, severity: 'critical', code: 'daily-loss', text: 'daily loss reached' }, nameOf);
  screen.notice({ type: 'Reconciled', ts, market: null, venue: 'demo', differences: [] }, nameOf);
  expect(lines).toEqual([
    '13:24:49                        HALTED      by api: maintenance',
    '13:24:49  snow                  permission  reduce-only: position limit',
    '13:24:49                        alert       critical: daily loss reached (daily-loss)',
  ]);
});

test('says why a side is missing', () => {
  screen.notice({ type: 'QuoteChanged', ts, market: marketId(0), bid: null, ask: price(510_000), fairValue: null, noBid: 'stop-loss', noAsk: null }, nameOf);
  expect(lines[0]).toContain('bid —      ask 51c    fair unknown   no bid: stop-loss');
});

test('shortens a long name in its middle and keeps the columns', () => {
  screen.notice(quote(2, 480_000), nameOf);
  screen.notice(quote(0, 480_000), nameOf);
  expect(lines[0]).toContain('will-the-fede…rates-in-march');
  expect(lines[0]?.indexOf('quote')).toBe(lines[1]?.indexOf('quote'));
});

test('shows an announcement of several lines as it is', () => {
  screen.announce({ kind: 'config', at: ts, text: 'rejected, generation 7 stays in force\n   13 |  quote:\n' });
  expect(lines).toEqual(['13:24:49                        config      rejected, generation 7 stays in force', '   13 |  quote:', '']);
});

test('colours a terminal only, and not against NO_COLOR', () => {
  expect(wantsColour({ isTTY: true }, {})).toBe(true);
  expect(wantsColour({}, {})).toBe(false);
  expect(wantsColour({ isTTY: true }, { NO_COLOR: '1' })).toBe(false);
  expect(wantsColour({ isTTY: true }, { TERM: 'dumb' })).toBe(false);
  const coloured = new Console({ write: (line) => lines.push(line), isColoured: true });
  coloured.notice({ type: 'Halted', ts, market: null, by: 'api', reason: 'x' }, nameOf);
  expect(lines[0]).toContain('\u001b[31mHALTED');
});
