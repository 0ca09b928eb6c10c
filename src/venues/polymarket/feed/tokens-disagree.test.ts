import { expect, it } from 'vitest';
import { change, MARKET } from './condition-book.fixture.ts';
import { tokensDisagree } from './tokens-disagree.ts';

const NO = { token: MARKET.noId };

it('finds a change whose mirror is another', () => {
  expect(tokensDisagree([change('bid', '0.49', '7'), change('ask', '0.51', '8', NO)])).toBe(true);
  expect(tokensDisagree([change('bid', '0.3', '1'), change('bid', '0.49', '7', NO), change('ask', '0.51', '8')])).toBe(true);
});

it('lets pass mirrors, changes of different levels, and one token alone', () => {
  expect(tokensDisagree([change('bid', '0.49', '7'), change('ask', '0.51', '7', NO)])).toBe(false);
  expect(tokensDisagree([change('bid', '0.49', '7'), change('bid', '0.51', '8', NO)])).toBe(false);
  expect(tokensDisagree([change('bid', '0.49', '7'), change('bid', '0.49', '8')])).toBe(false);
  expect(tokensDisagree([change('bid', '0.49', '7'), change('ask', '0.5', '8', NO), change('bid', '0.48', '1')])).toBe(false);
  expect(tokensDisagree([])).toBe(false);
});

it('judges by the last word on a level, where one message has several', () => {
  const words = [change('bid', '0.49', '7'), change('ask', '0.51', '7', NO), change('bid', '0.49', '9')];
  expect(tokensDisagree(words)).toBe(true);
  expect(tokensDisagree([...words, change('ask', '0.51', '9', NO)])).toBe(false);
});
