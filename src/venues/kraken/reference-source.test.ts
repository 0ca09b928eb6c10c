import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { timestamp, type TimestampMs } from '../../core/domain/numbers.ts';
import { krakenSource, type KrakenClock } from './reference-source.ts';

/** Waits for nobody: the next question is asked when the test says so. */
class AskingClock implements KrakenClock {
  at = 1_800_000_000_000;
  #next: (() => void) | null = null;
  now(): TimestampMs { return timestamp(this.at); }
  after(_ms: number, act: () => void): () => void {
    this.#next = act;
    return () => { this.#next = null; };
  }
  get isWaiting(): boolean { return this.#next !== null; }
  ask(): void {
    const next = this.#next;
    this.#next = null;
    next?.();
  }
}

const SPOT_PAIR = { altname: 'XBTUSD', wsname: 'XBT/USD', aclass_base: 'currency', base: 'XXBT', aclass_quote: 'currency', quote: 'ZUSD', cost_decimals: 5, pair_decimals: 1, lot_decimals: 8, lot_multiplier: 1, leverage_buy: [], leverage_sell: [], fees: [[0, 0.4]], fees_maker: [[0, 0.25]], ordermin: '0.0001', costmin: '0.5', tick_size: '0.1', status: 'online' };
const FUTURES = { symbol: 'PF_XBTUSD', type: 'flexible_futures', tradeable: true, tickSize: 1, contractSize: 1, base: 'BTC', quote: 'USD', pair: 'BTC:USD', contractValueTradePrecision: 4, marginLevels: [], category: '', tags: [] };
const spot = (bid: string, ask: string): unknown => ({ error: [], result: { XXBTZUSD: { a: [ask, '1', '1.000'], b: [bid, '1', '1.000'], c: ['64000.0', '0.1'], v: ['1', '1'], p: ['1', '1'], t: [1, 1], l: ['1', '1'], h: ['1', '1'], o: '1' } } });

const servers: Server[] = [];
const closing: (() => void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) close();
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); })));
});

/** A Kraken on the loopback whose tickers are what `ticker` says; the rest is as little as ccxt needs. */
async function venue(ticker: () => { readonly status: number; readonly body: unknown }): Promise<{ readonly origin: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const fixed: Readonly<Record<string, unknown>> = {
    '/0/public/AssetPairs': { error: [], result: { XXBTZUSD: SPOT_PAIR } },
    '/0/public/Assets': { error: [], result: { XXBT: { aclass: 'currency', altname: 'XBT', decimals: 10, display_decimals: 5, status: 'enabled' }, ZUSD: { aclass: 'currency', altname: 'USD', decimals: 4, display_decimals: 2, status: 'enabled' } } },
    '/derivatives/api/v3/instruments': { result: 'success', instruments: [FUTURES], serverTime: '2026-11-21T12:00:00.000Z' },
  };
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    asked.push(request.url ?? '');
    const { status, body } = path in fixed ? { status: 200, body: fixed[path] } : ticker();
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  servers.push(server);
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

async function opened(market: 'spot' | 'futures', ticker: () => { readonly status: number; readonly body: unknown }, symbols = ['BTC/USD']) {
  const clock = new AskingClock();
  const { origin, asked } = await venue(ticker);
  const prices: unknown[] = [];
  const downs: string[] = [];
  let wake = (): void => {};
  const after: KrakenClock['after'] = (ms, act) => {
    const off = clock.after(ms, act);
    wake();
    return off;
  };
  const source = krakenSource({ market, origin, clock: { now: () => clock.now(), after } });
  const open = source.open(symbols, { onPrice: (symbol, price, at) => { prices.push([symbol, price, at]); }, onDown: (reason) => { downs.push(reason); }, onRefused: (reason) => { downs.push(reason); } });
  closing.push(() => { open.close(); });
  /** Until the question at hand is answered, or given up. */
  const answered = async (): Promise<void> => { if (!clock.isWaiting) await new Promise<void>((resolve) => { wake = resolve; }); };
  return { clock, asked, prices, downs, answered };
}

describe('prices of Kraken', () => {
  it('are the middle of the spot market, of the moment they were asked for, again and again', async () => {
    let bid = '64999.0';
    const { clock, asked, prices, downs, answered } = await opened('spot', () => ({ status: 200, body: spot(bid, '65001.0') }));
    await answered();
    expect([prices, downs]).toEqual([[['BTC/USD', 65_000, 1_800_000_000_000]], []]);
    expect(asked.at(-1)).toMatch(/^\/0\/public\/Ticker\?pair=XXBTZUSD/);
    bid = '65000.0';
    clock.at += 1_000;
    clock.ask();
    await answered();
    expect(prices.at(-1)).toEqual(['BTC/USD', 65_000.5, 1_800_000_001_000]);
  });

  it('are the mark price of the perpetual', async () => {
    const body = { result: 'success', tickers: [{ symbol: 'PF_XBTUSD', tag: 'perpetual', pair: 'XBT:USD', markPrice: 65_010.5, bid: 1, ask: 2, last: 3, indexPrice: 4 }], serverTime: '2026-11-21T12:00:00.000Z' };
    const { prices, downs, answered } = await opened('futures', () => ({ status: 200, body }));
    await answered();
    expect([prices, downs]).toEqual([[['BTC/USD', 65_010.5, 1_800_000_000_000]], []]);
  });

  it('are none where the venue fails, is crossed or does not have them, which is said once', async () => {
    let answer: { readonly status: number; readonly body: unknown } = { status: 503, body: {} };
    const { clock, prices, downs, answered } = await opened('spot', () => answer);
    await answered();
    clock.ask();
    await answered();
    expect([prices, downs.length]).toEqual([[], 1]);
    answer = { status: 200, body: spot('65002.0', '65001.0') };
    clock.ask();
    await answered();
    expect([prices, downs.at(-1)]).toEqual([[], 'nothing is said of BTC/USD']);
    answer = { status: 200, body: spot('65000.0', '65001.0') };
    clock.ask();
    await answered();
    expect(prices).toHaveLength(1);
    const unknown = await opened('spot', () => answer, ['DOGE/USD']);
    await unknown.answered();
    expect([unknown.prices, unknown.downs]).toEqual([[], [expect.stringContaining('DOGE/USD')]]);
  });
});
