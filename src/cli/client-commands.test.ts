import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FakeController } from '../server/controller.fake.ts';
import { startServer, type RunningServer } from '../server/server.ts';
import { buildProgram } from './program.ts';

let controller: FakeController;
let server: RunningServer;
let directory: string;

beforeEach(async () => {
  controller = new FakeController();
  server = await startServer(controller, { host: '127.0.0.1', port: 0, onFault: (error) => { throw error; } });
  directory = await mkdtemp(join(tmpdir(), 'evenkeel-cli-'));
  await mkdir(join(directory, 'profiles'));
  await writeFile(join(directory, 'strategies.yaml'), 'profile: demo\n');
  await writeFile(join(directory, 'profiles', 'base.yaml'), `api: { listen: ${new URL(server.address).host}, token: "\${env:BOT_TOKEN}" }\n`);
  await writeFile(join(directory, 'profiles', 'demo.yaml'), 'extends: base\nmode: demo\n');
  await writeFile(join(directory, 'profiles', 'paper.yaml'), 'extends: base\nmode: paper\n');
  await writeFile(join(directory, 'profiles', 'live.yaml'), 'mode: live\napi: { token: "${env:LIVE_TOKEN}" }\n');
});
afterEach(async () => {
  await server.close();
  await rm(directory, { recursive: true });
});

async function evenkeel(...words: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  let exit: number | null = null;
  const terminal = { out: (text: string) => { out.push(text); }, err: (text: string) => { err.push(text); }, isColoured: false, environment: { BOT_TOKEN: 'right', LIVE_TOKEN: 'of-live' } };
  await buildProgram(terminal, (code) => { exit = code; }).parseAsync(['--dir', directory, ...words], { from: 'user' });
  return { exit, out: out.join('\n'), err: err.join('\n') };
}

test('finds the bot through the chain of profiles and prints its status as a table', async () => {
  const { exit, out } = await evenkeel('status');
  expect(exit).toBe(0);
  expect(out).toBe([
    'session s-1 · profile demo (demo) · generation 1 · permission full',
    'P&L +$1.25 (spread +$1.75, inventory -$0.40, fees $0.10) · today +$1.25 · drawdown $0.30',
    '  realised +$0.95, unrealised +$0.30',
    'orders 4 open, of them 0 unknown · held at cost $20.00 · cash $980.00',
    '25 % of what was placed has filled · a share worth +0.4c a minute after its fill (40 fills)',
    'calm: P&L +$1.25 · earning 98 % of the time · 2 exits in 1.5 min on average, at most 2.5 min',
    '',
    'MARKET             PERMISSION  POSITION    BID  ASK   FAIR     P&L  FILLS  QUOTED',
    'rain-in-london     full          +20 sh  48.5c  51c  49.8c  +$1.25      3    97 %',
    'will a/b win? 50%  full          +20 sh  48.5c  51c  49.8c  +$1.25      3    97 %',
  ].join('\n'));
});

test('prints P&L by hour and by day, the newest last', async () => {
  const { exit, out } = await evenkeel('pnl', '--hours', '48');
  expect([exit, controller.asked]).toEqual([0, ['pnl of 48 hours']]);
  expect(out).toBe([
    'HOUR (UTC)           P&L  REALISED  UNREALISED  SPREAD  INVENTORY    FEES  REBATES  REWARDS   TOTAL',
    '1970-01-01 01:00  +$1.25    +$0.95      +$0.30  +$1.75     -$0.40  -$0.10    $0.00    $0.00  +$1.25',
    '1970-01-01 02:00  -$0.25    +$0.95      +$0.30  +$1.75     -$0.40  -$0.10    $0.00    $0.00  +$1.00  so far',
    '',
    'DAY (UTC)   BASELINE     P&L   TOTAL  HOURS OVER',
    '1970-01-01     $0.00  +$1.00  +$1.00           1',
  ].join('\n'));
  expect(JSON.parse((await evenkeel('pnl', '--json')).out)).toEqual(controller.pnlReport);
  expect(controller.asked).toEqual(['pnl of 48 hours', 'pnl of 24 hours']);
  controller.pnlReport = { current: null, hours: [], days: [] };
  expect((await evenkeel('pnl')).out).toBe('no hour has begun yet');
});

test('says nothing of a quality that is not known yet', async () => {
  const exits = { count: 0, meanMs: null, longestMs: null };
  controller.statusChange = {
    quality: { fillRate: null, realisedSpread: { perShare: null, lastHour: null, fills: 0, unknownFills: 0 }, exits },
    strategies: [{ name: 'calm', pnl: 0, heldNotional: 0, earningUptime: null, exits }],
  };
  const { out } = await evenkeel('status');
  expect(out.split('\n')[4]).toBe('');
});

