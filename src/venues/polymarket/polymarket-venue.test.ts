import { describe, expect, it } from 'vitest';
import type { MarketDataEvent, VenueEvent } from '../../core/domain/events.ts';
import { timestamp } from '../../core/domain/numbers.ts';
import type { AccountPlane } from './account/account-plane.ts';
import type { OwedEchoes } from './account/owed-echoes.ts';
import { FakeClock } from './feed/fake-time.fixture.ts';
import type { UserFeedParts } from './feed/user-feed.ts';
import type { MarketPlane, MarketPlaneParts } from './market-plane.ts';
import type { News } from './news.ts';
import { PolymarketVenue } from './polymarket-venue.ts';

type Channel = Pick<UserFeedParts, 'onMessage' | 'onConnected' | 'onDown' | 'onUnreadable'>;

/** A venue whose channels and whose account are driven by hand. */
function open() {
  const clock = new FakeClock();
  const parts = { dropped: [] as string[], beats: 0, confirmed: 0, looks: 0, isAway: false, hold: undefined as Promise<void> | undefined, account: { hasListedOpen: false, hear: () => {}, close: () => {} } };
  const got: { market?: Pick<MarketPlaneParts, 'emit' | 'listed'>; user?: Channel; news?: News; echoes?: OwedEchoes } = {};
  const venue = new PolymarketVenue({
    name: 'polymarket', clock, carried: [], adopt: () => {}, incentives: () => ({ close: () => {} }), release: () => Promise.resolve(),
    markets: (handlers) => { got.market = handlers; return { confirmBooks: () => { parts.confirmed++; }, close: () => {} } as unknown as MarketPlane; },
    account: (_, news, echoes) => {
      Object.assign(got, { news, echoes });
      return Object.assign(parts.account, { catchUp: async () => { parts.looks++; await parts.hold; return !parts.isAway; } }) as unknown as AccountPlane;
    },
    userFeed: (handlers) => { got.user = handlers; return { close: () => {}, drop: (reason) => { parts.dropped.push(reason); } }; },
    heartbeat: { everyMs: 5_000, beat: () => { parts.beats++; return Promise.resolve(); } },
  });
  const heard = (): readonly string[] => {
    const events: VenueEvent[] = [];
    venue.advance(clock.now(), (event) => events.push(event));
    return events.map((event) => (event.type === 'FeedStatusChanged' ? `${event.up ? 'up' : 'down'}: ${event.reason}` : event.type));
  };
  const market = (event: Omit<Extract<MarketDataEvent, { type: 'FeedStatusChanged' }>, 'type' | 'ts' | 'venue'>): void => { got.market!.emit({ type: 'FeedStatusChanged', ts: clock.now(), venue: 'polymarket', ...event }); };
  return { clock, venue, parts, heard, market, user: got.user!, news: got.news!, echoes: got.echoes! };
}
const settled = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });

