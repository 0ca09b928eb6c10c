// The way to venues, whose code (signatures, sockets, a simulator) is loaded when a profile first asks for it.

import type { LiveVenues } from '../runtime/live-venue.ts';
import { passphraseAsker } from './ask-passphrase.ts';
import type { Terminal } from './terminal.ts';

export function venuesOnDemand(terminal: Terminal): LiveVenues {
  const opened = async (): Promise<LiveVenues> => {
    const { liveVenues } = await import('../live/live-venues.ts');
    return liveVenues({ say: (text) => { terminal.err(text); }, askPassphrase: passphraseAsker(process.stdin, process.stderr) });
  };
  return {
    account: async (request) => (await opened()).account(request),
    feed: async (request) => (await opened()).feed(request),
  };
}