test('says once that and why it is halted, and of a market only what is its own', async () => {
  const reasons = ['HALTED', 'NOT_RECONCILED'];
  controller.statusChange = {
    permission: 'halted', reasons, halted: { since: 0, by: 'api', reason: 'going home' },
    markets: controller.markets().map((market) => ({ ...market, permission: 'halted', reasons: [...reasons, 'BOOK_CROSSED'] })),
  };
  const { out } = await evenkeel('status');
  expect(out.split('\n').slice(0, 3)).toEqual([
    'session s-1 · profile demo (demo) · generation 1 · permission halted', '  open orders and holdings not confirmed yet', 'HALTED by api at 1970-01-01T00:00:00.000Z: going home',
  ]);
  expect(out).toMatch(/^rain-in-london .* 97 %  book crossed$/m);
});

test('shows what groups and strategies use of their caps, and venues that are degraded', async () => {
  controller.statusChange = {
    exposure: {
      grossNotional: 20, cash: null, groups: [{ name: 'event vote at demo', kind: 'event', worst: 9.6, limit: 1_000, isExclusive: true, markets: [] }],
      strategies: [{ name: 'calm', worst: 9.6, capital: 12 }, { name: 'free', worst: 1, capital: null }],
    },
    degraded: [{ venue: 'demo', since: 0, until: 60_000, why: '3 feed drops within 60 s', limitFactor: 0.5 }],
  };
  expect((await evenkeel('status')).out.split('\n').slice(6, 10)).toEqual([
    'event vote at demo: $9.60 of $1000.00 in the worst case', 'capital of calm: $9.60 of $12.00 in the worst case',
    'demo is degraded (3 feed drops within 60 s): limits × 0.5 until 1970-01-01T00:01:00.000Z at least', '',
  ]);
});

test('says of a market that is not quoted which part of its life it is in', async () => {
  controller.statusChange = {
    markets: controller.markets().map((market, i) => ({ ...market, reasons: ['NOT_CHOSEN'], lifecycle: i === 0 ? 'candidate' : 'liquidating', choice: { ...market.choice, why: i === 0 ? 'all 2 slots are held' : null } })),
  };
  const { out } = await evenkeel('status');
  expect(out).toMatch(/^rain-in-london .* 97 %  candidate: all 2 slots are held$/m);
  expect(out).toMatch(/97 %  liquidating$/m);
});

test('prints the reply of the API with --json, before or after the command', async () => {
  expect(JSON.parse((await evenkeel('status', '--json')).out)).toEqual(controller.status());
  expect(JSON.parse((await evenkeel('--json', 'status')).out)).toEqual(controller.status());
});

test('explains a market from permission to order, with rules as truth tables and a reason for a missing side', async () => {
  const { exit, out } = await evenkeel('explain', 'will a/b win? 50%');
  expect(exit).toBe(0);
  expect(out).toBe(`will a/b win? 50% · strategy calm · generation 1 · 2023-11-14 22:13:20 UTC

PERMISSION  reduce-only
  reduce-only  position-limit  position 500 sh is at the limit

FROM FAIR VALUE TO QUOTE
  fair value   micro-price of the best levels
  half-spread  1.5c × 2 for volatility

RULES  json-rules-engine agrees
  ? news is breaking · market · idle → pull both (not in force)
      ? any
        ✗ velocity over 1s is 0.1c, asked: > 3c per 1s
        ? not
          ? flowImbalance over 30s is unknown, asked: > 80%

BIDS
  no bid because reduce-only: buying would add to the position

ASKS
  1.  50 sh at 51c → 30 sh at 51c  keep s-1-8, 30 sh at 52c: within 1 tick
      trimmed by position: 50 sh → 30 sh (room for 30 sh)`);
});

describe('halt', () => {
  test('exits 0 when zero open orders are proved', async () => {
    const { exit, out } = await evenkeel('halt', '--reason', 'going home');
    expect([exit, out]).toEqual([0, 'halted: zero open orders proved after 12 ms; `evenkeel resume` ends it']);
    expect(controller.asked).toEqual(['halt by api (evenkeel-cli): going home']);
  });

  test('exits 1 and says so when it is not proved', async () => {
    controller.haltReport = { halted: true, zeroOpen: 'unconfirmed', openOrders: 2, tookMs: 5_000 };
    const { exit, out } = await evenkeel('halt');
    expect(exit).toBe(1);
    expect(out).toContain('UNCONFIRMED: 2 orders are or may be live');
  });

  test('works while the files are full of mistakes', async () => {
    await writeFile(join(directory, 'strategies.yaml'), 'profile: demo\nstrategies: { x: [\n  }');
    expect((await evenkeel('halt')).exit).toBe(0);
  });

  test('works without any files, by --url', async () => {
    await rm(join(directory, 'strategies.yaml'));
    expect((await evenkeel('halt', '--url', `${server.address}/`)).exit).toBe(0);
  });
});

