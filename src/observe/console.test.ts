import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { marketId } from '../core/domain/instrument.ts';
import type { Notice } from '../core/domain/notices.ts';
import { cash, price, size, timestamp } from '../core/domain/numbers.ts';
import { Console } from './console.ts';
import { SessionView } from './session-view.ts';
import { wantsColour } from './terminal-colour.ts';

const ts = timestamp(Date.UTC(2026, 0, 2, 13, 24, 49));
const quote = (market: number, bid: number): Notice =>
  ({ type: 'QuoteChanged', ts, market: marketId(market), bid: price(bid), ask: price(510_000), fairValue: price(498_000), noBid: null, noAsk: null });

const nameOf = (market: number) => ['rain', 'snow', 'will-the-federal-reserve-cut-rates-in-march'][market] ?? '?';

/** Of a session whose start is over, which is when it quotes. */
function startedView(): SessionView {
  const started = new SessionView();
  started.judge({ type: 'MarketAdopted', ts, market: marketId(9), name: 'first', strategy: 'calm' }, 'first');
  started.judge(quote(9, 480_000), 'first');
  return started;
}

let lines: string[];
let screen: Console;
let view: SessionView;
beforeEach(() => {
  vi.useFakeTimers();
  lines = [];
  view = startedView();
  screen = new Console({ write: (line) => lines.push(line), isColoured: false });
});
afterEach(() => { vi.useRealTimers(); });

test('shows the first quote at once, and of those that follow only the newest after the interval', () => {
  screen.notice(quote(0, 480_000), nameOf, view);
  screen.notice(quote(0, 481_000), nameOf, view);
  screen.notice(quote(0, 482_000), nameOf, view);
  expect(lines).toEqual(['13:24:49  rain                  quote       bid 48c    ask 51c    fair 49.8c']);
  vi.advanceTimersByTime(3_900);
  expect(lines).toHaveLength(1);
  vi.advanceTimersByTime(200);
  // Under the time at which it is shown, so that the lines of a terminal do not go back in time.
  expect(lines.slice(1)).toEqual(['13:24:53  rain                  quote       bid 48.2c  ask 51c    fair 49.8c']);
});

test('tells how a position is worked off, and where a market ends', () => {
  const of = { ts, market: marketId(0) } as const;
  const notices: readonly Notice[] = [
    { ...of, type: 'LiquidationBegan', size: size(40_000_000), why: 'the position reached liquidation.startAt' },
    { ...of, type: 'LiquidationStageChanged', stage: 'passive', why: 'the liquidation began' },
    { ...of, type: 'LiquidationStageChanged', stage: 'market', why: 'its loss is reached' },
    { ...of, type: 'LiquidationEnded', stage: 'market', why: 'the position is gone', tookMs: 42_000, pnl: cash(-1_000_000), profit: cash(-2_500_000) },
    { ...of, type: 'LifecycleChanged', from: 'liquidating', to: 'candidate', why: 'its position is worked off' },
    { ...of, type: 'LifecycleChanged', from: 'active', to: 'settling', why: 'it is over; what is held waits to be paid' },
  ];
  for (const notice of notices) screen.notice(notice, nameOf, view);
  expect(lines).toEqual([
    '13:24:49  rain                  liquidate   works off +40 sh: the position reached liquidation.startAt',
    '13:24:49  rain                  liquidate   market: its loss is reached',
    '13:24:49  rain                  liquidate   ended after 42 s in stage market, -$2.50 against cost: the position is gone',
    '13:24:49  rain                  market      active → settling: it is over; what is held waits to be paid',
  ]);
});

test('holds back each market on its own', () => {
  screen.notice(quote(0, 480_000), nameOf, view);
  vi.advanceTimersByTime(2_000);
  screen.notice(quote(1, 480_000), nameOf, view);
  screen.notice(quote(0, 470_000), nameOf, view);
  screen.notice(quote(1, 460_000), nameOf, view);
  expect(lines).toHaveLength(2);
  vi.advanceTimersByTime(2_100);
  expect(lines).toHaveLength(3);
  vi.advanceTimersByTime(2_000);
  expect(lines).toHaveLength(4);
});

test('shows what is held back at the end, and leaves no timer', () => {
  screen.notice(quote(0, 480_000), nameOf, view);
  screen.notice(quote(0, 470_000), nameOf, view);
  screen.close();
  expect(lines).toHaveLength(2);
  expect(vi.getTimerCount()).toBe(0);
});

