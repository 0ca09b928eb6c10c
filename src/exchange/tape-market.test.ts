import { describe, expect, test } from 'vitest';
import type { Instrument } from '../core/domain/instrument.ts';
import { proportionalQueue } from './proportional-queue.ts';
import type { QueueModel } from './queue-model.ts';
import { TapeScene } from './tape-market.fixture.ts';

const scene = (over: Partial<Instrument> = {}, queue?: QueueModel): TapeScene => new TapeScene(over, queue).book({ 48: 100, 47: 50 }, { 52: 80, 53: 60 });

describe('queue', () => {
  test('an order stands behind all that is displayed at its price and is filled with what a print leaves after it', () => {
    const s = scene().order('a', 'bid', 48, 30);
    expect(s.ahead('a')).toBe(100);
    s.trade('ask', 48, 90);
    expect([s.ahead('a'), s.fills]).toEqual([10, []]);
    s.trade('ask', 48, 25);
    expect(s.fills).toEqual(['maker 48 x 15 of a']);
    s.trade('ask', 48, 100);
    expect(s.fills).toEqual(['maker 48 x 15 of a', 'maker 48 x 15 of a']);
    expect([s.ahead('a'), s.remaining('a')]).toEqual([null, 0]);
  });

  test('what joins the level later stands behind us, and cancels are theirs', () => {
    const s = scene().order('a', 'bid', 48, 30).level('bid', 48, 180).level('bid', 48, 110);
    expect(s.ahead('a')).toBe(100);
    s.level('bid', 48, 40);
    expect(s.ahead('a')).toBe(40);
  });

  test('an order alone at a better price has nothing ahead', () => {
    expect(scene().order('a', 'bid', 49, 30).trade('ask', 49, 12).fills).toEqual(['maker 49 x 12 of a']);
  });

  test('prints at worse prices, and takers on our own side, do not touch us', () => {
    expect(scene().order('a', 'bid', 48, 30).trade('bid', 48, 500).trade('bid', 40, 500).trade('ask', 49, 500).fills).toEqual([]);
  });

  test('a print through our price fills us at our price, up to its size, whatever stood ahead', () => {
    expect(scene().order('a', 'bid', 48, 30).trade('ask', 47, 20).fills).toEqual(['maker 48 x 20 of a']);
    expect(scene().order('a', 'ask', 52, 30).trade('bid', 53, 50).fills).toEqual(['maker 52 x 30 of a']);
  });

  test('one print serves our orders by price, then by time, and never gives more than its size', () => {
    const s = scene().order('late', 'bid', 48, 30).order('later', 'bid', 48, 30).order('better', 'bid', 49, 20);
    s.level('bid', 48, 0).trade('ask', 48, 60);
    expect(s.fills).toEqual(['maker 49 x 20 of better', 'maker 48 x 30 of late', 'maker 48 x 10 of later']);
  });

  test('an order behind another of ours waits for the rest of the queue too', () => {
    const s = scene().order('a', 'bid', 48, 10).level('bid', 48, 150).order('b', 'bid', 48, 10);
    expect([s.ahead('a'), s.ahead('b')]).toEqual([100, 150]);
    s.trade('ask', 48, 120);
    expect(s.fills).toEqual(['maker 48 x 10 of a']);
    s.trade('ask', 48, 30);
    expect(s.fills).toEqual(['maker 48 x 10 of a']);
    s.trade('ask', 48, 6);
    expect(s.fills).toEqual(['maker 48 x 10 of a', 'maker 48 x 6 of b']);
  });

  test('a level out of view has an unknown queue until it is shown', () => {
    const s = scene().order('a', 'bid', 45, 10).trade('ask', 45, 1_000);
    expect([s.ahead('a'), s.fills]).toEqual([Infinity, []]);
    s.level('bid', 45, 70);
    expect(s.ahead('a')).toBe(70);
  });

  test('an unseen level before the best one has nothing ahead once the book is confirmed', () => {
    const s = new TapeScene().level('bid', 48, 100).level('ask', 52, 80).order('a', 'bid', 49, 10);
    expect(s.ahead('a')).toBe(Infinity);
    expect(s.confirm().ahead('a')).toBe(0);
  });

  test('an order that comes while the book is in doubt has an unknown queue until a book that is trusted shows its level', () => {
    const s = scene().doubt().order('a', 'bid', 49, 10).order('b', 'bid', 48, 10).level('bid', 48, 20).trade('ask', 49, 10);
    expect([s.ahead('a'), s.ahead('b'), s.fills]).toEqual([Infinity, Infinity, []]);
    s.book({ 49: 500, 48: 100 }, { 52: 80 });
    expect([s.ahead('a'), s.ahead('b')]).toEqual([500, 100]);
    expect(s.trade('ask', 49, 10).fills).toEqual([]);
    expect(scene().doubt().order('a', 'bid', 48, 10).level('bid', 48, 70).confirm().ahead('a')).toBe(70);
  });

  test('an order that came before the doubt keeps its place in it', () => {
    const s = scene({}, proportionalQueue).order('a', 'bid', 48, 10).doubt().level('bid', 48, 50);
    expect(s.ahead('a')).toBe(50);
    expect(s.trade('ask', 48, 55).fills).toEqual(['maker 48 x 5 of a']);
  });

  test('a level out of view has nothing ahead once the best bid is below it', () => {
    const s = scene().order('a', 'bid', 45, 10).book({ 44: 20 }, { 52: 80 });
    expect(s.ahead('a')).toBe(0);
  });

  test('a level change that its print follows brings us forward once', () => {
    const s = scene().order('a', 'bid', 48, 30).level('bid', 48, 60).trade('ask', 48, 40, 20);
    expect([s.ahead('a'), s.fills]).toEqual([60, []]);
    // Also where the level changed just before our order came.
    expect(scene().level('bid', 48, 60).order('a', 'bid', 48, 30, true, 10).trade('ask', 48, 40, 10).ahead('a')).toBe(60);
    expect(scene().level('bid', 48, 60).order('a', 'bid', 48, 30).trade('ask', 48, 40).ahead('a')).toBe(20);
    const twice = scene().level('bid', 48, 80).level('bid', 48, 60, 10).order('a', 'bid', 48, 30, true, 10).trade('ask', 48, 40, 10);
    expect(twice.ahead('a')).toBe(60);
    const printed = scene().level('bid', 48, 60).trade('ask', 48, 40, 20).order('a', 'bid', 48, 30, true, 10).trade('ask', 48, 10, 10);
    expect(printed.ahead('a')).toBe(50);
  });

  test('a level change that follows its print is no cancel, whatever share of cancels the model gives us', () => {
    const shared = (): TapeScene => scene({}, proportionalQueue).order('a', 'bid', 48, 30).level('bid', 48, 200);
    expect(shared().trade('ask', 48, 40).level('bid', 48, 160, 50).ahead('a')).toBe(60);
    // What left beyond the print was a cancel: 40 of 160.
    expect(shared().trade('ask', 48, 40).level('bid', 48, 120, 50).ahead('a')).toBe(45);
    expect(shared().level('bid', 48, 160).ahead('a')).toBe(80);
    expect(shared().level('bid', 48, 160).trade('ask', 48, 40, 50).ahead('a')).toBe(60);
    expect(shared().level('bid', 48, 160).trade('ask', 48, 40).ahead('a')).toBe(40);
  });

  test('a whole book tells the same of our level as a change of it alone', () => {
    const shared = (): TapeScene => scene({}, proportionalQueue).order('a', 'bid', 48, 30).level('bid', 48, 200);
    expect(shared().book({ 48: 160, 47: 50 }, { 52: 80 }).ahead('a')).toBe(80);
    expect(shared().trade('ask', 48, 40, 2_500).book({ 48: 160, 47: 50 }, { 52: 80 }, 50).ahead('a')).toBe(60);
  });

  test('a cancelled order is filled no more', () => {
    expect(scene().order('a', 'bid', 49, 30).cancel('a').trade('ask', 40, 100).fills).toEqual([]);
  });
});

