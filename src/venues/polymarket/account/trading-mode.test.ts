import { expect, it } from 'vitest';
import type { ModeSign } from '../rest/mode-sign.ts';
import { FakeClock } from '../feed/fake-time.fixture.ts';
import { TradingMode } from './trading-mode.ts';

function open() {
  const clock = new FakeClock();
  const said: string[] = [];
  const mode = new TradingMode({ venue: 'polymarket', clock, tell: ({ takes, reason }) => { said.push(`${clock.uptime() / 1_000} ${takes}${takes === 'everything' ? '' : ` ${reason}`}`); } });
  const refused = (sign: ModeSign, retryAfterMs: number | null = null): void => { mode.refused({ sign, retryAfterMs }, 'so it says'); };
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
  mode.took(true);
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
  clock.pass(300_000);
  expect(said).toEqual(['0 makers post-only: so it says', '0 cancels disabled: so it says', '1 everything']);
});

it('learns nothing of a mode from orders that were on their way before it, nor from makers of the time for makers', () => {
  const { mode, waits, refused, clock } = open();
  expect(waits('cancel-only', 2)).toEqual([1, 2]);
  refused('cancel-only');
  mode.took(false);
  clock.pass(4_000);
  expect(waits('cancel-only', 1)).toEqual([8]);
  mode.took(false);
  expect(waits('post-only', 1)).toEqual([5]);
  mode.took(true);
  expect(waits('post-only', 1)).toEqual([10]);
  mode.took(false);
  expect(waits('post-only', 1)).toEqual([5]);
});

it('leaves no timer behind', () => {
  const { mode, clock, refused } = open();
  refused('disabled');
  mode.close();
  expect(clock.pending).toBe(0);
});