describe('a running bot whose address is not the one on disk any more', () => {
  beforeEach(async () => {
    await mkdir(join(directory, 'data'));
    await writeFile(join(directory, 'profiles', 'base.yaml'), 'api: { listen: 127.0.0.1:1 }\n');
  });
  const says = (profile: string, address: string) => writeFile(join(directory, 'data', `${profile}.api`), `${address}\n`);

  test('is reached by what it wrote of itself', async () => {
    expect((await evenkeel('halt')).exit).toBe(69);
    await says('demo', server.address);
    expect((await evenkeel('halt')).exit).toBe(0);
    expect((await evenkeel('halt', '--profile', 'demo')).exit).toBe(0);
  });

  test('is reached while the files cannot be read, or name a profile that it does not run', async () => {
    await says('demo', server.address);
    await writeFile(join(directory, 'strategies.yaml'), 'profile: paper\n');
    expect((await evenkeel('halt')).exit).toBe(0);
    await rm(join(directory, 'strategies.yaml'));
    expect((await evenkeel('halt')).exit).toBe(0);
    await says('other', 'http://127.0.0.1:2');
    expect((await evenkeel('halt')).exit).toBe(78);
  });

  test('is not looked for off this machine, nor only where a killed bot once was', async () => {
    await says('demo', 'http://192.0.2.1:8787');
    expect((await evenkeel('halt')).err).toContain('No bot answers at http://127.0.0.1:1 ');
    await says('demo', 'http://127.0.0.1:2');
    await writeFile(join(directory, 'profiles', 'base.yaml'), `api: { listen: ${new URL(server.address).host} }\n`);
    expect((await evenkeel('halt')).exit).toBe(0);
  });
});

test('resumes the account or one market, reverts, applies, swaps the profile with its confirmation', async () => {
  expect((await evenkeel('resume')).exit).toBe(0);
  expect((await evenkeel('resume', 'rain-in-london')).out).toContain('rain-in-london');
  expect((await evenkeel('liquidate', 'rain-in-london', '--stage', 'skewed')).out).toBe('rain-in-london is worked off, by stage skewed at least; `evenkeel resume rain-in-london` ends it');
  expect((await evenkeel('revert', '3')).out).toContain('generation 3 in force');
  expect((await evenkeel('apply')).out).toBe('generation 2 in force\n  calm: limits.position 500 shares → 600 shares');
  expect((await evenkeel('profile', 'paper', '--tape', '/recordings')).out).toBe('session s-2 runs profile paper');
  expect(controller.asked).toEqual(['resume account', 'resume rain-in-london', 'liquidate rain-in-london skewed', 'revert 3', 'apply by api (evenkeel-cli)', 'profile paper/paper tape /recordings']);
});

test('asks for splits, merges, redemptions and conversions, by size in shares', async () => {
  expect((await evenkeel('split', 'rain-in-london', '12.5')).out).toContain('12.5 pairs of rain-in-london are asked for');
  expect((await evenkeel('merge', 'rain-in-london')).out).toBe('all free pairs of rain-in-london are being merged');
  expect((await evenkeel('merge', 'rain-in-london', '4')).exit).toBe(0);
  expect((await evenkeel('redeem', 'rain-in-london')).exit).toBe(0);
  expect((await evenkeel('convert', '3', 'a', 'b')).out).toBe('3 NO each of a, b are being converted');
  expect(controller.asked).toEqual(['split rain-in-london 12500000', 'merge rain-in-london all', 'merge rain-in-london 4000000', 'redeem rain-in-london', 'convert a+b 3000000']);
  for (const wrong of ['-1', '0', 'much', '1.2345678']) await expect(evenkeel('split', 'rain-in-london', wrong)).rejects.toThrow('A size is a number of shares');
});

test('sends a tape as an absolute path, since the bot stands elsewhere', async () => {
  await evenkeel('profile', 'paper', '--tape', 'recordings');
  expect(controller.asked).toEqual([`profile paper/paper tape ${join(process.cwd(), 'recordings')}`]);
});

