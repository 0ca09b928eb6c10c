import { expect, test } from 'vitest';
import { cents, config, PLAIN, Script, START } from '../engine.fixture.ts';

const TIGHT = { kind: 'compare', left: { fact: 'spread', windowMs: null }, operator: 'lessThan', right: cents(3) } as const;
const MAKER = { name: 'maker', kind: 'market-maker', settings: PLAIN, overrides: {} } as const;
const selecting = config({
  strategies: [{ ...MAKER, active: 1, markets: { venue: 'test', include: ['*'], exclude: [], select: { where: { kind: 'all', of: [TIGHT] }, rankBy: 'spread', dwellMs: 0, betterBy: 0 } } }],
});
const looked = (using = selecting): Script => {
  const script = Script.open(using);
  script.now += 30_000;
  return script.book([[48, 100]], [[52, 100]]).decide();
};

test('a market that is not chosen says so, with its score and what the condition sees', () => {
  const script = looked();
  expect(script.market().choice).toEqual({ since: START, rankBy: 'spread', score: 0.04, why: 'where does not hold' });
  expect(script.engine.explain('rain')).toMatchObject({
    choice: { why: 'where does not hold' },
    where: { kind: 'all', result: 'false', of: [{ fact: 'spread', result: 'false', actualText: '4c', expectedText: '3c' }] },
    noBidBecause: 'NOT_CHOSEN',
  });
});

test('a market whose strategy takes all is active, unranked and without a condition', () => {
  const script = looked(config());
  expect(script.market().choice).toEqual({ since: script.now, rankBy: null, score: null, why: 'its strategy takes all that it includes' });
  expect(script.engine.explain('rain')?.where).toBeNull();
});

test('a market that no strategy has was not looked at', () => {
  expect(looked(config({ strategies: [] })).market().choice).toEqual({ since: START, rankBy: null, score: null, why: null });
});
