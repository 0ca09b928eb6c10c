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
  const out: number[] = [];
  const echoes: OwedEchoes = new OwedEchoes({ clock, deaf: (reason, stayOutMs) => { drops.push(reason); out.push(stayOutMs); echoes.lost(); } });
  const connect = (): void => { echoes.connected(); clock.pass(2_000); };
  const done = (name: string, echo: Echo): void => { echoes.acknowledged(echoes.asked(), orderId(name), echo); };
  let names = 0;
  /** One that is told so long after it was done. */
  const told = (echo: Echo, lateMs: number): void => {
    const name = `told ${names++}`;
    done(name, echo);
    clock.pass(lateMs);
    echoes.heard(said(name, echo === 'canceled' ? 'cancellation' : 'placement'));
  };
  /** How long it took to find out that nothing is told. */
  const took = (echo: Echo): number => {
    const from = clock.uptime();
    done(`untold ${names++}`, echo);
    for (const before = drops.length; drops.length === before && clock.uptime() - from < 100_000;) clock.pass(1_000);
    connect();
    return clock.uptime() - 2_000 - from;
  };
  connect();
  return { clock, drops, out, echoes, connect, done, told, took };
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
  it('is blamed ever more rarely for cancels that it never tells, and soon again after minutes of words in time', () => {
    const { clock, drops, out, took, told } = open();
    const waits = (): readonly number[] => Array.from({ length: 6 }, () => took('canceled'));
    expect(waits()).toEqual([4_000, 8_000, 16_000, 32_000, 64_000, 64_000]);
    told('placed', 0);
    expect(took('canceled')).toBe(64_000);
    expect(out.every((ms) => ms === 0)).toBe(true);
    for (let i = 0; i < 241; i++) { told('canceled', 0); clock.pass(1_000); }
    expect(drops).toHaveLength(7);
    expect(took('canceled')).toBe(4_000);
  });
  it('about orders is not relied on for ever longer, since it would be as silent about fills', () => {
    const { drops, out, took } = open();
    expect(Array.from({ length: 9 }, () => took('placed'))).toEqual([4_000, 8_000, ...Array.from({ length: 7 }, () => 16_000)]);
    expect(out).toEqual([0, 0, 30_000, 60_000, 120_000, 240_000, 480_000, 600_000, 600_000]);
    expect(drops[2]).toBe('open and silent: nothing was said for 16 s of an order that the venue took (so far 3 of its connections); no quotes for 30 s');
  });
  it('is found out in time though a look for something else is due much later', () => {
    const { clock, drops, took, done, echoes } = open();
    for (let i = 0; i < 4; i++) took('canceled');
    for (const isTold of [true, false]) {
      done(`waited for ${isTold}`, 'canceled');
      if (isTold) { echoes.heard(said(`waited for ${isTold}`, 'cancellation')); expect(clock.pending).toBe(0); }
      clock.pass(1_000);
      done(`another ${isTold}`, 'placed');
      clock.pass(3_999);
      expect(drops).toHaveLength(isTold ? 4 : 5);
      clock.pass(1);
      expect(drops).toHaveLength(isTold ? 5 : 6);
      echoes.connected();
      clock.pass(2_000);
      if (isTold) { for (let i = 0; i < 61; i++) { done(`in time ${i}`, 'placed'); echoes.heard(said(`in time ${i}`, 'placement')); clock.pass(1_000); } }
    }
  });
});

describe('a channel that is late', () => {
  /** An order a second for ten minutes; a connection that is dropped is back after a second and what stays out. */
  const run = (lagMs: (i: number) => number, keepsWords: boolean): { readonly dropped: number; readonly quoted: number } => {
    const clock = new FakeClock();
    let [dropped, quoted, connection, isUp] = [0, 0, 0, true];
    const echoes: OwedEchoes = new OwedEchoes({ clock, deaf: (_, stayOutMs) => {
      dropped++;
      connection++;
      isUp = false;
      echoes.lost();
      clock.after(1_000, () => { echoes.connected(); });
      clock.after(Math.max(1_000, stayOutMs), () => { isUp = true; });
    } });
    echoes.connected();
    for (let i = 0; i < 600; i++) {
      clock.pass(1_000);
      if (!isUp) continue;
      quoted++;
      echoes.acknowledged(echoes.asked(), orderId(`${i}`), 'placed');
      const on = connection;
      const lag = lagMs(i);
      if (lag < Infinity) clock.after(lag, () => { if (keepsWords || on === connection) echoes.heard(said(`${i}`, 'placement')); });
    }
    return { dropped, quoted };
  };

  it.each([[3_900, 0], [4_500, 1], [5_000, 1], [8_000, 2], [10_000, 2], [12_000, 2]])('by %i ms is cut %i times until that is learnt', (lagMs, drops) => {
    for (const keepsWords of [true, false]) expect(run(() => lagMs, keepsWords).dropped).toBe(drops);
  });
  it('by more and more is not cut at all', () => {
    expect(run((i) => Math.min(i * 50, 12_000), true).dropped).toBe(0);
  });
  it('by longer than can be waited for is quoted on ever more rarely', () => {
    for (const keepsWords of [true, false]) {
      const { dropped, quoted } = run(() => 20_000, keepsWords);
      expect(dropped).toBeLessThanOrEqual(7);
      expect(quoted).toBeLessThan(150);
    }
  });
  it('never with every fifth order is quoted on ever more rarely too', () => {
    const { dropped, quoted } = run((i) => (i % 5 === 0 ? Infinity : 0), true);
    expect(dropped).toBeLessThanOrEqual(7);
    expect(quoted).toBeLessThan(150);
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
