import { describe, expect, it, test } from 'vitest';
import { load, loaded, SMALL } from '../config/test-files.fixture.ts';
import type { CompiledConfig } from '../config/compiled-config.ts';
import type { CarriedState } from '../core/domain/events.ts';
import { cash, size } from '../core/domain/numbers.ts';
import type { VenueDoctor } from '../venues/doctor.ts';
import { FUNDER, SIGNER, soundDoctor } from '../venues/sound-doctor.fixture.ts';
import { examined, failed, ok, warning, worstOf, type Judgement } from './doctor.ts';
import { ACCOUNT_CHECKS, VENUE_CHECKS } from './venue-checks.ts';

const LIVE = (heartbeat: string): CompiledConfig => loaded(load(SMALL, {
  demo: `mode: live\nstorage: { journal: ./data/live.db }\napi: { listen: 127.0.0.1:8787, token: "\${env:T}" }\nvenues: { polymarket: { wallet: { type: eoa, key: "\${env:K}" }, heartbeat: ${heartbeat} } }\nlimits: { grossNotional: $500, dailyLoss: $25, drawdown: { halt: $40 } }\n`,
})).config;
const pnl = { spread: cash(0), inventory: cash(0), fees: cash(0) };
const KNOWN: CarriedState = {
  cash: null, halted: null, account: { day: 1, dayStartPnl: cash(0), peakPnl: cash(0), drawdownLatch: 'none', dailyLossLatched: false, retired: pnl },
  markets: { rain: { venue: 'polymarket', yes: size(5e6), no: size(0), mark: null, cost: cash(0), pnl: { ...pnl, peak: cash(0) }, stopLoss: { latched: false, reason: '', baseline: cash(0) } } },
};
const asked = (over: Partial<VenueDoctor> = {}, heartbeat = '5s', carried: CarriedState | null = null): ReturnType<typeof examined> =>
  examined(VENUE_CHECKS, { config: LIVE(heartbeat), doctor: soundDoctor(over), carried });

test('an account in order is found in order, check by check', async () => {
  const findings = await asked();
  expect(findings.map(({ check, status, remedy }) => [check, status, remedy])).toEqual([
    'clock', 'wallet', 'API key', 'restrictions', 'deployment', 'approvals', 'balance', 'market terms', 'open orders', 'positions', 'heartbeat', 'user feed',
  ].map((check) => [check, 'ok', null]));
  expect(worstOf(findings)).toBe('ok');
});

const wallet = (over: Partial<Awaited<ReturnType<VenueDoctor['wallet']>>>): Partial<VenueDoctor> =>
  ({ wallet: async () => ({ type: 'deposit-wallet', signer: SIGNER, funder: FUNDER, expectedFunder: null, ...over }) });

describe('what is not in order is found with a remedy', () => {
  it.each<readonly [what: string, check: string, status: string, measured: string, over: Partial<VenueDoctor>]>([
    ['a clock that is off', 'clock', 'failed', '7000 ms ahead of', { clockAhead: async () => 7_000 }],
    ['a clock that drifts', 'clock', 'warning', '900 ms behind', { clockAhead: async () => -900 }],
    ['an eoa with the money elsewhere', 'wallet', 'failed', 'eoa:', wallet({ type: 'eoa' })],
    ['a deposit wallet that is its own signer', 'wallet', 'failed', 'deposit-wallet:', wallet({ funder: SIGNER.toUpperCase().replace('0X', '0x') })],
    ['a Safe of another key', 'wallet', 'failed', `the safe of this key is ${SIGNER}`, wallet({ type: 'safe', expectedFunder: SIGNER })],
    ['a wallet that is not there yet', 'deployment', 'failed', 'not deployed', { isDeployed: async () => false }],
    ['an API key of another account', 'API key', 'failed', 'belongs to 0x99', { apiKeyOwner: async () => '0x99' }],
    ['an account that may only close', 'restrictions', 'failed', 'only close', { restrictions: async () => ({ isClosedOnly: true, isBlocked: false, country: null }) }],
    ['a place that the venue blocks', 'restrictions', 'failed', 'refuses orders from XX', { restrictions: async () => ({ isClosedOnly: false, isBlocked: true, country: 'XX' }) }],
    ['a missing approval', 'approvals', 'failed', 'missing: tokens to the exchange (for selling)', { approvals: async () => [{ what: 'tokens to the exchange', isGranted: false, neededFor: 'selling' }] }],
    ['no money', 'balance', 'failed', '$0', { balance: async () => cash(0) }],
    ['less money than the limits allow', 'balance', 'warning', '$20, and `limits.grossNotional` is $500', { balance: async () => cash(20e6) }],
    ['no market', 'market terms', 'warning', 'no market', { marketTerms: async () => [] }],
    ['a tick that the venue contradicts', 'market terms', 'failed', 'rain: tick 0.01 at the book, 0.001 listed', { marketTerms: async () => [{ market: 'rain', difference: 'tick 0.01 at the book, 0.001 listed' }, { market: 'sun', difference: null }] }],
    ['orders that rest', 'open orders', 'warning', '2 rest in rain', { openOrders: async () => [{ venueOrderId: '1', market: 'rain' }, { venueOrderId: '2', market: 'rain' }] }],
    ['a position that the journal does not know', 'positions', 'warning', 'rain: 7 shares YES', { positions: async () => [{ market: 'rain', yes: size(7e6), no: size(0) }] }],
    ['a heartbeat that is not taken', 'heartbeat', 'failed', 'could not be asked: 400', { heartbeat: async () => { throw new Error('400'); } }],
    ['a user channel that does not take the credentials', 'user feed', 'failed', 'could not be asked: 1008', { userFeed: async () => { throw new Error('1008'); } }],
  ])('%s', async (_what, check, status, measured, over) => {
    const findings = await asked(over);
    const notOk = findings.filter((finding) => finding.status !== 'ok');
    expect(notOk).toMatchObject([{ check, status, measured: expect.stringContaining(measured) }]);
    expect(notOk[0]?.remedy).toMatch(/^[A-Z].*\.$/);
  });

  it('a heartbeat that is off', async () => {
    expect((await asked({}, 'off')).find(({ check }) => check === 'heartbeat')).toMatchObject({ status: 'warning', measured: 'off' });
  });
});