test('shows every fill with what it did to the position and what it earned', () => {
  const fill: Notice = {
    type: 'Filled', ts, market: marketId(0), clientId: 'a-1', fillId: 'f1', side: 'bid', price: price(485_000), size: size(50_000_000), fee: cash(0), liquidity: 'maker',
    position: size(70_000_000), fairValue: price(498_000),
  };
  for (let i = 0; i < 3; i++) screen.notice(fill, nameOf, view);
  expect(lines).toEqual(Array(3).fill('13:24:49  rain                  fill        bought    50 sh at 48.5c    position +70 sh   edge +$0.65'));
});

test('always shows halts, permission changes and alerts, and no agreement of a reconciliation', () => {
  screen.notice({ type: 'Halted', ts, market: null, by: 'api', reason: 'maintenance' }, nameOf, view);
  screen.notice({ type: 'PermissionChanged', ts, market: marketId(1), permission: 'reduce-only', reasons: ['position limit'], begun: [] }, nameOf, view);
  screen.notice({ type: 'Alert', ts, market: null, severity: 'critical', code: 'daily-loss', text: 'daily loss reached' }, nameOf, view);
  screen.notice({ type: 'Reconciled', ts, market: null, venue: 'demo', differences: [] }, nameOf, view);
  expect(lines).toEqual([
    '13:24:49                        HALTED      by api: maintenance',
    '13:24:49  snow                  permission  reduce-only: position limit',
    '13:24:49                        alert       critical: daily loss reached (daily-loss)',
  ]);
});

test('says why a side is missing', () => {
  screen.notice({ type: 'QuoteChanged', ts, market: marketId(0), bid: null, ask: price(510_000), fairValue: null, noBid: 'stop-loss', noAsk: null }, nameOf, view);
  expect(lines[0]).toContain('bid —      ask 51c    fair unknown   no bid: stop-loss');
  screen.notice({ type: 'QuoteChanged', ts, market: marketId(1), bid: null, ask: null, fairValue: null, noBid: 'BOOK_CROSSED', noAsk: 'BOOK_CROSSED' }, nameOf, view);
  expect(lines[1]).toContain('nothing quoted: book crossed');
});

test('says of a rule in its cooldown that it no longer holds', () => {
  screen.notice({ type: 'RuleChanged', ts, market: marketId(0), rule: 'fast move', scope: 'market', strategy: null, firing: true, cause: 'cooldown' }, nameOf, view);
  expect(lines[0]).toContain('"fast move" no longer holds; in force for its cooldown');
});

test('does not show a quote that was held back and pulled by a halt meanwhile', () => {
  screen.notice(quote(0, 480_000), nameOf, view);
  screen.notice(quote(0, 470_000), nameOf, view);
  screen.notice({ type: 'Halted', ts, market: null, by: 'api', reason: 'x' }, nameOf, view);
  screen.notice({ type: 'PermissionChanged', ts, market: null, permission: 'halted', reasons: ['HALTED'], begun: [] }, nameOf, view);
  screen.notice({ type: 'QuoteChanged', ts, market: marketId(0), bid: null, ask: null, fairValue: null, noBid: 'HALTED', noAsk: 'HALTED' }, nameOf, view);
  screen.close();
  expect(lines.map((line) => line.slice(32))).toEqual(['quote       bid 48c    ask 51c    fair 49.8c', 'HALTED      by api: x']);
});

test('never asks for a timer in the past, which Node would warn of', () => {
  let now = 0;
  const delays: (number | undefined)[] = [];
  vi.spyOn(performance, 'now').mockImplementation(() => now++ * 3_999.6);
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(((_work: () => void, delay?: number) => { delays.push(delay); return { unref: () => ({}) }; }) as never);
  screen.notice(quote(0, 480_000), nameOf, view);
  screen.notice(quote(0, 481_000), nameOf, view);
  vi.restoreAllMocks();
  expect(delays).toHaveLength(1);
  expect(delays[0]).toBeGreaterThan(0);
});

test('shortens a long name in its middle and keeps the columns', () => {
  screen.notice(quote(2, 480_000), nameOf, view);
  screen.notice(quote(0, 480_000), nameOf, view);
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
  coloured.notice({ type: 'Halted', ts, market: null, by: 'api', reason: 'x' }, nameOf, view);
  expect(lines[0]).toContain('\u001b[31mHALTED');
});
