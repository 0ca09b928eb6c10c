import { describeVenueContract } from '../venue.contract.ts';
import { cash, marketTape } from './market-tape.fixture.ts';
import { PaperVenue } from './paper-venue.ts';

describeVenueContract('a recording', { create: () => new PaperVenue({ tape: marketTape(), account: { cash: cash(1_000) } }), orderLatencyMs: 100 });
describeVenueContract('a recording of a venue that amends and nets', {
  create: () => new PaperVenue({ tape: marketTape({ canAmend: true, netsPairs: true }, 7), account: { cash: cash(1_000) } }), orderLatencyMs: 100,
});