test('a position is as the journal says only with the same tokens', async () => {
  const held = (yes: number): Partial<VenueDoctor> => ({ positions: async () => [{ market: 'rain', yes: size(yes), no: size(0) }] });
  const status = async (yes: number): Promise<unknown> => (await asked(held(yes), '5s', KNOWN)).find(({ check }) => check === 'positions')?.status;
  expect([await status(5e6), await status(4e6)]).toEqual(['ok', 'warning']);
});

test('a question that cannot be asked has failed, keeps no other from being asked, and repeats no secret', async () => {
  const key = `0x${'ab'.repeat(32)}`;
  const findings = await examined([
    { name: 'a', unasked: 'Look at a.', ask: async () => { throw new Error(`refused ${key}`); } },
    { name: 'b', unasked: '', ask: async () => warning('so so', 'Do b.') },
    { name: 'c', unasked: '', ask: async () => ok('well') },
  ], null);
  expect(findings).toEqual([
    { check: 'a', status: 'failed', measured: 'could not be asked: refused ••••••••', remedy: 'Look at a.' },
    { check: 'b', status: 'warning', measured: 'so so', remedy: 'Do b.' }, { check: 'c', status: 'ok', measured: 'well', remedy: null },
  ]);
  expect(worstOf(findings)).toBe('failed');
  expect(worstOf(findings.slice(1))).toBe('warning');
  expect(worstOf([{ check: 'd', ...failed('', '') }])).toBe('failed');
});

test('a check without an answer by the given time has failed, and so have those after it, which are not asked', async () => {
  const heard: string[] = [];
  const checks = ['prompt', 'silent', 'after'].map((name) => ({
    name, unasked: 'Look.',
    ask: (): Promise<Judgement> => {
      heard.push(name);
      return name === 'prompt' ? Promise.resolve(ok('well')) : new Promise<never>(() => {});
    },
  }));
  const late = failed('could not be asked: no answer in time', 'Look.');
  expect(await examined(checks, null, 1)).toEqual([{ check: 'prompt', ...ok('well') }, { check: 'silent', ...late }, { check: 'after', ...late }]);
  expect(heard).toEqual(['prompt', 'silent']);
});

test('without collateral an account that holds positions or rests orders is warned about, and one without anything has failed', async () => {
  const broke = { balance: async () => cash(0) };
  const judged = async (over: Partial<VenueDoctor>): Promise<unknown> => (await asked({ ...broke, ...over })).find(({ check }) => check === 'balance');
  expect(await judged({})).toMatchObject({ status: 'failed', measured: '$0' });
  expect(await judged({ positions: async () => [{ market: 'rain', yes: size(7e6), no: size(0) }] })).toMatchObject({ status: 'warning', measured: '$0, and positions are held in 1 markets' });
  expect(await judged({ openOrders: async () => [{ venueOrderId: '1', market: 'rain' }] })).toMatchObject({ status: 'warning', measured: '$0, and 1 orders rest' });
});

test('after a crash only what keeps the account from trading is asked', async () => {
  const findings = await examined(ACCOUNT_CHECKS, { config: LIVE('5s'), doctor: soundDoctor(), carried: null });
  expect(findings.map(({ check }) => check)).toEqual(['clock', 'wallet', 'API key', 'restrictions']);
});
