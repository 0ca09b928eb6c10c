// What a simulated venue does when pairs are to be split or merged: moves cash and tokens of its account and answers. It pays
// what resolves by itself, so that nothing is left to redeem, and converts nothing.

import type { TokenCommand } from '../core/domain/commands.ts';
import type { TokenAnswer } from '../core/domain/events.ts';
import type { Instrument } from '../core/domain/instrument.ts';
import type { TimestampMs } from '../core/domain/numbers.ts';
import type { ExchangeAccount } from './account.ts';

/** `instrument`: undefined for a market that is not listed. */
export function performTokens(command: TokenCommand, ts: TimestampMs, account: ExchangeAccount, instrument: Instrument | undefined): TokenAnswer {
  const { market, requestId } = command;
  const failed = (detail: string): TokenAnswer => ({ type: 'TokenOperationFailed', ts, market, requestId, detail });
  switch (command.type) {
    case 'MergePairs': {
      const refusal = account.merge(market, command.size);
      return refusal === null ? { type: 'PairsMerged', ts, market, requestId, size: command.size } : { type: 'MergeFailed', ts, market, requestId, detail: refusal };
    }
    case 'SplitPairs': {
      if (instrument === undefined) return failed('no such market');
      const refusal = instrument.canSplit === true ? account.split(market, command.size) : 'pairs do not stay pairs here';
      return refusal === null ? { type: 'PairsSplit', ts, market, requestId, size: command.size } : failed(refusal);
    }
    case 'RedeemPairs': return failed('what resolves is paid by itself');
    case 'ConvertPositions': return failed('nothing is converted here');
  }
}