describe('quotes that reach us', () => {
  test('a displayed quote at our price fills us at our price, up to its size, once', () => {
    const s = scene().order('a', 'bid', 50, 30).level('ask', 50, 12);
    expect(s.fills).toEqual(['maker 50 x 12 of a']);
    s.level('ask', 53, 61).level('ask', 50, 12);
    expect(s.fills).toHaveLength(1);
    s.level('ask', 50, 15);
    expect(s.fills).toEqual(['maker 50 x 12 of a', 'maker 50 x 3 of a']);
  });

  test('a quote through our price still fills at ours, over several levels, best order first', () => {
    const s = scene().order('a', 'bid', 49, 30).order('b', 'bid', 50, 10).book({ 40: 5 }, { 45: 8, 47: 8, 49: 8, 51: 8 });
    expect(s.fills).toEqual(['maker 50 x 10 of b', 'maker 49 x 14 of a']);
  });

  test('a level that shrinks and comes back as it was is the same quote for ten seconds, and another one after', () => {
    const s = scene().order('a', 'bid', 50, 30).level('ask', 50, 12).level('ask', 50, 7).level('ask', 50, 12);
    expect(s.fills).toEqual(['maker 50 x 12 of a']);
    s.level('ask', 50, 0, 12_000).level('ask', 50, 12);
    expect(s.fills).toEqual(['maker 50 x 12 of a', 'maker 50 x 12 of a']);
  });

  test('one quote that flickers between two levels within our reach meets us once', () => {
    const s = scene().order('a', 'bid', 51, 100);
    for (let i = 0; i < 5; i++) s.level('ask', 50, 20, 100).level('ask', 50, 0, 100).level('ask', 51, 20, 100).level('ask', 51, 0, 100);
    expect(s.fills).toEqual(['maker 51 x 20 of a']);
    expect(s.level('ask', 50, 50, 100).fills).toEqual(['maker 51 x 20 of a', 'maker 51 x 30 of a']);
  });

  test('a print through our price of what had left its level before we came fills nothing', () => {
    const s = scene().level('bid', 48, 10).order('a', 'bid', 49, 60, true, 20).trade('ask', 48, 90, 30);
    expect(s.fills).toEqual([]);
  });

  test('nor when more left the level since, nor when we came in the millisecond in which it left', () => {
    const cancelled = scene().level('bid', 48, 20).order('a', 'bid', 49, 60, true, 20).level('bid', 48, 19, 20).trade('ask', 48, 80, 30);
    expect(cancelled.fills).toEqual([]);
    expect(scene().level('bid', 48, 20).order('a', 'bid', 49, 60, true, 0).trade('ask', 48, 80, 30).fills).toEqual([]);
    expect(scene().level('bid', 48, 20).order('a', 'bid', 49, 60, true, 0).trade('ask', 48, 80, 1_100).fills).toEqual([]);
  });

  test('what left the level before we came is known of each order and counts once, oldest first', () => {
    const s = scene().order('old', 'bid', 50, 10).level('bid', 48, 60, 2_500).order('new', 'bid', 49, 60, true, 10).level('bid', 48, 40, 10);
    // 40 left before the new one came: 30 of them print first, then the last 10 with 15 of what left after.
    expect(s.trade('ask', 48, 30, 10).fills).toEqual(['maker 50 x 10 of old']);
    expect(s.trade('ask', 48, 25, 10).fills).toEqual(['maker 50 x 10 of old', 'maker 49 x 15 of new']);
    // Too old to be the cause of a print.
    expect(scene().level('bid', 48, 20).order('a', 'bid', 49, 60, true, 20).trade('ask', 48, 80, 2_500).fills).toEqual(['maker 49 x 60 of a']);
  });

  test('what left a level before we came stays known on another tick, and what left others is none of it', () => {
    const s = scene().level('bid', 48, 20).order('a', 'bid', 49, 60, true, 20);
    s.tick(0.5);
    expect(s.trade('ask', 47, 10, 20).fills).toEqual(['maker 49 x 10 of a']);
    expect(s.trade('ask', 48, 80, 20).fills).toHaveLength(1);
    const early = scene().level('bid', 48, 20);
    early.tick(0.5);
    expect(early.order('a', 'bid', 49, 60, true, 20).trade('ask', 48, 80, 20).fills).toEqual([]);
  });

  test('nothing is filled from a book in doubt or crossed in itself; once it is confirmed what still reaches us fills', () => {
    const s = scene().order('a', 'bid', 50, 30).doubt().level('ask', 50, 12);
    expect(s.fills).toEqual([]);
    expect(s.confirm().fills).toEqual(['maker 50 x 12 of a']);
    const crossed = scene().order('a', 'bid', 48, 30).level('ask', 48, 12);
    expect(crossed.fills).toEqual([]);
    expect(crossed.level('bid', 48, 0).fills).toEqual(['maker 48 x 12 of a']);
  });

  test('prints count in a book in doubt', () => {
    expect(scene().order('a', 'bid', 49, 30).doubt().trade('ask', 49, 5).fills).toEqual(['maker 49 x 5 of a']);
  });

  test('nothing of a book that was never shown whole is traded against', () => {
    const s = new TapeScene().level('ask', 50, 100).order('a', 'bid', 50, 10, false);
    expect([s.fills, s.ahead('a')]).toEqual([[], Infinity]);
  });
});

