import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readProbe } from './probe-window.ts';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'evenkeel-probe-')); });
afterEach(() => { rmSync(folder, { recursive: true }); });

const FILLED = { quote: 0.49, mode: 'join', queue_ahead: 184.81, touched: true, filled: true, min_ask_seen: 0.48, pnl: -0.4865 };
const UNFILLED = { quote: 0.5, mode: 'improve', queue_ahead: 0, touched: false, filled: false, min_ask_seen: 0.51, pnl: null };
const NONE = { quote: null, mode: null, queue_ahead: null, touched: false, filled: false, min_ask_seen: null, pnl: null };
const window = (changes: object = {}) => ({ window_ts: 1_785_107_700, quote_at: 120, winner: 'DOWN', sides: { UP: FILLED, DOWN: UNFILLED }, ...changes });

function read(...lines: readonly unknown[]) {
  const path = join(folder, 'probe.jsonl');
  writeFileSync(path, lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''));
  return readProbe(path);
}

test('reads the quotes of a window and leaves out a side that had none', async () => {
  expect(await read(window(), window({ sides: { UP: FILLED, DOWN: NONE } }))).toEqual([
    { at: 1_785_107_700_000, secondsLeft: 120, quotes: [
      { isWinner: false, price: 0.49, mode: 'join', ahead: 184.81, isTouched: true, isPassed: true, pnl: -0.4865 },
      { isWinner: true, price: 0.5, mode: 'improve', ahead: 0, isTouched: false, isPassed: false, pnl: null },
    ] },
    { at: 1_785_107_700_000, secondsLeft: 120, quotes: [{ isWinner: false, price: 0.49, mode: 'join', ahead: 184.81, isTouched: true, isPassed: true, pnl: -0.4865 }] },
  ]);
});

test.each([
  ['what is not JSON', '{"window_ts": 17', 'is not JSON'],
  ['a window with one side', window({ sides: { UP: FILLED } }), 'sides a window has two sides'],
  ['a winner that is no side', window({ winner: 'SIDEWAYS' }), 'the winner is none of the sides'],
  ['a fill without a result', window({ sides: { UP: { ...FILLED, pnl: null }, DOWN: UNFILLED } }), 'sides.UP a side has a pnl exactly when it is filled'],
  ['a quote without a queue', window({ sides: { UP: { ...FILLED, queue_ahead: null }, DOWN: UNFILLED } }), 'sides.UP a quote has a price and a queue ahead'],
  ['an unknown mode', window({ sides: { UP: { ...FILLED, mode: 'chase' }, DOWN: UNFILLED } }), 'sides.UP.mode'],
  ['a step back in time', window({ window_ts: 1_785_107_400 }), 'the window is older than the one before it'],
])('refuses %s with file and line', async (_, line, words) => {
  const refused = read(window(), line);
  await expect(refused).rejects.toThrow('probe.jsonl:2  ');
  await expect(refused).rejects.toThrow(words);
});

test('refuses a file without windows', async () => {
  await expect(read()).rejects.toThrow('probe.jsonl: no windows');
});
