// Where a session's market comes from and how fast it passes: opens the venue for it and says what that means for the
// account (a tape or a run in virtual time begins anew; what runs in real time goes on where it stopped).

import type { ExchangeSettings } from '../config/compiled-config.ts';
import type { CarriedState } from '../core/domain/events.ts';
import { cash, timestamp } from '../core/domain/numbers.ts';
import { EvenkeelError } from '../errors/define.ts';
import { TAPE_EMPTY } from '../errors/tape.ts';
import type { OrderIds } from '../journal/read.ts';
import { DemoVenue } from '../venues/demo/demo-venue.ts';
import type { Venue } from '../venues/port.ts';
import type { LiveAccount } from './live-venue.ts';
import type { MarketFeed } from '../venues/paper/market-feed.ts';
import { realTime, scaledTime, virtualTime, type Pace } from './pace.ts';

export type Speed = { readonly kind: 'scaled'; readonly factor: number } | { readonly kind: 'max' };
export type MarketSource =
  | { readonly kind: 'demo'; readonly seed: number }
  /** `directory`: what paths in the profile's `exchange` count from. `gaps`: what a hole is, the end of the run or a feed that falls silent. */
  | { readonly kind: 'tape'; readonly path: string; readonly directory: string; readonly gaps: 'refuse' | 'outage' }
  /** Paper against the books of a venue as they are now. */
  | { readonly kind: 'feed'; readonly venue: string; readonly directory: string; readonly connect: () => Promise<MarketFeed> }
  /** Orders that reach a venue. The account is locked, and closed with the session. */
  | { readonly kind: 'live' | 'rehearsal'; readonly account: LiveAccount };

/** Runs in virtual time begin at the same moment, so that one seed gives one run. */
const VIRTUAL_START = Date.UTC(2026, 0, 5, 12);

/** How the journal names a source of live books. */
export const FEED_SOURCE = 'live books of ';

/** True where the account's positions go on in the next run. */
export function continuesAccount(source: MarketSource, speed: Speed): boolean {
  switch (source.kind) {
    case 'demo': return speed.kind === 'scaled' && speed.factor === 1;
    case 'tape': return false;
    case 'feed': return true;
    case 'live':
    case 'rehearsal': return !source.account.isFleeting;
  }
}

export function describeSource(source: MarketSource): string {
  switch (source.kind) {
    case 'demo': return `demo seed ${source.seed}`;
    case 'tape': return `tape ${source.path}`;
    case 'feed': return `${FEED_SOURCE}${source.venue}`;
    case 'live':
    case 'rehearsal': return `account ${source.account.name}`;
  }
}

/** The same for every run of the same input, so that two runs issue the same client ids. */
export const fixedSessionName = (profile: string, source: MarketSource): string | null =>
  (source.kind === 'demo' ? `${profile}-seed-${source.seed}` : source.kind === 'tape' ? `${profile}-tape` : null);

export interface OpenedMarket {
  readonly venue: Venue;
  readonly pace: Pace;
  readonly startedAt: number;
  /** What is held besides the venue itself; after its close. */
  readonly release?: () => Promise<void>;
}

/** `carried` is what the account holds, null for one that begins anew; `ids` by which ids venues know its orders. */
export async function openMarket(source: MarketSource, speed: Speed, carried: CarriedState | null, ids: OrderIds, exchange: ExchangeSettings): Promise<OpenedMarket> {
  if (source.kind === 'tape') {
    // Only where a recording is played: a demo starts without the readers.
    const { PaperVenue } = await import('../venues/paper/paper-venue.ts');
    const venue = await PaperVenue.open(source.path, { settings: exchange, directory: source.directory, gaps: source.gaps });
    for (let reading = venue.pending(); reading !== null; reading = venue.pending()) await reading;
    const startedAt = venue.nextEventAt();
    if (startedAt === null) {
      await venue.close();
      throw new EvenkeelError(TAPE_EMPTY, `${source.path} holds no events`, { path: source.path });
    }
    return { venue, startedAt, pace: speed.kind === 'max' ? virtualTime() : scaledTime(speed.factor) };
  }
  if (source.kind === 'feed') {
    const { LivePaperVenue } = await import('../venues/paper/live-paper-venue.ts');
    const venue = await LivePaperVenue.open(await source.connect(), { settings: exchange, directory: source.directory, name: `paper-${Date.now().toString(36)}`, carried });
    return { venue, startedAt: Date.now(), pace: realTime() };
  }
  if (source.kind !== 'demo') {
    const { account } = source;
    return { venue: await account.open(carried, ids), startedAt: Date.now(), pace: realTime(), release: () => account.close() };
  }
  const pace = speed.kind === 'max' ? virtualTime() : speed.factor === 1 ? realTime() : scaledTime(speed.factor);
  const startedAt = speed.kind === 'max' ? VIRTUAL_START : Date.now();
  const holdings = Object.fromEntries(Object.entries(carried?.markets ?? {}).map(([name, market]) => [name, { yes: market.yes, no: market.no }]));
  const account = { cash: carried?.cash ?? cash(exchange.cash), holdings };
  return { venue: new DemoVenue({ seed: source.seed, startAt: timestamp(startedAt), account }), startedAt, pace };
}
