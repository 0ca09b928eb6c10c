import { expect, it } from 'vitest';
import type { Command } from '../core/domain/commands.ts';
import { marketId } from '../core/domain/instrument.ts';
import { size, timestamp } from '../core/domain/numbers.ts';
import { unsentAnswers } from './unsent.ts';

const NOW = timestamp(5);
const issued = { ts: timestamp(1), generation: 1, venue: 'test', market: marketId(0), size: size(1), requestId: 9 };

it('sends nothing that moves tokens or adds risk while the journal cannot be written, and proves that to the engine', () => {
  const commands: Command[] = [
    { type: 'MergePairs', ...issued }, { type: 'SplitPairs', ...issued }, { type: 'RedeemPairs', ...issued }, { type: 'ConvertPositions', ...issued, markets: [marketId(0)] },
    { type: 'CancelOrder', ...issued, clientId: 'a' }, { type: 'QueryHoldings', ...issued },
  ];
  const { sent, answers } = unsentAnswers(commands, NOW);
  expect(sent.map(({ type }) => type)).toEqual(['CancelOrder', 'QueryHoldings']);
  const failed = { ts: NOW, market: marketId(0), requestId: 9, detail: expect.stringContaining('not sent') };
  expect(answers).toEqual([{ type: 'MergeFailed', ...failed }, ...['split', 'redeem', 'convert'].map(() => ({ type: 'TokenOperationFailed', ...failed }))]);
});
