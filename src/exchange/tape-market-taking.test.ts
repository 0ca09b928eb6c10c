import { expect, test } from 'vitest';
import { TapeScene } from './tape-market.fixture.ts';

const scene = (): TapeScene => new TapeScene().book({ 48: 100, 47: 50 }, { 52: 80, 53: 60 });

test('an order that may take walks the displayed levels at their prices and its rest joins the book', () => {
  const s = scene().order('a', 'bid', 53, 200, false);
  expect(s.fills).toEqual(['taker 52 x 80 of a', 'taker 53 x 60 of a']);
  expect([s.remaining('a'), s.ahead('a')]).toEqual([60, 0]);
});

test('an order that is filled on arrival does not rest', () => {
  const s = scene().order('a', 'bid', 52, 80, false);
  expect([s.remaining('a'), s.ahead('a')]).toEqual([0, null]);
});

test('what was taken stays taken while the level shows it, for every order of ours', () => {
  const s = scene().order('a', 'bid', 52, 50, false).order('b', 'bid', 52, 50, false);
  expect(s.fills).toEqual(['taker 52 x 50 of a', 'taker 52 x 30 of b']);
  s.level('ask', 52, 80).level('ask', 52, 60);
  expect(s.fills).toHaveLength(2);
  expect(s.level('ask', 52, 65, 100).fills).toHaveLength(2);
  expect(s.level('ask', 52, 85, 100).fills.at(-1)).toBe('maker 52 x 5 of b');
});

test('what was taken is the same quote for ten seconds, wherever within our reach it shows again, for takers and makers', () => {
  const s = scene().order('a', 'bid', 52, 160, false).level('ask', 52, 0, 100).level('ask', 51, 80, 100);
  expect(s.fills).toEqual(['taker 52 x 80 of a']);
  const back = (afterMs: number): TapeScene => scene().order('a', 'bid', 52, 80, false).level('ask', 52, 0, 100).level('ask', 52, 80, afterMs);
  expect(back(100).takeable('bid', 52)).toBe(0);
  expect(back(100).order('b', 'bid', 52, 80, false, 100).fills).toEqual(['taker 52 x 80 of a']);
  expect(back(10_000).takeable('bid', 52)).toBe(80);
  expect(back(10_000).order('b', 'bid', 52, 80, false, 100).fills).toEqual(['taker 52 x 80 of a', 'taker 52 x 80 of b']);
});

test('a quote that a maker of ours met is not taken when it shows again', () => {
  const s = scene().order('a', 'bid', 51, 30).level('ask', 51, 30).level('ask', 51, 0, 100).level('ask', 50, 40, 100).order('b', 'bid', 51, 40, false, 100);
  expect(s.fills).toEqual(['maker 51 x 30 of a', 'taker 50 x 10 of b']);
});

test('each quote is forgotten ten seconds after we took it, however often we take', () => {
  const s = scene();
  for (let i = 0; i < 8; i++) s.order(`o${i}`, 'bid', 52, 20, false).level('ask', 52, 0, 100).level('ask', 52, 80, 100);
  expect(s.fills).toEqual(Array.from({ length: 8 }, (_, i) => `taker 52 x 20 of o${i}`));
});

test('an order that may take and comes while the book is in doubt or crossed takes once it is sound, and pays for it', () => {
  expect(scene().doubt().order('a', 'bid', 52, 50, false).confirm().fills).toEqual(['taker 52 x 50 of a']);
  expect(scene().doubt().order('a', 'bid', 53, 90, false).book({ 48: 10 }, { 51: 60, 53: 60 }).fills).toEqual(['taker 51 x 60 of a', 'taker 53 x 30 of a']);
  expect(scene().level('bid', 52, 10).order('a', 'bid', 53, 50, false).level('bid', 52, 0).fills).toEqual(['taker 52 x 50 of a']);
  // Once: what reaches it later meets it as any order that rests.
  expect(scene().doubt().order('a', 'bid', 51, 50, false).confirm().level('ask', 51, 20).fills).toEqual(['maker 51 x 20 of a']);
  expect(scene().doubt().order('a', 'bid', 52, 50, false).cancel('a').confirm().fills).toEqual([]);
  const paused = scene().doubt().order('a', 'bid', 52, 50, false).status('paused').confirm();
  expect(paused.fills).toEqual([]);
  expect(paused.status('open').fills).toEqual(['taker 52 x 50 of a']);
});

test('fills come in lots: dust of a print or a level is nobody\'s', () => {
  const s = scene().order('a', 'bid', 49, 30).trade('ask', 49, 2.7).level('ask', 49, 3.9);
  expect(s.fills).toEqual(['maker 49 x 2 of a', 'maker 49 x 3 of a']);
});
