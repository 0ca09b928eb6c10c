// A recording made by a machine: what the embedded exchange's participants did among themselves for a while, without us.
// As long and as busy as a real one, and always there.

import type { MarketDataEvent } from '../../src/core/domain/events.ts';
import type { Instrument } from '../../src/core/domain/instrument.ts';
import { cash, timestamp } from '../../src/core/domain/numbers.ts';
import { TapeColumns } from '../../src/tape/columns.ts';
import type { OpenedTape } from '../../src/tape/opened-tape.ts';
import { TapeCounter } from '../../src/tape/tape-info.ts';
import { DemoVenue } from '../../src/venues/demo/demo-venue.ts';

const START = Date.UTC(2026, 0, 5, 12);

/** `minutes` of five markets of the venue `polymarket`. */
export function syntheticTape(seed: number, minutes: number): OpenedTape {
  const venue = new DemoVenue({ seed, startAt: timestamp(START), account: { cash: cash(0), holdings: {} } });
  const columns = new TapeColumns();
  const instruments: Instrument[] = [];
  venue.advance(timestamp(START + minutes * 60_000), (event) => {
    if (event.type === 'InstrumentListed') instruments.push({ ...event.instrument, venue: 'polymarket', showsOwnOrders: false, canAmend: false, netsPairs: false });
    // A tape holds no facts that a venue reports.
    else if (event.type !== 'MarketFactsReported') columns.push(event as MarketDataEvent);
  });
  const info = new TapeCounter();
  return {
    name: `synthetic-${seed}`, venue: 'polymarket', instruments, references: [], terms: [], info, shareRead: () => null,
    contentHash: async () => `synthetic ${seed} ${minutes}`, files: [], passedOver: [], sources: async () => [],
    async *chunks() {
      info.countChunk(columns);
      yield columns;
    },
  };
}
