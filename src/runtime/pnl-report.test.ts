import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { timestamp } from '../core/domain/numbers.ts';
import { withHourSoFar } from './pnl-report.ts';
import { BotFolder } from './started-bot.fixture.ts';

const NOTHING = { spread: 0, inventory: 0, fees: 0, rebates: 0, rewards: 0, unrealised: 0 };
const DAY = 86_400_000;
const hour = (at: number, opening: number, closing: number) => ({ hour: timestamp(at), opening: { ...NOTHING, spread: opening }, closing: { ...NOTHING, inventory: closing } });
const stored = [{ day: 9 * DAY, opening: 100, closing: 130, hours: 3 }, { day: 8 * DAY, opening: 0, closing: 100, hours: 24 }];

test('the day under way keeps the baseline of its first hour and reaches to now', () => {
  expect(withHourSoFar(stored, hour(9 * DAY + 3 * 3_600_000, 130, 90))).toEqual([{ day: 9 * DAY, opening: 100, closing: 90, hours: 3 }, stored[1]]);
});

test('a day begins with its first hour, though none of its hours is over', () => {
  expect(withHourSoFar(stored, hour(10 * DAY, 130, 150))).toEqual([{ day: 10 * DAY, opening: 130, closing: 150, hours: 0 }, ...stored]);
  expect(withHourSoFar([], hour(10 * DAY, 0, 0))).toEqual([{ day: 10 * DAY, opening: 0, closing: 0, hours: 0 }]);
});

test('a bot reports the hours of its session, which add up to what it has gained', async () => {
  const folder = new BotFolder();
  try {
    const { bot } = await folder.start({ speed: { kind: 'max' } });
    while (bot.pnl(24).hours.length < 2) await setImmediate();
    const { current, hours, days } = bot.pnl(24);
    const { pnl } = bot.status();
    const [last, before] = hours;
    expect(current!.total).toBe(pnl.total);
    expect(current!.total - current!.change.total).toBeCloseTo(last!.total, 6);
    expect(last!.total - last!.change.total).toBeCloseTo(before!.total, 6);
    expect(last!.hour - before!.hour).toBe(3_600_000);
    expect(last!.markets.reduce((sum, { change }) => sum + change, 0)).toBeCloseTo(last!.change.total, 6);
    expect(days).toEqual([expect.objectContaining({ baseline: 0, total: pnl.total, change: pnl.total, hours: hours.length })]);
    expect(bot.pnl(1).hours).toEqual([last]);
  } finally {
    await folder.remove();
  }
});
