// A thousand markets in one process: 50,000 events a second in real time through session, engine and twenty rules, and how
// long the event loop is held up meanwhile. `node bench/markets.ts`.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { PLAIN_EXCHANGE } from '../src/config/plain-exchange.fixture.ts';
import type { CompiledConfig } from '../src/config/compiled-config.ts';
import type { Command } from '../src/core/domain/commands.ts';
import type { ReportedOpenOrder, VenueEvent } from '../src/core/domain/events.ts';
import { NO_FEE } from '../src/core/domain/fees.ts';
import { marketId } from '../src/core/domain/instrument.ts';
import { cash, price, size, timestamp, type TimestampMs } from '../src/core/domain/numbers.ts';
import type { ClientOrderId } from '../src/core/domain/order.ts';
import { Engine } from '../src/core/engine.ts';
import { Journal } from '../src/journal/journal.ts';
import { realTime } from '../src/runtime/pace.ts';
import { Session } from '../src/runtime/session.ts';
import type { EventSink, Venue } from '../src/venues/port.ts';
import { line, machine } from './measure.ts';
import { health, rules, settings } from './twenty-rules.ts';

const MARKETS = 1_000;
const PER_MS = 50;
/** Until then no guard has seen its window through, and nothing is quoted. */
const WARM_UP_MS = 40_000;
const MEASURED_MS = 15_000;
const BUDGET_MS = 20;
const VENUE = 'bench';
const LEVELS = 10;

const config: CompiledConfig = {
  profile: 'bench', mode: 'paper', exchange: PLAIN_EXCHANGE, limits: { grossNotional: null, dailyLoss: null, drawdown: null, ordersPerMinute: null },
  strategies: [{ name: 'maker', kind: 'market-maker', markets: { venue: VENUE, include: ['*'], exclude: [] }, settings, overrides: {} }],
  rules, health, storage: { journal: '' }, api: { host: '', port: 0, token: null },
};

/** Books that churn at so many events a millisecond; every order is taken a millisecond later and none is filled. */
class BusyVenue implements Venue {
  readonly name = VENUE;
  readonly #middle = new Int32Array(MARKETS).fill(50);
  readonly #live = new Map<ClientOrderId, ReportedOpenOrder>();
  #answers: VenueEvent[] = [];
  #isOpen = false;
  #at: number;
  #state = 12_345;