describe('a profile with money', () => {
  test('is swapped to only by whoever names it twice', async () => {
    const refused = await evenkeel('profile', 'live');
    expect([refused.exit, controller.asked]).toEqual([1, []]);
    expect(refused.err).toContain('evenkeel profile live --confirm live');
    expect((await evenkeel('profile', 'live', '--confirm', 'live', '--leave-positions')).out).toBe('session s-2 runs profile live');
    expect(controller.asked).toEqual(['profile live/live tape none leaving positions']);
  });

  test('may be any that cannot be read from here', async () => {
    expect((await evenkeel('profile', 'nowhere')).err).toContain('nowhere cannot be read here and may trade with money');
    expect(controller.asked).toEqual([]);
  });

  test('is sent its own token where the running one names none', async () => {
    await writeFile(join(directory, 'profiles', 'base.yaml'), `api: { listen: ${new URL(server.address).host} }\n`);
    await evenkeel('profile', 'live', '--confirm', 'live');
    expect(controller.presented).toBe('of-live');
  });
});

describe('plan', () => {
  test('shows what would change and that it waits', async () => {
    const { exit, out } = await evenkeel('plan');
    expect(exit).toBe(0);
    expect(out).toContain('loosen  calm: limits.position 500 shares → 600 shares (strategies.yaml:14)');
    expect(out).toContain('`evenkeel apply`');
  });

  test('exits 78 with the excerpts when the files have mistakes', async () => {
    const problem = { code: 'MM_CONFIG_UNKNOWN_KEY', file: 'strategies.yaml', line: 14, column: 7, message: 'm', remedy: 'r', text: 'strategies.yaml:14:7  no such key' };
    controller.planReport = { status: 'rejected', generation: 7, next: null, changes: [], needsApply: false, problems: [problem] };
    expect(await evenkeel('plan')).toMatchObject({ exit: 78, out: 'strategies.yaml:14:7  no such key\ngeneration 7 stays in force' });
  });
});

describe('what goes wrong', () => {
  test('says with exit 69 that no bot is running', async () => {
    const { address } = server;
    await server.close();
    const { exit, err, out } = await evenkeel('status');
    expect([exit, out]).toEqual([69, '']);
    expect(err).toBe(`No bot answers at ${address} (ECONNREFUSED).\n  Start one with \`evenkeel run\`, or name the address with --url.\n  MM_API_UNREACHABLE`);
  });

  test('does not take another program for the bot', async () => {
    const other = createServer((_request, response) => { response.end('{"ok": true}'); }).listen(0, '127.0.0.1');
    await new Promise((resolve) => { other.once('listening', resolve); });
    const { exit, err } = await evenkeel('halt', '--url', `http://127.0.0.1:${(other.address() as AddressInfo).port}`);
    other.close();
    expect(exit).toBe(69);
    expect(err).toContain('MM_API_NOT_EVENKEEL');
  });

  test('prints a refusal in the words of the bot with exit 1, as JSON on demand', async () => {
    controller.refusal = { ok: false, code: 'MM_SESSION_BUSY', message: 'A swap is under way.', remedy: 'Wait.' };
    expect(await evenkeel('apply')).toEqual({ exit: 1, out: '', err: 'A swap is under way.\n  Wait.\n  MM_SESSION_BUSY' });
    expect(JSON.parse((await evenkeel('apply', '--json')).out)).toEqual({ error: { code: 'MM_SESSION_BUSY', message: 'A swap is under way.', remedy: 'Wait.' } });
  });

  test('sends the token that the profile refers to', async () => {
    controller.token = 'right';
    expect((await evenkeel('halt')).exit).toBe(0);
    controller.token = 'other';
    expect((await evenkeel('halt')).err).toContain('MM_API_TOKEN_WRONG');
  });

  test('names the variable when the token is not there, and needs none to read', async () => {
    await writeFile(join(directory, 'profiles', 'demo.yaml'), 'extends: base\napi: { token: "${env:NOT_SET}" }\n');
    const { exit, err } = await evenkeel('halt');
    expect(exit).toBe(78);
    expect(err).toContain('environment variable NOT_SET, which is not set');
    expect((await evenkeel('status')).exit).toBe(0);
  });

  test('never repeats a token that stands in the file in plain', async () => {
    await writeFile(join(directory, 'profiles', 'demo.yaml'), 'extends: base\napi: { token: "canary-5f1e" }\n');
    const { exit, err, out } = await evenkeel('halt');
    expect(exit).toBe(78);
    expect(err + out).not.toContain('canary');
  });

  test('says where it looked when the files do not tell the address', async () => {
    await writeFile(join(directory, 'strategies.yaml'), 'profile: nowhere\n');
    const { exit, err } = await evenkeel('status');
    expect(exit).toBe(78);
    expect(err).toContain(join('profiles', 'nowhere.yaml'));
  });

  test('ends on profiles that extend each other', async () => {
    await writeFile(join(directory, 'profiles', 'base.yaml'), 'extends: demo\n');
    expect((await evenkeel('status')).exit).toBe(78);
  });
});
