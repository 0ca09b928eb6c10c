import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { FakeClock } from '../feed/fake-time.fixture.ts';
import type { UserMessage } from '../wire/user-message.ts';
import { trade, makerFill, orderId } from './account.fixture.ts';
import { OwedEchoes, type Echo } from './owed-echoes.ts';

/** A channel that has been connected for long enough to be blamed. */
function open() {
  const clock = new FakeClock();
  const drops: string[] = [];
  const echoes = new OwedEchoes({ clock, deaf: (reason) => { drops.push(reason); echoes.lost(); } });
  const connect = (): void => { echoes.connected(); clock.pass(2_000); };
  const done = (name: string, echo: Echo): void => { echoes.acknowledged(echoes.asked(), orderId(name), echo); };
  connect();
  return { clock, drops, echoes, connect, done };
}
const said = (name: string, what: 'placement' | 'update' | 'cancellation'): UserMessage =>
  ({ kind: 'order', id: orderId(name), what, status: what === 'cancellation' ? 'canceled' : 'live' }) as UserMessage;

describe('a channel that says nothing', () => {
  it('is known for deaf four seconds after an order that the venue took, once', () => {
    const { clock, drops, done } = open();
    done('a', 'placed');
    clock.pass(100);
    done('b', 'placed');
    clock.pass(3_899);
    expect(drops).toEqual([]);
    clock.pass(1);
    expect(drops).toEqual(['open and silent: nothing was said for 4 s of an order that the venue took (so far 1 of its connections)']);
    clock.pass(60_000);
    expect([drops.length, clock.pending]).toEqual([1, 0]);
  });
  it('is known by a cancel too, whatever was said of the order before', () => {
    const { clock, drops, echoes, done } = open();
    echoes.heard(said('a', 'placement'));
    done('a', 'canceled');
    echoes.heard(said('a', 'update'));
    clock.pass(4_000);
    expect(drops).toEqual([expect.stringContaining('a cancel that the venue did')]);
  });
  it('is blamed though others of its words come', () => {
    const { clock, drops, echoes, done } = open();
    done('lost', 'placed');
    done('told', 'placed');
    echoes.heard(said('told', 'placement'));
    clock.pass(4_000);
    expect(drops).toHaveLength(1);
  });
  it('is blamed ever more rarely for what it never tells, and soon again once it has told it', () => {
    const { clock, drops, echoes, connect, done } = open();
    const took = (): number => {
      const from = clock.uptime();
      done('a', 'canceled');
      for (const before = drops.length; drops.length === before && clock.uptime() - from < 100_000;) clock.pass(1_000);
      connect();
      return clock.uptime() - 2_000 - from;
    };
    expect([took(), took(), took(), took(), took(), took()]).toEqual([4_000, 8_000, 16_000, 32_000, 64_000, 64_000]);
    echoes.heard(said('b', 'placement'));
    expect(took()).toBe(64_000);
    echoes.heard(said('b', 'cancellation'));
    expect(took()).toBe(4_000);
  });
});

describe('a channel is not blamed', () => {
  it('for what it tells, before the answer or after it, by an order or by a trade', () => {
    const { clock, drops, echoes, done } = open();
    for (const name of ['maker', 'taker', 'ended']) done(name, 'placed');
    echoes.heard(trade({ takerOrderId: orderId('taker'), makers: [makerFill('maker')] }));
    echoes.heard(said('ended', 'cancellation'));
    done('ended', 'canceled');
    echoes.heard(said('early', 'placement'));
    done('early', 'placed');
    clock.pass(60_000);
    expect(drops).toEqual([]);
  });
  it('for what was asked before its subscription was in force, or on the connection before', () => {
    const { clock, drops, echoes, connect } = open();
    const before = echoes.asked();
    echoes.connected();
    clock.pass(1_999);
    const tooSoon = echoes.asked();
    echoes.acknowledged(before, orderId('a'), 'placed');
    echoes.acknowledged(tooSoon, orderId('b'), 'placed');
    clock.pass(60_000);
    connect();
    const inTime = echoes.asked();
    echoes.acknowledged(inTime, orderId('c'), 'placed');
    connect();
    clock.pass(60_000);
    echoes.lost();
    expect([tooSoon, echoes.asked(), drops]).toEqual([null, null, []]);
  });
  it('whatever the order of answers and words, as long as each word comes in time', () => {
    fc.assert(fc.property(fc.array(fc.record({ wordAfter: fc.integer({ min: -3_000, max: 3_900 }), answerAt: fc.integer({ min: 0, max: 20_000 }), isCanceled: fc.boolean() }), { maxLength: 12 }), (orders) => {
      const { clock, drops, echoes } = open();
      orders.forEach(({ wordAfter, answerAt, isCanceled }, i) => {
        const asked = echoes.asked();
        clock.after(3_000 + answerAt, () => { echoes.acknowledged(asked, orderId(`${i}`), isCanceled ? 'canceled' : 'placed'); });
        clock.after(3_000 + answerAt + wordAfter, () => { echoes.heard(said(`${i}`, isCanceled ? 'cancellation' : 'placement')); });
      });
      clock.pass(60_000);
      expect([drops, clock.pending]).toEqual([[], 0]);
    }));
  });
});