describe('a paused market', () => {
  test('fills nothing, from prints or quotes, and what reaches us when it opens fills then', () => {
    const s = scene().order('a', 'bid', 50, 30).status('paused').trade('ask', 50, 5).trade('ask', 49, 5).level('ask', 50, 12);
    expect(s.fills).toEqual([]);
    expect(s.status('open').fills).toEqual(['maker 50 x 12 of a']);
  });

  test('goes on telling of the queue', () => {
    const s = scene().order('a', 'bid', 48, 30).status('paused').level('bid', 48, 20).status('open').trade('ask', 48, 25);
    expect(s.fills).toEqual(['maker 48 x 5 of a']);
  });
});

describe('a book of which only prices are known', () => {
  const unsized = (): TapeScene => new TapeScene({ isUnsized: true }).book({ 48: 1 }, { 52: 1 });

  test('has an unknown queue at every price: prints there fill nothing', () => {
    const s = unsized().order('a', 'bid', 48, 30).order('b', 'bid', 49, 30).level('bid', 48, 0).trade('ask', 48, 500, 20);
    expect(s.ahead('a')).toBe(Infinity);
    expect(s.fills).toEqual(['maker 49 x 30 of b']);
    expect(unsized().order('b', 'bid', 49, 30).trade('ask', 49, 500).fills).toEqual([]);
  });

  test('fills from quotes that reach us no more than the least size they state', () => {
    expect(unsized().order('a', 'bid', 50, 30).level('ask', 49, 1).level('ask', 50, 1).fills).toEqual(['maker 50 x 1 of a', 'maker 50 x 1 of a']);
  });
});

