import { describe, expect, it } from 'vitest';
import { marketId } from '../../../core/domain/instrument.ts';
import type { ModeSign } from '../rest/mode-sign.ts';
import { FakeClock } from '../feed/fake-time.fixture.ts';
import { cents } from './account.fixture.ts';
import { TradingMode, type AskedOrder, type ModeWord } from './trading-mode.ts';

const OK = { kind: 'ok', value: null } as const;
const order = (market = 0, over: Partial<Pick<AskedOrder, 'postOnly'>> & { readonly action?: 'buy' | 'sell' } = {}): AskedOrder =>
  ({ market: marketId(market), postOnly: over.postOnly ?? true, leg: { outcome: 'yes', action: over.action ?? 'buy', price: cents(50) } });
const taken = (asked = order()): ModeWord => ({ kind: 'taken', order: asked });
const refusal = (sign: ModeSign, asked: AskedOrder | null = order(), retryAfterMs: number | null = null): ModeWord => ({ kind: 'refused', by: { sign, retryAfterMs }, words: 'so it says', order: asked });
const TAKER = order(0, { postOnly: false });
const SALE = order(0, { action: 'sell' });

function open() {
  const clock = new FakeClock();
  const said: string[] = [];
  const mode = new TradingMode({ venue: 'polymarket', clock, tell: ({ takes, reason }) => { said.push(`${clock.uptime() / 1_000} ${takes}${takes === 'everything' ? '' : ` ${reason}`}`); } });
  const refused = (sign: ModeSign, retryAfterMs: number | null = null): void => { mode.heard([refusal(sign, order(), retryAfterMs)]); };
  /** Asked at once each time that it may be. */
  const waits = (sign: ModeSign, count: number): readonly number[] => Array.from({ length: count }, () => {
    const from = clock.uptime();
    refused(sign);
    for (const before = said.length; said.length === before && clock.uptime() - from < 3_600_000;) clock.pass(1_000);
    return (clock.uptime() - from) / 1_000;
  });
  return { clock, said, mode, refused, waits };
}

it('says what is taken, once for all that was under way, and after a while that it is worth asking', () => {
  const { clock, said, refused } = open();
  for (let i = 0; i < 50; i++) refused('restarting');
  clock.pass(60_000);
  expect([said, clock.pending]).toEqual([['0 cancels restarting: so it says', '1 everything'], 0]);
});

it('waits ever longer while it is refused again, and begins anew once an order is taken', () => {
  const { mode, waits } = open();
  expect(waits('restarting', 7)).toEqual([1, 2, 4, 8, 16, 30, 30]);
  mode.heard([taken()]);
  expect(waits('restarting', 2)).toEqual([1, 2]);
  expect(waits('disabled', 2)).toEqual([1, 2]);
  expect(waits('locked-out', 6)).toEqual([30, 60, 120, 240, 480, 600]);
});

