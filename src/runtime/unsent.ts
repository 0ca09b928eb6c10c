// While the journal cannot be written, only cancels and queries go to the venue. What is held back was proved never sent,
// and the engine is told so in the same words a venue would use.

import type { Command } from '../core/domain/commands.ts';
import type { Event } from '../core/domain/events.ts';
import type { TimestampMs } from '../core/domain/numbers.ts';

const DETAIL = 'not sent: the journal cannot be written';

export function unsentAnswers(commands: readonly Command[], ts: TimestampMs): { readonly sent: readonly Command[]; readonly answers: readonly Event[] } {
  const sent: Command[] = [];
  const answers: Event[] = [];
  for (const command of commands) {
    if (command.type === 'PlaceOrder') answers.push({ type: 'OrderRejected', ts, clientId: command.clientId, reason: 'venue-error', detail: DETAIL });
    else if (command.type === 'AmendOrder') answers.push({ type: 'CancelRejected', ts, clientId: command.clientId, gone: false, detail: DETAIL });
    else if (command.type === 'MergePairs') answers.push({ type: 'MergeFailed', ts, market: command.market, requestId: command.requestId, detail: DETAIL });
    else if (command.type === 'SplitPairs' || command.type === 'RedeemPairs' || command.type === 'ConvertPositions') answers.push({ type: 'TokenOperationFailed', ts, market: command.market, requestId: command.requestId, detail: DETAIL });
    else sent.push(command);
  }
  return { sent, answers };
}
