// The live path over the loopback: the bot in this process, a rehearsal exchange in one of its own. From a frame of the market
// channel to the order on its socket; a halt with 500 orders resting; 500 markets of a crowded venue.

import { spawn, type ChildProcess } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { liveVenues } from '../src/live/live-venues.ts';
import type { RehearsalUrls } from '../src/rehearsal/open-servers.ts';
import type { OpenedAccount } from '../src/rehearsal/accounts/accounts.ts';
import type { Bot } from '../src/runtime/bot.ts';
import { BotFolder } from '../src/runtime/started-bot.fixture.ts';
import { profileOf, strategiesOf } from '../test/e2e/rehearsed-profile.fixture.ts';
import { line, machine, percentile } from './measure.ts';

const LAUNCHER = join(import.meta.dirname, '../bin/evenkeel');
const HALT_ROUNDS = 5;
const REACTIONS = 300;
const BARE_EVERY_MS = 50;

/** What came in last, and when: only an order that follows a market frame at once was caused by one. */
let heard: { at: number; isMarket: boolean } = { at: 0, isMarket: false };
let frames = 0;
const reactions: number[] = [];
/** The same machine at the same moments: a request of an order's length, and nothing else. */
const bare = { at: 0, tookMs: [] as number[] };

const emit = WebSocket.prototype.emit;
WebSocket.prototype.emit = function emitMeasured(this: WebSocket, name: string | symbol, ...values: unknown[]): boolean {
  if (name === 'message') {
    const isMarket = this.url.endsWith('/ws/market');
    heard = { at: performance.now(), isMarket };
    if (isMarket) frames++;
  }
  return Reflect.apply(emit, this, [name, ...values]) as boolean;
};
subscribe('http.client.response.finish', () => { heard = { at: performance.now(), isMarket: false }; });
const write = Socket.prototype.write;
Socket.prototype.write = function writeMeasured(this: Socket, ...values: unknown[]): boolean {
  const isTaken = Reflect.apply(write, this, values) as boolean;
  if (heard.isMarket && typeof values[0] === 'string' && values[0].startsWith('POST /order')) reactions.push(performance.now() - heard.at);
  if (typeof values[0] === 'string' && values[0].startsWith('POST /bare')) bare.tookMs.push(performance.now() - bare.at);
  return isTaken;
} as typeof write;

interface Opened { readonly bot: Bot; readonly clob: string; close(): Promise<void> }

const rehearse = (...options: readonly string[]): ChildProcess => spawn(LAUNCHER, ['rehearse', '--json', '--cash', '1000000', ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
const returning = (): ChildProcess => spawn(process.execPath, [join(import.meta.dirname, 'returning-market.ts')], { stdio: ['ignore', 'pipe', 'inherit'] });

async function open(child: ChildProcess, markets: readonly string[], quote: string, tolerance: string): Promise<Opened> {
  const [text] = await once(createInterface({ input: child.stdout! }), 'line') as [string];
  const { account, ...urls } = JSON.parse(text) as RehearsalUrls & { readonly account: OpenedAccount };
  const folder = new BotFolder();
  const state = mkdtempSync(join(tmpdir(), 'evenkeel-state-'));
  writeFileSync(join(folder.path, 'strategies.yaml'), strategiesOf(markets, quote, tolerance));
  writeFileSync(join(folder.path, 'profiles/rehearsed.yaml'), profileOf({ urls, account }).replace('../data', './data'));
  const { bot } = await folder.start({ environment: { XDG_STATE_HOME: state, REHEARSAL_KEY: account.key }, liveVenues: liveVenues({ say: () => {}, askPassphrase: null }) });
  return {
    bot, clob: urls.clob,
    async close() {
      await folder.remove();
      rmSync(state, { recursive: true });
      child.kill('SIGINT');
      await once(child, 'close');
    },
  };
}

async function until(holds: () => boolean): Promise<void> { while (!holds()) await delay(10); }

console.log(`live path over the loopback · ${machine()}`);

const quick = await open(returning(), ['will-ferry-*'], 'halfSpread: 1c, size: 5 shares', '1 tick');
await until(() => reactions.length >= 40);
reactions.length = 0;
const agent = new Agent({ keepAlive: true });
for (let next = performance.now(); reactions.length < REACTIONS; next += BARE_EVERY_MS) {
  await delay(Math.max(0, next - performance.now()));
  heard = { at: 0, isMarket: false };
  bare.at = performance.now();
  const asked = request(`${quick.clob}/bare`, { agent, method: 'POST' }, (answer) => { answer.resume(); });
  asked.end('x'.repeat(900));
  await once(asked, 'close');
}
console.log(line('frame in → signed order on the socket, p50', percentile(reactions, 0.5) * 1_000, 'µs', 300));
console.log(`  the same against a request alone, p50          ${(percentile(reactions, 0.5) / percentile(bare.tookMs, 0.5)).toPrecision(3).padStart(11)} ×         of ${Math.round(percentile(bare.tookMs, 0.5) * 1_000)} µs`);
console.log(line('frame in → signed order on the socket, p99', percentile(reactions, 0.99) * 1_000, 'µs', 2_000, 'lower', `${reactions.length} requests`));
await quick.close();

const many = await open(rehearse('--markets', '56', '--pace', '0.2'), ['will-ferry-*'], 'halfSpread: 3c, size: 5 shares, layers: { count: 5, step: 1 tick }', '5 ticks');
const halts: number[] = [];
for (let round = 0; round < HALT_ROUNDS; round++) {
  await until(() => many.bot.status().orders.open >= 500 && many.bot.status().orders.unknown === 0);
  const { zeroOpen, tookMs } = await many.bot.halt('bench', 'round');
  if (zeroOpen !== 'proved') throw new Error('a halt was not proved');
  halts.push(tookMs);
  await until(() => many.bot.status().orders.open === 0);
  await many.bot.resume('bench', null);
}
console.log(line('halt with 500 orders → zero open proved, worst', Math.max(...halts), 'ms', 2_000, 'lower', halts.join(' ')));
await many.close();

const crowded = await open(rehearse('--markets', '506', '--pace', '30'), ['will-ferry-*'], 'halfSpread: 5c, size: 5 shares', '10 ticks');
await until(() => crowded.bot.status().markets.length >= 500);
await delay(15_000);
const loop = monitorEventLoopDelay({ resolution: 1 });
const [framesBefore, cpuBefore, from] = [frames, process.cpuUsage(), performance.now()];
loop.enable();
await delay(15_000);
loop.disable();
const seconds = (performance.now() - from) / 1_000;
const { user, system } = process.cpuUsage(cpuBefore);
console.log(line('500 markets: frames heard', (frames - framesBefore) / seconds, 'a second', 5_000, 'higher', `${crowded.bot.status().orders.open} orders open`));
console.log(line('500 markets: delay of the loop, p99', loop.percentile(99) / 1e6, 'ms', 20, 'lower', `p50 ${(loop.percentile(50) / 1e6).toFixed(1)}, worst ${(loop.max / 1e6).toFixed(0)}`));
console.log(line('500 markets: share of one core', ((user + system) / 1e6 / seconds) * 100, '%', 100));
await crowded.close();
process.exit(0);
