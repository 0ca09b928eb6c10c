import { describe, expect, it } from 'vitest';
import { instrument, Script, shares, cents, START } from '../engine.fixture.ts';
import { Engine } from '../engine.ts';
import { marketId, type Instrument } from '../domain/instrument.ts';
import { cash, timestamp } from '../domain/numbers.ts';
import { bySpread, choosing, later, listed, lives, SECOND, using, wide } from './choose.fixture.ts';

const changes = (script: Script): readonly string[] =>
  script.notices.splice(0).flatMap((n) => (n.type === 'LifecycleChanged' ? [`${script.engine.marketNames()[n.market as number]} ${n.from} → ${n.to}: ${n.why}`] : []));
const quoted = (script: Script): readonly string[] => [...new Set(script.take().flatMap((c) => (c.type === 'PlaceOrder' ? [script.engine.marketNames()[c.market]!] : [])))];

describe('a strategy that takes all', () => {
  it('chooses everything at once and quotes it as soon as it can be priced', () => {
    const script = wide(listed(choosing(), ['a', 'b']), 0, 4).decide();
    expect(lives(script)).toEqual({ a: 'active', b: 'warming' });
    expect(quoted(script)).toEqual(['a']);
    expect(changes(script)).toContain('a warming → active: its signals are known');
  });

  it('asks for no decision of its own once everything is chosen', () => {
    const script = listed(choosing(), ['a']).decide();
    const { engine } = script;
    engine.step({ type: 'InstrumentStatusChanged', ts: timestamp(script.now), market: marketId(0), status: 'closed' });
    script.decide();
    script.step({ type: 'FeedStatusChanged', venue: 'test', up: true, reason: '' });
    script.decide();
    expect(engine.wakeAt() === null || engine.wakeAt()! > script.now + 1).toBe(true);
  });
});

describe('a strategy with slots', () => {
  it('quotes no more markets than it has slots, whatever it includes', () => {
    const script = listed(choosing({ active: 2 }), ['c', 'a', 'b']);
    for (const id of [0, 1, 2]) wide(script, id, 4);
    script.decide();
    expect(lives(script)).toEqual({ a: 'active', b: 'active', c: 'candidate' });
    expect(quoted(script)).toEqual(['a', 'b']);
    expect(script.engine.market('c')?.reasons).toEqual(['NOT_CHOSEN']);
  });

  it('fills the slot of a market that closes at once', () => {
    const script = listed(choosing({ active: 1 }), ['a', 'b']);
    wide(wide(script, 0, 4), 1, 4).decide();
    expect(lives(script)).toEqual({ a: 'active', b: 'candidate' });
    script.take();
    script.step({ type: 'InstrumentStatusChanged', market: marketId(0), status: 'closed' }).decide();
    expect(lives(script)).toMatchObject({ a: 'settling', b: 'active' });
    expect(quoted(script)).toEqual(['b']);
  });

  it('drops the worst when a reload leaves fewer slots: its orders are cancelled, and what is held there is liquidated', () => {
    const both = listed(choosing({ active: 2 }, { select: bySpread }), ['a', 'b']);
    later(both, 30 * SECOND, 4, 8);
    expect(lives(both)).toEqual({ a: 'active', b: 'active' });
    both.accept(...both.engine.market('a')!.orders.map(({ clientId }) => clientId));
    both.swap(2, using(choosing({ active: 1 }, { select: bySpread }))).decide();
    expect(lives(both)).toEqual({ a: 'candidate', b: 'active' });
    const [bid] = both.engine.market('a')!.orders;
    expect(both.take().flatMap((c) => (c.type === 'CancelOrder' ? [c.clientId] : []))).toContain(bid!.clientId);
    // The cancel comes too late.
    both.step({ type: 'OrderFilled', clientId: bid!.clientId, market: marketId(0), fillId: 'late', side: bid!.side, price: cents(39), size: shares(10), fee: cash(0), liquidity: 'maker' });
    later(both, 30 * SECOND, 4, 8);
    expect(lives(both)).toEqual({ a: 'liquidating', b: 'active' });
    expect(both.engine.market('a')!.permission).toBe('reduce-only');
  });
});

