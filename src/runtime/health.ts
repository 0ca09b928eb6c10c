// Whether the bot is well, with a reason for each thing that is not. Reads what the parts say; decides nothing.

import { CONSTRAINTS } from '../core/risk/constraints.ts';
import type { BotStatus, ConfigReport, HealthReport } from './controller.ts';

const NO_FEED: ReadonlySet<string> = new Set([CONSTRAINTS.feedDown.code, CONSTRAINTS.feedStale.code]);

export interface HealthInputs {
  readonly status: BotStatus;
  readonly config: ConfigReport['status'];
  readonly journalFailure: string | null;
  /** The market's input is at its end: nothing new will come. */
  readonly tapeEnded: boolean;
  readonly isSwapping: boolean;
  /** Why the files cannot be read and compiled, by a fault of the program; null while they can. */
  readonly loaderFailure: string | null;
  readonly uptimeMs: number;
}

export function healthReport({ status, config, journalFailure, tapeEnded, isSwapping, loaderFailure, uptimeMs }: HealthInputs): HealthReport {
  const reasons: { code: string; why: string }[] = [];
  const because = (code: string, why: string): void => { reasons.push({ code, why }); };
  if (config === 'rejected') because('config-rejected', `the config on disk was refused; generation ${status.generation} stays in force`);
  if (config === 'pending') because('config-pending', `the config on disk is not the one in force (generation ${status.generation})`);
  if (loaderFailure !== null) because('config-unread', `saves take no force: the config cannot be read, by a fault of the program (${loaderFailure})`);
  if (journalFailure !== null) because('journal-failing', `the journal cannot be written (${journalFailure}): cancels only`);
  if (tapeEnded) because('tape-ended', 'tape ended: the recording has been played to its end');
  if (isSwapping) because('session-swapping', 'the session is being swapped');
  if (status.halted !== null) because('halted', `halted by ${status.halted.by}: ${status.halted.reason}`);
  else if (status.permission !== 'full') because(status.permission, status.reasons.join('; '));
  if (status.left !== null) because('positions-left', `nobody looks after ${status.left.positions.length} positions of ${status.left.profile} (${status.left.account}), left by ${status.left.by}`);
  if (status.markets.length === 0) because('no-markets', 'the venue has listed no market yet');
  const stale = status.markets.filter((market) => market.strategy !== null && market.reasons.some((reason) => NO_FEED.has(reason)));
  if (stale.length > 0) because('feed-stale', `no market data for ${stale.map((market) => market.name).join(', ')}: the quotes are pulled`);
  if (status.orders.unknown > 0) because('orders-unknown', `the outcome of ${status.orders.unknown} orders is not known`);
  return { status: reasons.length === 0 ? 'ok' : 'degraded', reasons, generation: status.generation, config, uptimeMs };
}
