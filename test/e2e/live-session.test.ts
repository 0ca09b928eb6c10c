import { describe, expect, test } from 'vitest';
import type { FaultRequest } from '../../src/rehearsal/faults/fault.ts';
import { RehearsedBot, type RehearsedOptions } from './rehearsed-bot.fixture.ts';
import { RAIN } from './rehearsed-profile.fixture.ts';

/** A session that quotes and has been filled once on either side. */
async function session(options: RehearsedOptions, story: (bot: RehearsedBot, taker: Awaited<ReturnType<RehearsedBot['counterparty']>>) => Promise<void>): Promise<void> {
  const bot = await RehearsedBot.start(options);
  try {
    await bot.quotes('quotes at first');
    const taker = await bot.counterparty();
    await bot.hit(taker, 'bid');
    await story(bot, taker);
    await bot.endsWell();
  } finally {
    await bot.remove();
  }
}

/** Asked at once, then after 1 s, 2 s, …; what was on its way when the first was refused is one more. */
function expectFewTries(bot: RehearsedBot): void {
  expect(bot.audit().turnedAway.length).toBeLessThanOrEqual(4);
}

describe.concurrent('a session at the venue', () => {
  const placing = (fault: Record<string, unknown>): readonly FaultRequest[] => ['POST /order', 'POST /orders'].map((endpoint) => ({ ...fault, endpoint }) as FaultRequest);
  const cancelling = (fault: Record<string, unknown>): readonly FaultRequest[] => [{ ...fault, endpoint: 'DELETE /orders' } as FaultRequest];
  const answers: readonly [string, readonly FaultRequest[]][] = [
    ['orders are limited (429)', placing({ kind: 'status', status: 429, retryAfterS: 1, count: 8 })],
    ['cancels fail (500)', cancelling({ kind: 'status', status: 500, count: 8 })],
    ['every request fails (503)', [{ kind: 'status', status: 503, endpoint: 'clob', count: 8 }]],
    ['replies to orders are lost', placing({ kind: 'lost-reply', count: 8 })],
    ['replies to cancels are lost', cancelling({ kind: 'lost-reply', count: 8 })],
    ['orders go live after their connection was cut', placing({ kind: 'late-effect', delayMs: 1_500, count: 8 })],
    ['cancels happen after their connection was cut', cancelling({ kind: 'late-effect', delayMs: 1_500, count: 8 })],
    ['answers break off in the middle', [{ kind: 'reset-mid-body', endpoint: 'clob', count: 8 }]],
    ['answers to orders are late', placing({ kind: 'delay', delayMs: 2_000, count: 3 })],
    ['answers to questions are late, and replies lost that make them necessary', [
      ...['GET /data/orders', 'GET /data/order/:id', 'GET /data/trades'].map((endpoint) => ({ kind: 'delay', delayMs: 1_200, durationMs: 4_000, endpoint } as const)), ...placing({ kind: 'lost-reply', count: 2 }),
    ]],
  ];
  test.each(answers)('outlives it that %s', (_, faults) => session({}, async (bot, taker) => {
    for (const fault of faults) bot.rehearsal.fault(fault);
    await bot.until('the faults strike', () => bot.audit().struck.length >= 3);
    bot.rehearsal.heal();
    await bot.hit(taker, 'ask');
    await bot.hit(taker, 'bid');
  }));

  const sockets: readonly FaultRequest[] = [
    { kind: 'ws-drop' }, { kind: 'ws-drop', channel: 'market' }, { kind: 'ws-drop', channel: 'user' },
    { kind: 'ws-gap', channel: 'market', count: 5 }, { kind: 'ws-gap', channel: 'user', count: 2 },
    { kind: 'ws-duplicate', channel: 'market', count: 50 }, { kind: 'ws-duplicate', channel: 'user', count: 20 },
  ];
  test.each(sockets.map((fault) => [`${fault.kind} ${'channel' in fault ? fault.channel : 'of all'}`, fault] as const))('outlives %s', (_, fault) => session({}, async (bot, taker) => {
    bot.rehearsal.fault(fault);
    await bot.hit(taker, 'ask');
    await bot.hit(taker, 'bid');
    if (fault.kind !== 'ws-drop') await bot.until('the fault strikes', () => bot.audit().struck.length > 0);
    bot.rehearsal.heal();
  }));

  test('pulls its quotes when the market channel is open and says nothing, and quotes again when it speaks', () => session({}, async (bot) => {
    bot.rehearsal.fault({ kind: 'ws-freeze', channel: 'market', durationMs: 60_000 });
    await bot.until('nothing of ours rests', () => bot.openIds().length === 0, 25_000);
    bot.rehearsal.heal();
  }));

  test('drops a user channel that is open and says nothing, and learns soon what filled meanwhile', () => session({}, async (bot, taker) => {
    // Longer than the test: every channel that is opened is frozen too.
    bot.rehearsal.fault({ kind: 'ws-freeze', channel: 'user', durationMs: 60_000 });
    await bot.hit(taker, 'ask');
    const isFoundOut = (): boolean => bot.said.some((text) => text.includes('user channel: open and silent'));
    // Only a bot that sends something can miss a word about it: prices move once a second.
    for (let second = 0; second < 12 && !isFoundOut(); second++) {
      const from = bot.audit().at;
      const { bestBid, bestAsk } = bot.bot.status().markets[0]!;
      if (bestBid !== null && bestAsk !== null) await (second % 2 === 0 ? taker.take('ask', bestAsk + 0.03, 200) : taker.take('bid', bestBid - 0.03, 200));
      await bot.until('the channel is found out, or a second is over', () => isFoundOut() || bot.audit().at > from + 1_000);
    }
    expect(isFoundOut()).toBe(true);
    await bot.until('books and venue agree', () => bot.agrees, 6_000);
    await bot.hit(taker, 'bid');
    await bot.until('books and venue agree again', () => bot.agrees, 12_000);
  }));

  test('goes through a restart of the engine and the post-only time after it', () => session({}, async (bot) => {
    const from = bot.audit().at;
    bot.rehearsal.fault({ kind: 'restart', durationMs: 2_000, postOnlyMs: 2_000 });
    await bot.until('it is known that no orders are taken', () => bot.bot.status().markets[0]?.reasons.includes('VENUE_TAKES_NO_ORDERS') === true);
    await bot.until('the restart is over', () => bot.audit().at > from + 2_000);
    expectFewTries(bot);
  }));

  test.each(['cancel-only', 'disabled', 'post-only'] as const)('waits while the venue is %s, and quotes when it is not', (mode) => session({}, async (bot) => {
    const from = bot.audit().at;
    bot.rehearsal.fault({ kind: 'mode', mode, durationMs: 3_000 });
    if (mode !== 'post-only') await bot.until('it is known that no orders are taken', () => bot.bot.status().markets[0]?.reasons.includes('VENUE_TAKES_NO_ORDERS') === true);
    await bot.until('it is over', () => bot.audit().at > from + 3_000);
    expectFewTries(bot);
  }));

  test('takes back a fill whose settlement fails, and keeps one that is mined after all', () => session({}, async (bot, taker) => {
    bot.rehearsal.fault({ kind: 'failed-settlement' });
    await bot.hit(taker, 'bid');
    bot.rehearsal.fault({ kind: 'failed-settlement', ends: 'mined' });
    await bot.hit(taker, 'bid');
    await bot.until('a settlement failed', () => bot.audit().trades.some(({ status }) => status === 'FAILED'));
  }));

  test('asks until it is proved that nothing rests, where cancel-all misses an order', () => session({}, async (bot) => {
    bot.rehearsal.fault({ kind: 'cancel-all-misses', count: 2 });
  }));

  test('quotes on the new tick once it changes', () => session({}, async (bot, taker) => {
    bot.rehearsal.fault({ kind: 'tick-change', market: RAIN, tick: 0.001 });
    await bot.until('an order off the old tick rests', () => bot.audit().orders.some(({ id, price }) => bot.openIds().includes(id) && Math.round(price * 1_000) % 10 !== 0));
    await bot.hit(taker, 'ask');
  }));

  test('leaves a market that resolves, goes on in the others, and is paid', () => session({ markets: [RAIN, 'will-the-probe-land-on-the-moon'] }, async (bot) => {
    bot.rehearsal.fault({ kind: 'resolve', market: RAIN, outcome: 0 });
    await bot.until('it is known what a share of it has paid', () => bot.bot.market(RAIN)?.settledAt === 1);
    await bot.until('the venue has paid', () => !JSON.stringify(bot.held()).includes(RAIN));
    // What is held is asked for again after a reconnect.
    bot.rehearsal.fault({ kind: 'ws-drop', channel: 'user' });
  }));
});
