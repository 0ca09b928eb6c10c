// A changed file is tried on what the running session has recorded, before it is applied: through the command line and the
// API of a bot that goes on trading meanwhile.

import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { replayedPlan } from '../../src/server/replay-schemas.ts';
import { botFolder, quoteTightly, STRATEGIES, withHalfSpread, type BotFolder } from './bot-folder.fixture.ts';
import { journaledEvents } from './journaled-run.fixture.ts';
import { cleanUp, evenkeel, eventually, RunningBot } from './running-bot.fixture.ts';

const MINUTE_MS = 60_000;

let folder: BotFolder;
let bot: RunningBot;
let inForce = '';
let wider = '';

beforeAll(async () => {
  folder = await botFolder();
  quoteTightly(folder);
  inForce = folder.read(STRATEGIES);
  wider = withHalfSpread(inForce, 3);
  bot = await RunningBot.start(folder, '--speed', '40x', '--seed', '7');
  const first = await bot.status();
  // Minutes of the session, not of the clock.
  await bot.statusWhere('four minutes of the session have passed', ({ now }) => now - first.now > 4 * MINUTE_MS);
});
afterAll(() => cleanUp(folder));

const generation = async (): Promise<number> => (await bot.status()).generation;
const decisions = (): number => journaledEvents(folder.journal('demo'), 1).filter(({ type }) => type === 'Decide').length;
async function replayed(stretch: string): Promise<ReturnType<typeof replayedPlan.parse>> {
  const reply = await bot.fetch(`/config/plan?replay=${stretch}`, { signal: AbortSignal.timeout(50_000) });
  expect(reply.status).toBe(200);
  return replayedPlan.parse(await reply.json());
}

test('replays nothing while the files say what is in force', async () => {
  expect(await replayed('60m')).toMatchObject({ status: 'nothing', replay: null, whyNoReplay: 'the files say what is in force' });
  expect(await evenkeel(folder, 'plan', '--replay', '60m')).toMatchObject({ exit: 0, out: expect.stringMatching(/the files on disk say the same\nnothing was replayed: the files say what is in force/) as string });
});

describe('with a wider spread in the files that waits for an operator', () => {
  beforeAll(async () => {
    folder.write(STRATEGIES, wider);
    await eventually('the wider spread is in force', async () => ((await generation()) === 2 ? true : null), () => bot.out.slice(-2_000));
    expect(await evenkeel(folder, 'revert', '1')).toMatchObject({ exit: 0 });
  });

  test('shows fewer fills and other quotes, applies nothing, and trading goes on meanwhile', async () => {
    const before = decisions();
    const { status, next, replay } = await replayed('60m');
    const after = decisions();
    expect({ status, next, generation: await generation() }).toEqual({ status: 'pending', next: 4, generation: 3 });
    const [model] = replay?.comparison.models ?? [];
    expect(model?.a.fills).toBeGreaterThan(10);
    expect(model?.b.fills).toBeLessThan(model?.a.fills ?? 0);
    expect(model?.quotes.share).toBeGreaterThan(0.9);
    expect((replay?.to ?? 0) - (replay?.from ?? 0)).toBeGreaterThan(4 * MINUTE_MS);
    expect(replay?.notes.at(-1)).toMatch(/^Only [\d.]+ min of the 60 min asked for are recorded\.$/);
    expect(after - before).toBeGreaterThan(10);
  });

  test('previews a file that the bot does not watch, and applies nothing of it', async () => {
    folder.write('candidate.yaml', wider.replaceAll('halfSpread: 3c', 'halfSpread: 4c'));
    const { exit, out, err } = await evenkeel(folder, 'plan', '--replay', '2m', '--with', join(folder.path, 'candidate.yaml'));
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toMatch(/immediate +demo-markets: quote\.halfSpread 0\.5c → 4c/);
    expect(out).toMatch(/fills +\d+ +\d+ +−\d+/);
    expect(await generation()).toBe(3);
    expect(await evenkeel(folder, 'plan', '--with', 'candidate.yaml')).toMatchObject({ exit: 64, err: expect.stringContaining('--with needs --replay') as string });
  });

  test('prints the plan in words, then the comparison', async () => {
    const { exit, out, err } = await evenkeel(folder, 'plan', '--replay', '2m');
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toMatch(/immediate +demo-markets: quote\.halfSpread 0\.5c → 3c/);
    expect(out).toContain('A  in force (generation 3), profile demo');
    expect(out).toContain('B  the files on disk, profile demo');
    expect(out).toMatch(/^pessimistic +A +B +B less A$/m);
    for (const row of ['total', 'spread', 'adverse selection', 'inventory', 'fees', 'fills']) expect(out).toMatch(new RegExp(`^ {2}${row} +\\S+ +\\S+ +\\S+$`, 'm'));
    expect(out).toMatch(/quotes: differ at .* moments, in 5 of 5 markets/);
    expect(out).toContain('Nothing was applied');
    expect(await generation()).toBe(3);
  });

  test('gives the same as JSON', async () => {
    const { exit, out } = await evenkeel(folder, '--json', 'plan', '--replay', '2m');
    expect(exit).toBe(0);
    const { replay } = replayedPlan.parse(JSON.parse(out));
    expect((replay?.to ?? 0) - (replay?.from ?? 0)).toBe(2 * MINUTE_MS);
    expect(replay?.comparison.a.name).toBe('in force (generation 3)');
  });

  test('refuses a stretch that is none and a second replay beside the first', async () => {
    const bad = await evenkeel(folder, 'plan', '--replay', '60');
    expect(bad).toMatchObject({ exit: 1, err: expect.stringMatching(/`60` needs a unit; did you mean .*`60m`[^]*MM_PREVIEW_BAD_SPAN/) as string });
    expect((await bot.fetch('/config/plan?replay=60')).status).toBe(400);
    const both = await Promise.all([bot.fetch('/config/plan?replay=2m'), bot.fetch('/config/plan?replay=2m')]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const refused = both.find(({ status }) => status === 409);
    expect(await refused?.json()).toMatchObject({ error: { code: 'MM_PREVIEW_BUSY' } });
  });

  test('gives way to the end of the bot, and to a client that goes away', async () => {
    const gone = new AbortController();
    const left = bot.fetch('/config/plan?replay=60m', { signal: gone.signal }).then(() => 'answered', () => 'left');
    gone.abort();
    expect(await left).toBe('left');
    // Whoever comes next finds it free again.
    await eventually('a replay is taken again', async () => ((await bot.fetch('/config/plan?replay=2m')).status === 200 ? true : null));
    const waiting = bot.fetch('/config/plan?replay=60m').then(({ status }) => status, () => 0);
    bot.signal('SIGTERM');
    expect(await bot.ended).toMatchObject({ exit: 0 });
    expect([0, 200, 409, 503]).toContain(await waiting);
  });
});