describe('a market that is dropped', () => {
  it('is a candidate again when nothing of ours is there', () => {
    const script = listed(choosing({ active: 2 }), ['a', 'b']);
    expect(lives(script)).toEqual({ a: 'warming', b: 'warming' });
    script.swap(2, using(choosing({ active: 1 }))).decide();
    expect(lives(script)).toEqual({ a: 'warming', b: 'candidate' });
    expect(changes(script).at(-1)).toBe('b warming → candidate: all 1 slots are held');
  });

  it('is liquidated when it comes back from an earlier session with a position and is not chosen', () => {
    const first = listed(choosing({ active: 2 }), ['a', 'b']);
    wide(wide(first, 0, 4), 1, 4).decide();
    const order = first.engine.market('b')!.orders.find(({ side }) => side === 'bid')!;
    first.step({ type: 'OrderFilled', clientId: order.clientId, market: marketId(1), fillId: 'f', side: 'bid', price: cents(40), size: shares(10), fee: cash(0), liquidity: 'maker' });
    const carried = first.engine.carry();
    const again = new Script();
    again.step({ type: 'SessionStarted', session: { id: 't', profile: 'test', mode: 'paper' }, carried });
    again.step({ type: 'ConfigSwapped', generation: 1, config: using(choosing({ active: 1 })) });
    ['a', 'b'].forEach((name, id) => again.step({ type: 'InstrumentListed', instrument: instrument({ id: marketId(id), name }) }));
    again.decide();
    expect(lives(again)).toEqual({ a: 'warming', b: 'liquidating' });
  });
});

describe('a strategy that selects', () => {
  const selecting = choosing({ active: 1 }, { select: bySpread });

  it('chooses nothing whose facts are not known', () => {
    const script = listed(selecting, ['a', 'b']).decide();
    expect(lives(script)).toEqual({ a: 'candidate', b: 'candidate' });
    expect(script.engine.marketStates().map(({ choice }) => choice)).toEqual(['what where asks is not known', 'what where asks is not known']);
  });

  it('looks again by itself within half a minute', () => {
    const script = listed(selecting, ['a', 'b']).decide();
    later(script, 29_999, 4, 8);
    expect(lives(script)).toEqual({ a: 'candidate', b: 'candidate' });
    expect(script.engine.wakeAt()).toBe(START + 30 * SECOND);
    script.decide(1);
    expect(lives(script)['b']).toBe('active');
  });

  it('takes no market whose book is not to be trusted, and keeps one that it has', () => {
    const script = later(listed(selecting, ['a', 'b']), 30 * SECOND, 4);
    const spoilt = (id: number): Script => script.step({ type: 'BookInvalidated', market: marketId(id), reason: 'updates are missing' });
    script.now += 120 * SECOND;
    wide(script, 1, 8);
    spoilt(0);
    spoilt(1).decide();
    expect(lives(script)).toEqual({ a: 'active', b: 'candidate' });
  });

  it('lets a better market take the slot after the dwell, and only when it is better by the margin', () => {
    const script = later(listed(selecting, ['a', 'b']), 30 * SECOND, 10);
    const look = (width: number): string => lives(later(script, 31 * SECOND, 10, width))['b']!;
    expect([look(15), look(11), look(12)]).toEqual(['candidate', 'candidate', 'active']);
    expect(lives(script)['a']).toBe('candidate');
    expect(changes(script)).toContain('a active → candidate: b is better');
  });

  it('says of each market its score and why it is not chosen', () => {
    const script = later(listed(selecting, ['a', 'b', 'c']), 30 * SECOND, 4, 8, 30);
    expect(script.engine.marketStates().map(({ score, choice }) => [score / cents(1), choice])).toEqual([[4, 'all 1 slots are held'], [8, 'chosen'], [30, 'where does not hold']]);
  });
});

