import { expect, test } from 'vitest';
import { describeQueueModelContract } from './queue-model.contract.ts';
import { TapeScene } from './tape-market.fixture.ts';
import { tradeThroughQueue } from './trade-through-queue.ts';

describeQueueModelContract(tradeThroughQueue);

test('prints at our price never fill, prints through it and quotes that reach it do', () => {
  const scene = (): TapeScene => new TapeScene({}, tradeThroughQueue).book({ 48: 100 }, { 52: 80 }).order('a', 'bid', 49, 30);
  expect(scene().trade('ask', 49, 500).fills).toEqual([]);
  expect(scene().trade('ask', 48, 12).fills).toEqual(['maker 49 x 12 of a']);
  expect(scene().level('ask', 49, 7).fills).toEqual(['maker 49 x 7 of a']);
});
