import { describe, expect, it } from 'vitest';
import { FakeClock, FakeVenue } from './fake-time.fixture.ts';
import { UserFeed } from './user-feed.ts';

const CREDENTIALS = { apiKey: 'canary-key', secret: 'canary-secret', passphrase: 'canary-phrase' };
const ORDER = {
  event_type: 'order', id: '0xff', owner: CREDENTIALS.apiKey, market: '0xm', asset_id: '7', side: 'SELL', original_size: '10', size_matched: '4', price: '0.57',
  type: 'UPDATE', expiration: '0', order_type: 'GTC', status: 'LIVE', timestamp: '1672290687000',
};

function feed() {
  const clock = new FakeClock();
  const venue = new FakeVenue();
  const log: string[] = [];
  const user = new UserFeed({
    url: 'wss://venue/ws/user', credentials: () => CREDENTIALS, clock, connect: venue.connect, random: () => 0.5, changeOverEveryMs: 600_000,
    onMessage: (message) => { log.push(`${message.kind} ${message.id} ${message.kind === 'order' ? message.matched : message.status}`); },
    onConnected: () => { log.push('connected'); }, onDown: (reason) => { log.push(`down: ${reason}`); }, onUnreadable: (reason) => { log.push(`unreadable: ${reason}`); },
  });
  return { clock, venue, log, user };
}

describe('the user feed', () => {
  it('proves who it is in the first frame, says that it is connected, and gives what it is told', () => {
    const { venue, log, user } = feed();
    expect(user.isUp).toBe(false);
    venue.last.open().say([ORDER]).say({ ...ORDER, id: '0xee' });
    expect(venue.last.asked()).toEqual([{ auth: CREDENTIALS, type: 'user' }]);
    expect([log, user.isUp]).toEqual([['connected', 'order 0xff 4000000', 'order 0xee 4000000'], true]);
  });

  it('says again that it is connected after each loss, so that the gap is filled', () => {
    const { clock, venue, log } = feed();
    venue.last.open().close(1006, 'reset');
    clock.pass(250);
    venue.last.open();
    expect(log).toEqual(['connected', 'down: closed with 1006: reset', 'connected']);
    expect(venue.last.asked()).toHaveLength(1);
  });

  it('is dropped when no pong comes, and knows how long it has heard nothing', () => {
    const { clock, venue, log, user } = feed();
    venue.last.open().answersPings = false;
    clock.pass(29_000);
    expect(user.ageMs).toBe(29_000);
    clock.pass(1_000);
    expect(log.at(-1)).toBe('down: no answer for 30 s');
  });

  it('tells of what it cannot read, without the keys that stand in it', () => {
    const { venue, log } = feed();
    venue.last.open().say({ ...ORDER, price: CREDENTIALS.secret }).say({ event_type: 'balance', owner: CREDENTIALS.apiKey });
    expect(log.slice(1)).toEqual(['unreadable: price: is no price between 0 and 1', 'unreadable: a message of kind balance']);
    venue.last.say({ event_type: `${CREDENTIALS.passphrase}${'!'.repeat(400)}` }).close(4001, `unknown: ${JSON.stringify(CREDENTIALS)}`);
    expect(log.at(-1)).toBe('down: closed with 4001: refused the credentials: unknown: {"apiKey":"••••••••","secret":"••••••••","passphrase":"••••••••"}');
    expect(log.at(-2)).toHaveLength('unreadable: '.length + 300);
    expect(JSON.stringify(log)).not.toContain('canary');
  });

  it('goes over to a new connection now and then, the old one ended only when the new one is there', () => {
    const { clock, venue, log, user } = feed();
    const old = venue.last.open();
    clock.pass(600_000);
    expect([venue.peers.length, old.isCut]).toEqual([2, false]);
    old.say(ORDER);
    venue.last.open().say({ ...ORDER, id: '0xee' });
    expect([old.isCut, log]).toEqual([true, ['connected', 'order 0xff 4000000', 'connected', 'order 0xee 4000000']]);
    user.close();
    expect(clock.pending).toBe(0);
  });

  it('is connected anew when it is dropped', () => {
    const { clock, venue, log, user } = feed();
    const old = venue.last.open();
    user.drop('open and silent');
    expect([old.isCut, log.at(-1), user.isUp]).toEqual([true, 'down: open and silent', false]);
    clock.pass(250);
    venue.last.open().say(ORDER);
    expect(log.slice(-2)).toEqual(['connected', 'order 0xff 4000000']);
  });

  it('keeps the old connection when the new one fails', () => {
    const { clock, venue, log, user } = feed();
    venue.last.open();
    clock.pass(600_000);
    venue.last.close(1006);
    expect([log, user.isUp]).toEqual([['connected'], true]);
  });
});
