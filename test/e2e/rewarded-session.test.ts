import { expect, test } from 'vitest';
import { statusText } from '../../src/cli/status-text.ts';
import { RehearsedBot } from './rehearsed-bot.fixture.ts';

test('a session shows what its orders should earn, what the venue counts, and which of them score', async () => {
  // Nobody moves the book: orders have to stand for some seconds before they count.
  const bot = await RehearsedBot.start({ venue: { isQuiet: true, cash: 10_000 }, quote: 'halfSpread: 2c, size: 30 shares, layers: { count: 2, step: 4 ticks }' });
  try {
    const other = await bot.counterparty();
    await other.rest('bid', 0.45, 100);
    await other.rest('ask', 0.55, 100);
    await bot.quotes('quotes');
    const [today] = await bot.until('orders score', () => {
      const { rewards } = bot.bot.status();
      return (rewards[0]?.scoring ?? 0) > 0 && rewards;
    }, 80_000);
    // The second layer stands too far out.
    expect(today).toMatchObject({ venue: 'polymarket', orders: 4, scoring: 2, paid: 0, unanswered: 0 });
    // A minute of 50 dollars a day, less the part of who stands further out.
    expect(today!.estimated).toBeGreaterThan(0.02);
    expect(today!.estimated).toBeLessThan(2 * 50 / 1_440);
    expect(statusText(bot.bot.status())).toMatch(/rewards at polymarket: today estimated \$0\.\d\d, counted by the venue \$0\.\d\d, 2 of 4 orders scoring/);
    await bot.bot.halt('test', 'the end of the test');
  } finally {
    await bot.remove();
  }
}, 120_000);