it('waits as long as the venue says, within bounds', () => {
  const { clock, said, refused } = open();
  refused('post-only', 79_000);
  clock.pass(79_000);
  refused('cancel-only', 0);
  clock.pass(1_000);
  refused('post-only', 86_400_000);
  clock.pass(400_000);
  expect(said.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(['0 makers', '79 everything', '79 cancels', '80 everything', '80 makers', '380 everything']);
});

it('goes over to less that is taken at once, and not to more before it may be asked', () => {
  const { clock, said, refused } = open();
  refused('post-only', 79_000);
  refused('disabled');
  refused('post-only', 79_000);
  refused('close-only');
  clock.pass(300_000);
  expect(said).toEqual(['0 makers post-only: so it says', '0 cancels disabled: so it says', '1 everything']);
});

it('learns nothing of a mode from orders that were on their way before it, nor from makers of the time for makers', () => {
  const { mode, waits, refused, clock } = open();
  expect(waits('cancel-only', 2)).toEqual([1, 2]);
  refused('cancel-only');
  mode.heard([taken(TAKER)]);
  clock.pass(4_000);
  expect(waits('cancel-only', 1)).toEqual([8]);
  mode.heard([taken(TAKER)]);
  expect(waits('post-only', 1)).toEqual([5]);
  mode.heard([taken()]);
  expect(waits('post-only', 1)).toEqual([10]);
  mode.heard([taken(TAKER)]);
  expect(waits('post-only', 1)).toEqual([5]);
});

it('learns nothing of a mode from what the same answer takes', () => {
  const { mode, clock, said } = open();
  for (let i = 0; i < 4; i++) { mode.heard([taken(TAKER), refusal('locked-out'), taken(TAKER)]); clock.pass(600_000); }
  expect(said.filter((line) => line.includes('everything'))).toEqual(['30 everything', '660 everything', '1320 everything', '2040 everything']);
});

it('leaves no timer behind', () => {
  const { mode, clock, refused } = open();
  refused('disabled');
  mode.close();
  expect(clock.pending).toBe(0);
});

describe('an account that may only close', () => {
  it('goes on closing, and is asked ever more rarely for more, whatever sales are taken', () => {
    const { mode, clock, said } = open();
    for (let i = 0; i < 3; i++) {
      mode.heard([refusal('close-only'), taken(SALE)]);
      clock.pass(10_000);
      mode.heard([taken(SALE)]);
      clock.pass(600_000);
      mode.heard([taken(SALE)]);
    }
    expect(said).toEqual(['0 closing close-only: so it says', '30 everything', '610 closing close-only: so it says', '670 everything', '1220 closing close-only: so it says', '1340 everything']);
    mode.heard([taken()]);
    mode.heard([refusal('close-only')]);
    clock.pass(30_000);
    expect(said.slice(-2)).toEqual(['1830 closing close-only: so it says', '1860 everything']);
  });
  it('is locked out where what closes is refused by itself, and not for a sale in a batch that is refused as a whole', () => {
    const { mode, clock, said } = open();
    const round = (): void => { mode.heard([refusal('close-only', SALE), refusal('close-only')]); mode.heard([refusal('close-only', SALE)]); };
    round();
    clock.pass(30_000);
    round();
    clock.pass(60_000);
    expect(said).toEqual([
      '0 closing close-only: so it says', '0 cancels locked-out: so it says', '30 everything', '30 closing close-only: so it says', '30 cancels locked-out: so it says', '90 everything',
    ]);
  });
});

describe('an account whose orders are all refused is asked about at once', () => {
  it('where an operator asks, and then anew', () => {
    const { mode, clock, said, waits, refused } = open();
    mode.askAgain();
    expect(said).toEqual([]);
    expect(waits('locked-out', 5)).toEqual([30, 60, 120, 240, 480]);
    refused('locked-out');
    clock.pass(1_000);
    mode.askAgain();
    expect(said.at(-1)).toBe('931 everything');
    expect(clock.pending).toBe(0);
    expect(waits('locked-out', 2)).toEqual([30, 60]);
  });
  it('where a private request is answered that was refused for the keys, and never where none was', () => {
    const { mode, clock, said, refused, waits } = open();
    const denied = { kind: 'refused', reason: 'venue-error', detail: 'Unauthorized', mode: { sign: 'unauthorized', retryAfterMs: null } } as const;
    expect(waits('unauthorized', 3)).toEqual([30, 60, 120]);
    refused('unauthorized');
    for (const outcome of [OK, { ...denied, mode: null }, { kind: 'unknown', detail: 'timeout' }, OK] as const) mode.answered(outcome);
    expect(said.at(-1)).toBe('210 cancels unauthorized: so it says');
    mode.answered(denied);
    for (const outcome of [{ ...denied, mode: null }, { kind: 'unknown', detail: 'timeout' }] as const) mode.answered(outcome);
    clock.pass(5_000);
    expect(said.at(-1)).toBe('210 cancels unauthorized: so it says');
    mode.answered(OK);
    expect([said.at(-1), clock.pending]).toEqual(['215 everything', 0]);
    // It was no proof of orders: the next wait is longer still.
    mode.answered(denied);
    expect(waits('unauthorized', 1)).toEqual([480]);
    refused('locked-out');
    mode.answered(denied);
    mode.answered(OK);
    expect(said.at(-1)).toMatch('cancels locked-out');
    clock.pass(30_000);
    refused('unauthorized');
    mode.answered(denied);
    clock.pass(30_000);
    refused('unauthorized');
    mode.answered(OK);
    expect(said.at(-1)).toMatch('cancels unauthorized');
  });
});

describe('a signature that is not taken', () => {
  it('is the fault of its market where an order of another was taken lately, whichever the answer says first', () => {
    for (const words of [[taken(order(1)), refusal('wrong-signature'), taken(order(2))], [refusal('wrong-signature'), taken(order(1))]]) {
      const { mode, clock, said } = open();
      for (let i = 0; i < 20; i++) { mode.heard(words); clock.pass(30_000); }
      clock.pass(500_000);
      mode.heard([refusal('wrong-signature')]);
      expect(said).toEqual([]);
    }
  });
  it('is the fault of the account where none was, or none but its own, or long ago', () => {
    const { mode, clock, said, waits } = open();
    mode.heard([refusal('wrong-signature')]);
    expect(said).toEqual(['0 cancels wrong-signature: so it says']);
    clock.pass(30_000);
    mode.heard([taken(order(1)), taken()]);
    clock.pass(600_001);
    mode.heard([taken()]);
    expect(waits('wrong-signature', 3)).toEqual([30, 60, 120]);
  });
  it('is no longer the fault of the account once an order of another market is taken', () => {
    for (const words of [[taken(order(1))], [refusal('wrong-signature'), taken(order(1))]]) {
      const { mode, clock, said } = open();
      mode.heard([refusal('wrong-signature')]);
      mode.heard([taken()]);
      expect(said).toHaveLength(1);
      mode.heard(words);
      mode.heard([refusal('wrong-signature')]);
      expect([said, clock.pending]).toEqual([['0 cancels wrong-signature: so it says', '0 everything'], 0]);
    }
  });
});
