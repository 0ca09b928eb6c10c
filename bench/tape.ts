// How fast recordings are read and traded on: rows a second out of each format, and recorded events a second through the
// paper exchange with six orders of ours resting in every market. Uses the real recordings where they are, and says so
// where they are not.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { MarketDataEvent } from '../src/core/domain/events.ts';
import { cash, price, size, timestamp, type Price } from '../src/core/domain/numbers.ts';
import type { Side } from '../src/core/domain/side.ts';
import { legFor } from '../src/exchange/complement.ts';
import { TapeExchange } from '../src/exchange/tape-exchange.ts';
import { openTape } from '../src/tape/open-tape.ts';
import type { Tape } from '../src/tape/tape.ts';
import { line, machine, median } from './measure.ts';

const DATA = process.env.EVENKEEL_DATA ?? join(import.meta.dirname, '../../shared/data');
const FOLDERS = ['polymarket-tickscope', 'polymarket-btc15m-l2', 'kalshi-inxd-2023'];
const ROUNDS = 5;
const TRADE_BUDGET = 500_000;
const REQUOTE_MS = 60_000;
const OFFSETS = [1, 2, 3];

async function read(tape: Tape): Promise<{ readonly events: readonly MarketDataEvent[]; readonly ms: number }> {
  const events: MarketDataEvent[] = [];
  const startedAt = performance.now();
  for await (const chunk of tape.chunks()) for (const event of chunk) events.push(event);
  return { events, ms: performance.now() - startedAt };
}

/** Three orders a side around the last trade, sent anew once a minute in every market that trades. */
function trade(tape: Tape, events: readonly MarketDataEvent[]): { readonly ms: number; readonly resting: number; readonly fills: number } {
  let fills = 0;
  let sent = 0;
  const exchange = new TapeExchange({
    venue: tape.venue, name: 'bench', instruments: tape.instruments, cash: cash(1e15),
    emit: (event) => { if (event.type === 'OrderFilled') fills++; },
  });
  const quotedAt = tape.instruments.map(() => -Infinity);
  const cancel = { ts: timestamp(0), generation: 1, venue: tape.venue, type: 'CancelAll' } as const;
  const orderAt = (side: Side, at: Price, index: number): void => {
    const instrument = tape.instruments[index]!;
    if (at < instrument.tick || at > 1_000_000 - instrument.tick) return;
    exchange.perform({
      type: 'PlaceOrder', ts: timestamp(0), generation: 1, venue: tape.venue, clientId: `b${++sent}`, market: instrument.id, side, price: at,
      size: size(instrument.minSize * 4), postOnly: true, leg: legFor(side, at, 'buy'),
    }, timestamp(0));
  };
  const startedAt = performance.now();
  for (const event of events) {
    exchange.hear(event);
    if (event.type !== 'TradePrinted' || event.ts - quotedAt[event.market]! < REQUOTE_MS) continue;
    quotedAt[event.market] = event.ts;
    exchange.perform(cancel, event.ts);
    const { tick } = tape.instruments[event.market]!;
    for (const by of OFFSETS) {
      orderAt('bid', price(event.price - by * tick), event.market);
      orderAt('ask', price(event.price + by * tick), event.market);
    }
  }
  return { ms: performance.now() - startedAt, resting: sent, fills };
}

console.log(`tapes · ${machine()}`);
for (const folder of FOLDERS) {
  const path = join(DATA, folder);
  if (!existsSync(path)) {
    console.log(`  ${folder}: not measured, the recording is absent (set EVENKEEL_DATA)`);
    continue;
  }
  const tape = await openTape(path);
  const { events } = await read(tape);
  const once = trade(tape, events);
  if (events.length === 0 || once.resting === 0) throw new Error(`${folder}: nothing to measure`);
  const reads: number[] = [];
  const trades: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    reads.push((tape.info.rows / (await read(tape)).ms) * 1_000);
    trades.push((events.length / trade(tape, events).ms) * 1_000);
  }
  console.log(`  ${`read ${folder}`.padEnd(46)} ${Math.round(median(reads)).toLocaleString('en-US').padStart(11)} rows/s`);
  console.log(line(`trade ${folder}`, median(trades), 'events/s', TRADE_BUDGET, 'higher', `${once.resting} orders, ${once.fills} fills`));
}