  constructor(startAt: number) { this.#at = startAt; }

  pending(): null { return null; }
  nextEventAt(): TimestampMs { return timestamp(this.#at); }

  advance(until: TimestampMs, sink: EventSink): void {
    if (!this.#isOpen) this.#open(sink);
    for (; this.#at <= until; this.#at++) {
      const ts = timestamp(this.#at);
      const answers = this.#answers;
      this.#answers = [];
      for (const answer of answers) sink({ ...answer, ts });
      for (let i = 0; i < PER_MS; i++) this.#happen(ts, sink);
    }
  }

  submit(commands: readonly Command[], now: TimestampMs): void { for (const command of commands) this.#answer(command, now); }
  async close(): Promise<void> {}

  #open(sink: EventSink): void {
    this.#isOpen = true;
    const ts = timestamp(this.#at);
    for (let id = 0; id < MARKETS; id++) {
      sink({ type: 'InstrumentListed', ts, instrument: { id: marketId(id), name: `market-${id}`, venue: VENUE, tick: price(10_000), lot: size(1e6), minSize: size(5e6), fees: { maker: NO_FEE, taker: NO_FEE }, endsAt: null, showsOwnOrders: false, canAmend: true, netsPairs: true } });
      this.#snapshot(id, ts, sink);
    }
  }

  #snapshot(id: number, ts: TimestampMs, sink: EventSink): void {
    const middle = this.#middle[id]!;
    const levels = (side: -1 | 1): number[] => Array.from({ length: LEVELS }, (_, i) => [(middle + side * (i + 1)) * 10_000, 100e6]).flat();
    sink({ type: 'BookSnapshot', ts, market: marketId(id), bids: levels(-1), asks: levels(1) });
  }

  /** A size at the touch in three of ten, else behind it; now and then a trade, or the whole book a tick further. */
  #happen(ts: TimestampMs, sink: EventSink): void {
    const id = Math.floor(this.#random() * MARKETS);
    const market = marketId(id);
    const kind = this.#random();
    const isBid = this.#random() < 0.5;
    const middle = this.#middle[id]!;
    if (kind < 0.001) {
      this.#middle[id] = Math.min(70, Math.max(30, middle + (isBid ? 1 : -1)));
      return this.#snapshot(id, ts, sink);
    }
    const away = kind < 0.3 ? 1 : 2 + Math.floor(this.#random() * (LEVELS - 1));
    const at = price((isBid ? middle - away : middle + away) * 10_000);
    if (kind > 0.99) sink({ type: 'TradePrinted', ts, market, price: at, size: size(10e6), taker: isBid ? 'ask' : 'bid' });
    else sink({ type: 'BookDelta', ts, market, side: isBid ? 'bid' : 'ask', price: at, size: size(Math.floor(1 + this.#random() * 200) * 1_000_000) });
  }

  #answer(command: Command, ts: TimestampMs): void {
    switch (command.type) {
      case 'PlaceOrder':
        this.#live.set(command.clientId, { clientId: command.clientId, venueOrderId: command.clientId, market: command.market, side: command.side, price: command.price, remaining: command.size });
        return void this.#answers.push({ type: 'OrderAccepted', ts, clientId: command.clientId });
      case 'AmendOrder': {
        const order = this.#live.get(command.clientId);
        if (order !== undefined) this.#live.set(command.clientId, { ...order, remaining: command.remaining });
        return void this.#answers.push({ type: 'OrderAmended', ts, clientId: command.clientId, remaining: command.remaining, filled: size(0) });
      }
      case 'CancelOrder': {
        const order = this.#live.get(command.clientId);
        this.#live.delete(command.clientId);
        return void this.#answers.push({ type: 'OrderCanceled', ts, clientId: command.clientId, remaining: order?.remaining ?? size(0), reason: 'asked' });
      }
      case 'QueryOpenOrders': return void this.#answers.push({ type: 'OpenOrdersReported', ts, venue: VENUE, requestId: command.requestId, orders: [...this.#live.values()] });
      case 'QueryHoldings': return void this.#answers.push({ type: 'HoldingsReported', ts, venue: VENUE, cash: cash(1e12), holdings: [] });
      default: throw new Error(`the bench is not asked for ${command.type}`);
    }
  }

  #random(): number { return (this.#state = (Math.imul(this.#state, 1_103_515_245) + 12_345) >>> 0) / 4_294_967_296; }
}

async function measured(journal: Journal | null, what: string): Promise<void> {
  const startedAt = Date.now();
  const counted = { commands: 0, journalFailures: 0 };
  const venue = new BusyVenue(startedAt);
  const session = new Session({
    engine: new Engine(), venue, journal, pace: realTime(), startedAt,
    observer: { notice() {}, batch() {}, command() { counted.commands++; }, journal(failure) { if (failure !== null) counted.journalFailures++; } },
  });
  journal?.beginRun({ profile: 'bench', mode: 'paper', source: 'bench', continues: false, startedAt }, () => 'bench', 1_024);
  session.begin((ts) => [
    { type: 'SessionStarted', ts, session: { id: 'bench', profile: 'bench', mode: 'paper' }, carried: null },
    { type: 'ConfigSwapped', ts, generation: 1, config },
  ]);
  await session.run(startedAt + WARM_UP_MS);
  const orders = session.engine.status().orders.open;
  if (orders < MARKETS) throw new Error(`${orders} orders stand in ${MARKETS} markets: what is measured would be a bot that does nothing`);
  globalThis.gc?.();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const before = { events: session.venueEvents, decisions: session.decisions, commands: counted.commands, at: performance.now(), load: performance.eventLoopUtilization(), cpu: process.cpuUsage() };
  delay.enable();
  await session.run(startedAt + WARM_UP_MS + MEASURED_MS);
  delay.disable();
  const seconds = (performance.now() - before.at) / 1_000;
  const cpu = process.cpuUsage(before.cpu);
  const perSecond = (count: number): number => count / seconds;
  const busy = performance.eventLoopUtilization(before.load).utilization;
  console.log(line(`loop p99, ${what}`, delay.percentile(99) / 1e6, 'ms', BUDGET_MS, 'lower', `p50 ${(delay.percentile(50) / 1e6).toFixed(1)} ms, most ${(delay.max / 1e6).toFixed(0)} ms, busy ${Math.round(busy * 100)} %, processor ${Math.round((cpu.user + cpu.system) / seconds / 1e4)} %`));
  console.log(line(`  events taken, ${what}`, perSecond(session.venueEvents - before.events), 'events/s', PER_MS * 1_000, 'higher',
    `${Math.round(perSecond(session.decisions - before.decisions)).toLocaleString('en-US')} decide events/s, ${Math.round(perSecond(counted.commands - before.commands)).toLocaleString('en-US')} commands/s, ${orders.toLocaleString('en-US')} orders stand${counted.journalFailures === 0 ? '' : `, journal failed ${counted.journalFailures} times`}`));
  session.seal('bench');
}

console.log(`${MARKETS.toLocaleString('en-US')} markets in real time · ${machine()}`);
await measured(null, 'no journal');
const folder = mkdtempSync(join(tmpdir(), 'evenkeel-bench-'));
try {
  const journal = Journal.open(join(folder, 'bench.db'));
  await measured(journal, 'with a journal');
  journal.close();
} finally {
  rmSync(folder, { recursive: true });
}
