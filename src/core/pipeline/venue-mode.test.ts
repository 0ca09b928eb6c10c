// What a venue takes at the moment, by its own refusals: what is held back meanwhile, and that all is as before afterwards.

import { describe, expect, it } from 'vitest';
import type { VenueTakes } from '../domain/events.ts';
import { Engine } from '../engine.ts';
import { cents, config, Script, settings } from '../engine.fixture.ts';
import { using } from '../liquidation/liquidation.fixture.ts';

const says = (script: Script, takes: VenueTakes, reason = 'restarting: Too Early'): Script => script.step({ type: 'VenueModeChanged', venue: 'test', takes, reason }).decide();
const book = (script: Script): Script => script.book([[48, 100]], [[52, 100]]);
/** The book is seen again, and decided on. */
const later = (script: Script, ms: number): Script => { script.now += ms; return book(script).decide(10); };
const quoting = (postOnly = true): Script => book(Script.open(config({ settings: settings({ quote: { postOnly } }) }))).decide();

describe('a venue that takes cancels alone', () => {
  it('is sent cancels and no orders, and orders at once when it is worth asking, whatever was refused before', () => {
    const script = quoting().accept('s-1');
    script.take();
    for (let i = 0; i < 3; i++) script.reject('s-2', 'venue-error');
    expect(says(script, 'cancels').asked()).toEqual(['cancel s-1']);
    expect(script.market()).toMatchObject({ permission: 'cancel-only', reasons: ['VENUE_TAKES_NO_ORDERS'] });
    expect(script.canceled('s-1').decide(10).decide(60_000).asked()).toEqual([]);
    const again = quoting().accept('s-1').reject('s-2', 'venue-error');
    says(again, 'cancels').canceled('s-1').take();
    expect(says(book(again), 'everything').asked()).toHaveLength(2);
  });

  it('is told of once, until it has taken an order again', () => {
    const script = quoting().reject('s-1', 'venue-error');
    for (let i = 0; i < 3; i++) says(says(script, 'cancels'), 'everything');
    expect(script.alerts()).toEqual(['VENUE_MODE']);
    const placed = script.take().flatMap((c) => (c.type === 'PlaceOrder' ? [c.clientId] : []));
    script.accept(placed.at(-1)!);
    expect(script.alerts()).toEqual(['VENUE_MODE', 'VENUE_MODE_OVER']);
    says(script, 'cancels');
    expect(script.alerts()).toEqual(['VENUE_MODE', 'VENUE_MODE_OVER', 'VENUE_MODE']);
  });

  it('is the same after a snapshot', () => {
    const script = says(quoting().accept('s-1', 's-2'), 'cancels');
    const copy = new Script(Engine.restore(JSON.parse(JSON.stringify(script.engine.snapshot()))));
    expect(copy.market()).toMatchObject({ permission: 'cancel-only', reasons: ['VENUE_TAKES_NO_ORDERS'] });
  });
});

describe('a venue that takes only what closes', () => {
  const holding = (): Script => {
    const script = book(quoting().accept('s-1', 's-2').fill('s-1', 'bid', 48, 10)).decide(2_000);
    script.take();
    return script;
  };

  it('keeps the order that reduces and is sent more of them, and none that opens', () => {
    const script = holding().reject('s-3', 'venue-error');
    expect(says(script, 'closing', 'close-only: address in closed only mode').asked()).toEqual([]);
    expect(script.market()).toMatchObject({ permission: 'reduce-only', reasons: ['VENUE_TAKES_CLOSING_ONLY'] });
    script.canceled('s-2');
    expect(later(script, 60_000).asked()).toEqual(['ask 52c 10']);
    expect(later(script, 600_000).asked()).toEqual([]);
    expect(later(says(script, 'everything'), 10).asked()).toEqual(['bid 48c 10']);
  });

  it('is left at once where an operator wants to be out, without asking for more', () => {
    const script = Script.open(config({ settings: using() }));
    book(script).decide().accept('s-1', 's-2').fill('s-1', 'bid', 48, 80);
    later(says(later(script, 2_000), 'closing').canceled('s-2'), 10).take();
    later(script.operator({ kind: 'liquidate', market: 'rain', stage: 'market' }), 2_000).canceled('s-3').decide();
    const sent = script.take();
    expect(sent.some(({ type }) => type === 'AskVenueAgain')).toBe(false);
    expect(sent).toContainEqual(expect.objectContaining({ type: 'PlaceOrder', side: 'ask', price: cents(43), postOnly: false, leg: { outcome: 'yes', action: 'sell', price: cents(43) } }));
  });

  it('is not said to take orders again for one that closes', () => {
    const script = says(says(holding().reject('s-3', 'venue-error'), 'closing'), 'everything').canceled('s-2').decide(10);
    const placed = (side: 'bid' | 'ask'): string => script.sent.flatMap((c) => (c.type === 'PlaceOrder' && c.side === side ? [c.clientId] : [])).at(-1)!;
    script.accept(placed('ask'));
    expect(script.alerts()).toEqual(['VENUE_MODE']);
    script.accept(placed('bid'));
    expect(script.alerts()).toEqual(['VENUE_MODE', 'VENUE_MODE_OVER']);
  });
});

describe('an operator who resumes or wants to be out', () => {
  const asksAgain = (script: Script): boolean => script.take().some(({ type }) => type === 'AskVenueAgain');

  it('has a venue asked at once that takes less than everything, and no other', () => {
    for (const action of [{ kind: 'resume', market: null }, { kind: 'resume', market: 'rain' }, { kind: 'liquidate', market: 'rain', stage: 'market' }] as const) {
      const script = quoting();
      expect(asksAgain(script.operator(action))).toBe(false);
      expect(asksAgain(says(script, 'cancels').operator(action))).toBe(true);
    }
  });
});

describe('a venue that takes makers alone', () => {
  it('is sent orders that only rest, and none that might take', () => {
    const makers = says(Script.open(config({ settings: settings({ quote: { postOnly: true } }) })), 'makers');
    expect(book(makers).decide().asked()).toHaveLength(2);
    expect(makers.market().permission).toBe('full');
    const takers = says(Script.open(config({ settings: settings({ quote: { postOnly: false } }) })), 'makers');
    expect(book(takers).decide().asked()).toEqual([]);
    expect(takers.engine.explain('rain')!.bids[0]!.order).toMatchObject({ action: 'wait', why: 'venue-post-only' });
    expect(says(takers, 'everything').asked()).toHaveLength(2);
  });
});
