// What a venue takes at the moment, by its own refusals: what is held back meanwhile, and that all is as before afterwards.

import { describe, expect, it } from 'vitest';
import type { VenueTakes } from '../domain/events.ts';
import { Engine } from '../engine.ts';
import { config, Script, settings } from '../engine.fixture.ts';

const says = (script: Script, takes: VenueTakes, reason = 'restarting: Too Early'): Script => script.step({ type: 'VenueModeChanged', venue: 'test', takes, reason }).decide();
const book = (script: Script): Script => script.book([[48, 100]], [[52, 100]]);
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
