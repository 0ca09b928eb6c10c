import { expect, it } from 'vitest';
import { Engine } from '../engine.ts';
import { config, Script, settings, shares } from '../engine.fixture.ts';

it('counts fills, refusals, what was not quoted and why, and where the inventory went', () => {
  const script = Script.open(config({ settings: settings({ limits: { position: shares(10) } }) })).book([[48, 100]], [[52, 100]]).decide();
  script.accept('s-1').reject('s-2').fill('s-1', 'bid', 48, 10, 'a').fill('s-1', 'bid', 48, 10, 'a').fill('late', 'ask', 52, 14).decide();
  const statistics = script.engine.statistics();
  expect(statistics).toMatchObject({ fills: 2, duplicateFills: 1, refusals: { 'would-cross': 1 }, inventory: { rain: { first: 0, min: -4, max: 10, last: -4 } } });
  script.fill('s-9', 'bid', 48, 14).decide();
  expect(script.engine.statistics().quotesDropped).toEqual({ 'reduce-only': 1 });
});

it('measures the time with a working order on both sides over the time a strategy watched', () => {
  const script = Script.open().book([[48, 100]], [[52, 100]]).decide();
  script.decide(1_000).accept('s-1', 's-2').decide(0).decide(3_000);
  expect(script.engine.statistics().quoteUptime).toBe(0.75);
  expect(script.market().quoteUptime).toBe(0.75);
  expect(new Engine().statistics()).toMatchObject({ decisions: 0, quoteUptime: 0 });
});
