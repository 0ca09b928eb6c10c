import { expect, test } from 'vitest';
import { PLAIN_EXCHANGE } from '../config/plain-exchange.fixture.ts';
import type { CarriedState, HoldingsReported, InstrumentListed, VenueEvent } from '../core/domain/events.ts';
import { cash, size, timestamp } from '../core/domain/numbers.ts';
import { continuesAccount, openMarket } from './market-source.ts';

const NO_IDS = { clientIdOf: () => null, venueOrderIdOf: () => null };
const pnl = { spread: cash(0), inventory: cash(0), fees: cash(0) };

test('the demo goes on with the cash and the holdings that were carried', async () => {
  const fresh = await openMarket({ kind: 'demo', seed: 1 }, { kind: 'max' }, null, NO_IDS, PLAIN_EXCHANGE);
  const heard: VenueEvent[] = [];
  fresh.venue.advance(timestamp(fresh.startedAt), (event) => { heard.push(event); });
  const name = heard.find((event): event is InstrumentListed => event.type === 'InstrumentListed')?.instrument.name ?? '';
  const carried: CarriedState = {
    cash: cash(123_000_000), halted: null,
    account: { day: 1, dayStartPnl: cash(0), peakPnl: cash(0), drawdownLatch: 'none', dailyLossLatched: false, retired: pnl },
    markets: {
      [name]: { venue: 'demo', yes: size(7_000_000), no: size(0), mark: null, cost: cash(2_800_000), pnl: { ...pnl, peak: cash(0) }, stopLoss: { latched: false, reason: '', baseline: cash(0) } },
    },
  };
  const { venue, startedAt } = await openMarket({ kind: 'demo', seed: 1 }, { kind: 'max' }, carried, NO_IDS, PLAIN_EXCHANGE);
  venue.submit([{ type: 'QueryHoldings', ts: timestamp(startedAt), generation: 1, venue: 'demo' }], timestamp(startedAt));
  const answers: VenueEvent[] = [];
  venue.advance(timestamp(startedAt + 1_000), (event) => { answers.push(event); });
  const holdings = answers.find((event): event is HoldingsReported => event.type === 'HoldingsReported');
  expect(holdings?.cash).toBe(123_000_000);
  expect(holdings?.holdings.filter((held) => held.yes !== 0)).toEqual([{ market: 0, yes: 7_000_000, no: 0 }]);
});

test('only the demo in real time continues the account', () => {
  expect(continuesAccount({ kind: 'demo', seed: 1 }, { kind: 'scaled', factor: 1 })).toBe(true);
  expect(continuesAccount({ kind: 'demo', seed: 1 }, { kind: 'scaled', factor: 10 })).toBe(false);
  expect(continuesAccount({ kind: 'demo', seed: 1 }, { kind: 'max' })).toBe(false);
  expect(continuesAccount({ kind: 'tape', path: 'x', directory: '.', gaps: 'refuse' }, { kind: 'scaled', factor: 1 })).toBe(false);
});
