// The embedded exchange loses places and acceptances, tells fills twice and fills what is being cancelled. Whatever it
// does, its own books stay within the limits at every step; once the faults stop, it and the bot agree to the last share.

import { describe, expect, it } from 'vitest';
import { config, settings, shares, usd } from '../../src/core/engine.fixture.ts';
import { timestamp } from '../../src/core/domain/numbers.ts';
import type { FaultSettings } from '../../src/venues/demo/faults.ts';
import { auditedRun, type AuditedRun, type Books } from './audited-run.fixture.ts';

const START = timestamp(Date.UTC(2026, 0, 5, 12));
const MINUTE = 60_000;
const LIMIT = shares(60);
/** How many times as many seeds as usual, for nights. */
const MORE = Number(process.env['EVENKEEL_PROPERTY_FACTOR'] ?? 1);
const SEEDS = Array.from({ length: Math.ceil(40 * MORE) }, (_, index) => index + 1);

const USUAL = { orderLatencyMs: 20, feedLatencyMs: 5 };
const SLOW = { orderLatencyMs: 150, feedLatencyMs: 80 };
/** What happened is heard long after it did. */
const LATE_NEWS = { orderLatencyMs: 3, feedLatencyMs: 400 };
/** Slower to answer than we are to ask again, and instant. */
const SLUGGISH = { orderLatencyMs: 700, feedLatencyMs: 500 };
const INSTANT = { orderLatencyMs: 0, feedLatencyMs: 0 };
const LATENCIES = [USUAL, SLOW, LATE_NEWS, SLUGGISH, INSTANT];

/** Close to the market and quick to follow it: many orders, many fills, and a limit that is soon reached. */
const EAGER = config({
  strategies: [{
    name: 'eager', kind: 'market-maker', markets: { venue: 'demo', include: ['*'], exclude: [] }, overrides: {},
    settings: settings({
      quote: { fairValue: 'micro-price', halfSpread: { micros: 6_000, ticks: 0 }, size: shares(20), layers: { count: 3, sizeGrowth: 1.3 }, refresh: { tolerance: { micros: 0, ticks: 0 }, minRestMs: 200 } },
      limits: { position: LIMIT, notional: usd(50), openOrders: 10 },
    }),
  }],
});

/** Alerts that say that the bot was wrong about what exists. */
const WRONG = new Set(['HOLDINGS_DIFFER', 'OVERFILL', 'FILL_NOT_OURS', 'ORDERS_NOT_OURS', 'ORDER_NOT_OURS', 'ILLEGAL_ORDER_EDGE']);

/** Returns the largest exposure of a market. */
function withinLimits({ orders, holdings, cash }: Books): number {
  let worst = 0;
  for (const { market, yes, no } of holdings) {
    const own = orders.filter((order) => order.market === market);
    const resting = (side: 'bid' | 'ask'): number => own.filter((order) => order.side === side).reduce((sum, order) => sum + order.remaining, 0);
    const [long, short] = [yes - no + resting('bid'), no - yes + resting('ask')];
    expect(long, 'held and resting, long').toBeLessThanOrEqual(LIMIT);
    expect(short, 'held and resting, short').toBeLessThanOrEqual(LIMIT);
    worst = Math.max(worst, long, short);
    expect(own.length, 'open orders').toBeLessThanOrEqual(10);
    const bids = own.filter((order) => order.side === 'bid').map((order) => order.price);
    const asks = own.filter((order) => order.side === 'ask').map((order) => order.price);
    expect(Math.max(...bids, 0), 'no bid meets an ask of ours').toBeLessThan(Math.min(...asks, 1_000_000));
  }
  expect(cash, 'cash').toBeGreaterThanOrEqual(0);
  return worst;
}

function haltProvesZero({ run, books }: AuditedRun): void {
  const sent = run.commands.length;
  run.operator({ kind: 'halt', reason: 'drill' });
  expect(run.commands.slice(sent).map((command) => command.type), 'with the word itself').toContain('CancelAll');
  run.runUntil(run.now + MINUTE, () => run.engine.haltProof().zeroOpenProved);
  expect(run.engine.haltProof()).toMatchObject({ zeroOpenProved: true, openOrders: 0 });
  expect(books().orders, 'what the exchange really has').toEqual([]);
  run.runUntil(run.now + 10_000);
  expect(books().orders, 'and goes on having').toEqual([]);
  expect(run.commands.slice(sent).filter((command) => command.type === 'PlaceOrder')).toEqual([]);
}

function agree({ run, books }: AuditedRun): void {
  const truth = books();
  for (const [market, name] of run.engine.marketNames().entries()) {
    const { yes, no } = run.engine.market(name)!.holdings;
    const held = truth.holdings.find((holding) => holding.market === market)!;
    expect({ name, yes: shares(yes), no: shares(no) }).toEqual({ name, yes: held.yes, no: held.no });
  }
  expect(Math.round(run.engine.status().exposure.cash! * 1_000_000)).toBe(truth.cash);
}

describe('the bot on an exchange with faults', () => {
  it.each(SEEDS)('keeps its limits, halts to zero and ends in agreement with the exchange, seed %i', (seed) => {
    const faults: { -readonly [K in keyof FaultSettings]: FaultSettings[K] } =
      { seed, lostAccept: 0.25, lostPlace: 0.25, duplicateFill: 0.5, lateCancel: 0.5, timeoutMs: seed % 2 === 0 ? 700 : 7_000 };
    const audited = auditedRun({ seed, startAt: START, config: EAGER, faults, latency: LATENCIES[seed % LATENCIES.length]!, check: withinLimits });
    const { run, heard } = audited;
    run.runUntil(START + 2 * MINUTE);
    haltProvesZero(audited);
    run.operator({ kind: 'resume', market: null });
    run.runUntil(START + 5 * MINUTE);

    faults.lostAccept = faults.lostPlace = faults.duplicateFill = faults.lateCancel = 0;
    run.runUntil(START + 6.5 * MINUTE);
    expect(run.engine.status().orders.unknown, 'all outcomes are known again').toBe(0);
    haltProvesZero(audited);
    run.runUntil(run.now + 2 * MINUTE);
    agree(audited);

    expect(run.notices.flatMap((notice) => (notice.type === 'Alert' && WRONG.has(notice.code) ? [notice.text] : []))).toEqual([]);
    expect(heard.get('refused: self-trade') ?? 0, 'trades with ourselves').toBe(0);
    // The run was what it is meant to be: faults of each kind, and a limit that was in the way.
    const fills = run.notices.filter((notice) => notice.type === 'Filled').length;
    expect(fills, 'fills').toBeGreaterThan(50);
    expect(heard.get('OrderFilled')! - fills, 'fills told twice').toBeGreaterThan(20);
    expect(heard.get('OutcomeUnknown'), 'lost answers').toBeGreaterThan(50);
    expect(audited.audits(), 'audits').toBeGreaterThan(300);
    expect(audited.peak(), 'the limit was reached').toBe(LIMIT);
  });
});
