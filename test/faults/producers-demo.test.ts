// A TWAP and a hedge on the embedded exchange with its faults: whatever it loses or repeats, its own books never show the TWAP
// past its target or schedule; once the faults stop, the TWAP ends where it was told to and the hedge stands within its band.

import { describe, expect, it } from 'vitest';
import { cents, config, settings, shares } from '../../src/core/engine.fixture.ts';
import { timestamp } from '../../src/core/domain/numbers.ts';
import { hedgeSettings, twapSettings } from '../../src/core/producers.fixture.ts';
import type { FaultSettings } from '../../src/venues/demo/faults.ts';
import { auditedRun, type AuditedRun, type Books } from './audited-run.fixture.ts';

const START = timestamp(Date.UTC(2026, 0, 5, 12));
const MINUTE = 60_000;
/** How many times as many seeds as usual, for nights. */
const MORE = Number(process.env['EVENKEEL_PROPERTY_FACTOR'] ?? 1);
const SEEDS = Array.from({ length: Math.ceil(6 * MORE) }, (_, index) => index + 1);

const TARGET = shares(120);
const OVER = 12 * MINUTE;
const LIMIT = shares(90);
/** The smallest order of the demo's venue. */
const MIN = shares(5);
const LIMITS = { position: LIMIT, notional: null, openOrders: 10 };
const of = (include: string): { readonly markets: { readonly venue: string; readonly include: readonly string[]; readonly exclude: readonly string[] } } => ({ markets: { venue: 'demo', include: [include], exclude: [] } });

const USING = config({
  strategies: [
    { name: 'build-up', kind: 'twap', ...of('rain-*'), overrides: {}, settings: twapSettings({ target: TARGET, overMs: OVER, everyMs: MINUTE, cross: 1, collar: cents(5) }, { limits: { ...LIMITS, position: shares(150) } }) },
    {
      name: 'maker', kind: 'market-maker', ...of('fed-*'), overrides: {},
      settings: settings({ quote: { fairValue: 'micro-price', halfSpread: { micros: 6_000, ticks: 0 }, size: shares(20), layers: { count: 2 } }, limits: LIMITS }),
    },
    { name: 'hedge', kind: 'hedge', ...of('record-*'), overrides: {}, settings: hedgeSettings({ of: ['fed-*'], ratio: 0.5, band: shares(8), collar: cents(5), unhedged: { most: shares(20), forMs: 5_000, then: 'reduce-only' } }, { limits: LIMITS }) },
  ],
});

const RAIN = 0;

/** What the exchange itself has of a market: net position, and what rests on each side. */
function standing({ orders, holdings }: Books, market: number): { readonly net: number; readonly bids: number; readonly asks: number } {
  const held = holdings.find((holding) => holding.market === market);
  const resting = (side: 'bid' | 'ask'): number => orders.filter((order) => order.market === market && order.side === side).reduce((sum, order) => sum + order.remaining, 0);
  return { net: (held?.yes ?? 0) - (held?.no ?? 0), bids: resting('bid'), asks: resting('ask') };
}

function check(books: Books): number {
  const rain = standing(books, RAIN);
  const slots = Math.floor((books.at - START) / MINUTE) + 1;
  expect(rain.asks, 'the TWAP buys').toBe(0);
  expect(rain.net + rain.bids, 'not past the target').toBeLessThanOrEqual(TARGET);
  expect(rain.net + rain.bids, 'not ahead of the schedule').toBeLessThan(TARGET * Math.min(1, (slots * MINUTE) / OVER) + MIN);
  for (const market of [1, 3]) {
    const { net, bids, asks } = standing(books, market);
    expect(Math.max(net + bids, asks - net), 'within the limit').toBeLessThanOrEqual(LIMIT);
  }
  return rain.net;
}

const position = ({ run }: AuditedRun, name: string): number => run.engine.market(name)!.position;

describe('a TWAP and a hedge on an exchange with faults', () => {
  it.each(SEEDS)('keep to schedule and need, and end where they should, seed %i', (seed) => {
    const faults: { -readonly [K in keyof FaultSettings]: FaultSettings[K] } = { seed, lostAccept: 0.2, lostPlace: 0.2, duplicateFill: 0.3, lateCancel: 0.3, timeoutMs: 1_500 };
    const audited = auditedRun({ seed, startAt: START, config: USING, faults, latency: { orderLatencyMs: 20, feedLatencyMs: 5 }, check });
    const { run } = audited;
    run.runUntil(START + 10 * MINUTE);
    faults.lostAccept = faults.lostPlace = faults.duplicateFill = faults.lateCancel = 0;
    run.runUntil(START + 14 * MINUTE);

    expect(120 - position(audited, 'rain-in-lisbon'), 'the target, less what cannot be ordered').toBeLessThan(5);
    expect(run.notices.flatMap((n) => (n.type === 'Alert' && n.code.startsWith('TWAP') ? [n.code] : []))).toEqual(['TWAP_STARTED', 'TWAP_DONE']);
    // What the maker did last may still be under way.
    expect(Math.abs(position(audited, 'record-heat-in-athens') + 0.5 * position(audited, 'fed-cuts-in-june'))).toBeLessThanOrEqual(20);
    const placed = run.commands.filter((command) => command.type === 'PlaceOrder');
    const takers = placed.filter((command) => command.timeInForce === 'fill-and-kill');
    expect(takers.filter((command) => command.market === 3).length, 'hedged').toBeGreaterThan(5);
    expect(placed.filter((command) => command.market === RAIN).length, 'slices').toBeGreaterThan(10);
    expect(audited.audits()).toBeGreaterThan(100);
  });

  it('do the same again', () => {
    const faults = { seed: 7, lostAccept: 0.2, lostPlace: 0.2, duplicateFill: 0.3, lateCancel: 0.3, timeoutMs: 1_500 };
    const commands = (): readonly unknown[] => {
      const { run } = auditedRun({ seed: 7, startAt: START, config: USING, faults, latency: { orderLatencyMs: 20, feedLatencyMs: 5 }, check });
      run.runUntil(START + 3 * MINUTE);
      return run.commands;
    };
    expect(commands()).toEqual(commands());
  });
});