describe('the venue', () => {
  it('says first that it is there and not up, and is up once both channels are and what was missed is told', async () => {
    const { heard, market, user, parts, clock } = open();
    expect(heard()).toEqual(['down: connecting']);
    market({ up: true, reason: 'connected' });
    expect(heard()).toEqual([]);
    parts.isAway = true;
    user.onConnected();
    await settled();
    expect(heard()).toEqual([]);
    parts.isAway = false;
    clock.pass(1_000);
    await settled();
    await settled();
    expect(heard()).toEqual(['up: user channel: connected']);
    expect(parts.confirmed).toBe(1);
  });

  it('is down with either channel, and what is filled in for one connection does not make the next one up', async () => {
    const { heard, market, user, parts, clock } = open();
    market({ up: true, reason: 'connected' });
    user.onConnected();
    await settled();
    expect(heard()).toEqual(['down: connecting', 'up: user channel: connected']);
    user.onDown('cut');
    market({ up: false, reason: 'lost' });
    expect(heard()).toEqual(['down: user channel: cut']);
    market({ up: true, reason: 'connected' });
    parts.isAway = true;
    user.onConnected();
    await settled();
    user.onDown('cut again');
    parts.isAway = false;
    clock.pass(1_000);
    await settled();
    expect(heard()).toEqual([]);
    let answer = (): void => {};
    parts.hold = new Promise((resolve) => { answer = resolve; });
    user.onConnected();
    user.onDown('and again');
    answer();
    await settled();
    expect(heard()).toEqual([]);
  });

  it('looks once more for what matched before the subscription was in force', async () => {
    const { user, parts, clock } = open();
    user.onConnected();
    await settled();
    expect(parts.looks).toBe(1);
    clock.pass(2_000);
    expect(parts.looks).toBe(2);
  });

  it('drops a user channel that does not tell what the venue has done, and none that was cut or opened meanwhile', () => {
    const { user, parts, clock, echoes } = open();
    const order = (what: () => void): void => {
      clock.pass(2_000);
      const askedOn = echoes.asked();
      what();
      echoes.acknowledged(askedOn, '0x1', 'placed');
      clock.pass(10_000);
    };
    user.onConnected();
    order(() => { user.onDown('cut'); });
    user.onConnected();
    order(() => { user.onConnected(); });
    order(() => { user.onMessage({ kind: 'order', id: '0x1', what: 'placement', status: 'live' } as never); });
    expect(parts.dropped).toEqual([]);
    clock.pass(1_000);
    echoes.acknowledged(echoes.asked(), '0x2', 'placed');
    clock.pass(10_000);
    expect(parts.dropped).toHaveLength(1);
  });

  it('stays down after channels that told nothing for long, and looks for what it missed before and after', async () => {
    const { user, parts, clock, echoes, heard, market } = open();
    market({ up: true, reason: 'connected' });
    const connect = async (): Promise<void> => { user.onConnected(); await settled(); clock.pass(2_000); };
    await connect();
    for (const patienceMs of [4_000, 8_000, 16_000]) {
      echoes.acknowledged(echoes.asked(), `0x${patienceMs}`, 'placed');
      clock.pass(patienceMs);
      user.onDown('open and silent');
      await connect();
    }
    expect(heard().slice(-2)).toEqual(['up: user channel: connected', 'down: user channel: open and silent']);
    parts.looks = 0;
    clock.pass(27_999);
    await settled();
    expect([heard(), parts.looks]).toEqual([[], 0]);
    clock.pass(1);
    await settled();
    expect([heard(), parts.looks]).toEqual([['up: user channel: connected'], 1]);
  });

  it('leaves no timer behind, whatever it waits for', async () => {
    const { venue, user, clock, echoes, parts } = open();
    user.onConnected();
    await settled();
    clock.pass(5_000);
    for (let i = 0; i < 3; i++) { echoes.acknowledged(echoes.asked(), `0x${i}`, 'placed'); clock.pass(16_000); user.onDown('silent'); user.onConnected(); await settled(); clock.pass(2_000); }
    echoes.acknowledged(echoes.asked(), '0x9', 'placed');
    await venue.close();
    echoes.acknowledged(echoes.asked(), '0xa', 'placed');
    expect(clock.pending).toBe(0);
    clock.pass(600_000);
    expect(parts.dropped).toHaveLength(3);
  });

  it('beats once the core knows what rests, and only while it is called', () => {
    const { venue, parts, clock } = open();
    const call = (): void => { venue.advance(clock.now(), () => {}); };
    clock.pass(4_900);
    call();
    clock.pass(100);
    expect(parts.beats).toBe(0);
    parts.account.hasListedOpen = true;
    clock.pass(4_900);
    call();
    clock.pass(100);
    expect(parts.beats).toBe(1);
    clock.pass(20_000);
    expect(parts.beats).toBe(1);
  });

  it('is due at once while news waits and a second later otherwise, by the clock of who calls', () => {
    const { venue, news, clock } = open();
    const by = timestamp(clock.now() + 3_600_000);
    venue.advance(by, () => {});
    expect(venue.nextEventAt()).toBe(by + 1_000);
    news.tell({ type: 'FeedHeartbeat', ts: clock.now(), venue: 'polymarket' });
    expect(venue.nextEventAt()).toBe(by);
  });
});