describe('what a choice survives', () => {
  const selecting = choosing({ active: 1 }, { select: bySpread });
  const running = (): Script => later(listed(selecting, ['a', 'b']), 30 * SECOND, 4, 3);

  it('a snapshot: the same events choose the same', () => {
    const script = running();
    const copy = Engine.restore(JSON.parse(JSON.stringify(script.engine.snapshot())));
    expect(JSON.parse(JSON.stringify(copy.snapshot()))).toEqual(JSON.parse(JSON.stringify(script.engine.snapshot())));
    expect(copy.wakeAt()).toBe(script.engine.wakeAt());
  });

  it('a restart: what was chosen keeps its slot and its dwell', () => {
    const carried = running().engine.carry();
    expect([carried.markets['a']?.chosenSince, carried.markets['b']?.chosenSince]).toEqual([START + 30 * SECOND, undefined]);
    const again = new Script();
    again.now = START + 3_600_000;
    again.step({ type: 'SessionStarted', session: { id: 't', profile: 'test', mode: 'paper' }, carried });
    again.step({ type: 'ConfigSwapped', generation: 1, config: using(selecting) });
    ['b', 'a'].forEach((name, id) => again.step({ type: 'InstrumentListed', instrument: instrument({ id: marketId(id), name }) }));
    again.decide();
    expect(lives(again)).toEqual({ a: 'warming', b: 'candidate' });
    expect(again.engine.carry().markets['a']?.chosenSince).toBe(START + 30 * SECOND);
  });

  it('what it is carried for: a strategy that takes all carries no choice', () => {
    expect(listed(choosing(), ['a']).decide().engine.carry().markets['a']).not.toHaveProperty('chosenSince');
  });
});

describe('a series', () => {
  const MINUTE = 60_000;
  const series = choosing({}, { series: { name: 'up-15m', warmUpMs: MINUTE } });
  const windows: Readonly<Record<string, Partial<Instrument>>> = {
    w1: { series: 'up-15m', startsAt: timestamp(START), endsAt: timestamp(START + 15 * MINUTE) },
    w2: { series: 'up-15m', startsAt: timestamp(START + 15 * MINUTE), endsAt: timestamp(START + 30 * MINUTE) },
    other: { series: 'up-5m' }, none: {},
  };
  const opened = (): Script => {
    const script = listed(series, ['w2', 'w1', 'other', 'none'], (name) => windows[name]!);
    return wide(wide(script, 0, 4), 1, 4).decide();
  };
  const reached = (script: Script, ms: number): Script => later(script, START + ms - script.now, 4, 4);

  it('quotes the one that runs, and nothing that is not of the series', () => {
    const script = opened();
    expect(lives(script)).toMatchObject({ w1: 'active', w2: 'candidate', other: 'candidate', none: 'candidate' });
    expect(quoted(script)).toEqual(['w1']);
    expect(script.engine.market('none')?.reasons).toContain('NO_STRATEGY');
  });

  it('watches the successor before the change without quoting it', () => {
    const script = opened();
    script.take();
    expect(lives(reached(script, 14 * MINUTE))).toMatchObject({ w1: 'active', w2: 'warming' });
    expect(quoted(script)).toEqual([]);
    expect(script.engine.market('w2')?.reasons).toContain('NOT_CHOSEN');
  });

  it('quotes the successor in the very decision in which the one before ends', () => {
    const script = reached(opened(), 14 * MINUTE);
    script.take();
    script.step({ type: 'InstrumentStatusChanged', market: marketId(1), status: 'closed' }).decide();
    expect(lives(script)['w2']).toBe('active');
    expect(quoted(script)).toEqual(['w2']);
  });

  it('changes by time alone where nobody says that the one before ended', () => {
    const script = reached(opened(), 14 * MINUTE);
    expect(script.engine.wakeAt()! <= START + 14 * MINUTE + 30 * SECOND).toBe(true);
    reached(script, 15 * MINUTE);
    expect(lives(script)['w2']).toBe('active');
  });
});
