import { expect, it } from 'vitest';
import { cents, settings } from '../engine.fixture.ts';
import { resolveSettings } from './resolve-settings.ts';

it('adds ticks of the market to every distance', () => {
  const distance = (c: number, ticks: number) => ({ micros: cents(c), ticks });
  const using = settings({ quote: { halfSpread: distance(1, 2), layers: { step: distance(0, 3) }, refresh: { tolerance: distance(2, 0) }, minEdge: distance(0.5, 1) } });
  expect(resolveSettings(using, cents(0.1))).toMatchObject({ halfSpread: cents(1.2), step: cents(0.3), tolerance: cents(2), minEdge: cents(0.6), limits: using.limits });
});