describe('another tick', () => {
  test('a finer one keeps the book, what is known of it, our orders and their places', () => {
    const s = scene().order('a', 'bid', 48, 30);
    expect(s.tick(0.5)).toEqual([]);
    expect(s.trade('ask', 48, 110).fills).toEqual(['maker 48 x 10 of a']);
    s.order('b', 'bid', 47.5, 10);
    expect(s.ahead('b')).toBe(0);
    expect(s.level('ask', 47.5, 4).level('bid', 48, 0).fills.at(-1)).toBe('maker 48 x 4 of a');
  });

  test('a finer one keeps what we used up of a level', () => {
    const s = scene().order('a', 'bid', 52, 50, false);
    s.tick(0.1);
    expect(s.order('b', 'bid', 52, 50, false).fills).toEqual(['taker 52 x 50 of a', 'taker 52 x 30 of b']);
  });

  test('a coarser one names our orders that no longer fit, and doubts the book until it is shown again', () => {
    const s = scene().order('a', 'bid', 50, 30).order('b', 'bid', 49, 30);
    expect(s.tick(2)).toEqual(['b']);
    expect(s.level('ask', 50, 10).fills).toEqual([]);
    expect(s.confirm().fills).toEqual(['maker 50 x 10 of a']);
  });
});

test('what a whole book no longer lists has left its level: its print, when it comes, is none of ours', () => {
  const s = scene().book({ 47: 50 }, { 52: 80 }).order('a', 'bid', 48, 30, true, 20).trade('ask', 48, 60, 20);
  expect(s.fills).toEqual([]);
});

test('a print at a price that is no level says nothing of the levels around it', () => {
  const s = new TapeScene().book({ 49: 10 }, { 52: 80 }).level('bid', 48, 100).trade('ask', 48.5, 12).order('a', 'bid', 48, 30);
  expect(s.ahead('a')).toBe(100);
});

test('a print at a price that is no level fills what it goes through, and only that', () => {
  const s = scene().order('a', 'bid', 49, 30).order('b', 'bid', 48, 30).trade('ask', 48.5, 12);
  expect(s.fills).toEqual(['maker 49 x 12 of a']);
});
