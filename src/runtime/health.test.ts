import { expect, test } from 'vitest';
import type { BotStatus } from './controller.ts';
import { healthReport, type HealthInputs } from './health.ts';
import { smallSession, START } from './small-market.fixture.ts';

async function quoting(): Promise<BotStatus> {
  const { session } = smallSession();
  await session.run(null);
  return { ...session.engine.status(), left: null };
}
const codes = (status: BotStatus, differs: Partial<HealthInputs> = {}): readonly string[] =>
  healthReport({ status, config: 'in-force', journalFailure: null, tapeEnded: false, isSwapping: false, loaderFailure: null, uptimeMs: 1, ...differs }).reasons.map((reason) => reason.code);

test('a session that quotes under the config of the files is well', async () => {
  expect(codes(await quoting())).toEqual([]);
});

test('each thing that is not well has its reason', async () => {
  const status = await quoting();
  expect(codes(status, { config: 'rejected' })).toEqual(['config-rejected']);
  expect(codes(status, { config: 'pending' })).toEqual(['config-pending']);
  expect(codes(status, { loaderFailure: 'out of memory' })).toEqual(['config-unread']);
  expect(codes(status, { journalFailure: 'disk full' })).toEqual(['journal-failing']);
  expect(codes(status, { tapeEnded: true })).toEqual(['tape-ended']);
  expect(codes(status, { isSwapping: true })).toEqual(['session-swapping']);
  expect(codes({ ...status, left: { profile: 'live', account: 'x', since: 1, by: 'test', positions: [{ market: 'rain', yes: 5, no: 0 }] } })).toEqual(['positions-left']);
  expect(codes({ ...status, halted: { since: 1, by: 'me', reason: 'drill' }, permission: 'halted' })).toEqual(['halted']);
  expect(codes({ ...status, permission: 'reduce-only', reasons: ['DAILY_LOSS'] })).toEqual(['reduce-only']);
  expect(codes({ ...status, orders: { open: 1, unknown: 1 } })).toEqual(['orders-unknown']);
});

test('a session whose venue has listed nothing, or that has not reconciled, is not well', async () => {
  const { session } = smallSession();
  expect(codes({ ...session.engine.status(), left: null })).toEqual(['no-markets']);
  await session.run(START);
  expect(codes({ ...session.engine.status(), left: null })).toEqual(['cancel-only']);
});

test('a feed that has gone silent is a reason where a strategy quotes, and none elsewhere', async () => {
  const status = await quoting();
  const silent = (strategy: string | null): BotStatus => ({ ...status, markets: status.markets.map((market) => ({ ...market, strategy, permission: 'cancel-only', reasons: ['FEED_STALE'] })) });
  expect(codes(silent('maker'))).toEqual(['feed-stale']);
  expect(codes(silent(null))).toEqual([]);
});
