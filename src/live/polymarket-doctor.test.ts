import { afterEach, beforeEach, expect, test } from 'vitest';
import { CREDENTIALS, restScene, type RestScene } from '../venues/polymarket/rest/clob-rest.fixture.ts';
import { DrivenClock } from '../venues/polymarket/rest/driven-clock.fixture.ts';
import { json } from '../venues/polymarket/rest/loopback-venue.fixture.ts';
import { OrderSigner } from '../venues/polymarket/signing/order-signer.ts';
import { ownAccount } from '../venues/polymarket/signing/signing.fixture.ts';
import { PolymarketDoctor, type PolymarketDoctorParts } from './polymarket-doctor.ts';

const CONDITION = `0x${'ab'.repeat(32)}`;

let scene: RestScene;
beforeEach(async () => { scene = await restScene(); });
afterEach(() => scene.close());

function doctor(over: Partial<PolymarketDoctorParts> = {}): PolymarketDoctor {
  const here = scene.venue.origin.href;
  return new PolymarketDoctor({
    hosts: { clob: here, gamma: here, data: here, relayer: here, wsMarket: here, wsUser: here, polybolt: here, rtds: here },
    parties: new OrderSigner(ownAccount, 137).parties, connected: async () => ({ rest: scene.rest, credentials: CREDENTIALS }), chain: null,
    held: async () => ({ kind: 'ok', value: [CONDITION] }), strategies: [], ...over,
  });
}
const asked = (): readonly string[] => scene.venue.requests.map(({ path }) => path);

test('says what the venue says, and of the wallet without asking anybody', async () => {
  scene.venue.answer(() => json({ closed_only: true }));
  const examiner = doctor();
  expect(await examiner.restrictions()).toEqual({ isClosedOnly: true, isBlocked: false, country: null });
  expect(await examiner.wallet()).toMatchObject({ type: 'eoa', expectedFunder: null });
  expect(await examiner.isDeployed()).toBeNull();
  expect(asked()).toEqual(['/auth/ban-status/closed-only']);
});

test('closed while a question is under way, it asks nothing more', async () => {
  const examiner = doctor({
    async held() {
      examiner.close();
      return { kind: 'ok', value: [CONDITION] };
    },
  });
  await expect(examiner.positions()).rejects.toThrow('nothing more is asked');
  const connecting = Promise.withResolvers<void>();
  const late = doctor({ connected: () => connecting.promise.then(() => ({ rest: scene.rest, credentials: CREDENTIALS })) });
  const questions = [late.clockAhead(), late.heartbeat(), late.userFeed(), late.apiKeyOwner()];
  late.close();
  connecting.resolve();
  for (const { reason } of await Promise.allSettled(questions) as PromiseRejectedResult[]) expect(String(reason)).toContain('nothing more is asked');
  expect([asked(), scene.venue.connections()]).toEqual([[], 0]);
});

test('asks about many positions at the pace of the limits, and loses none', async () => {
  await scene.close();
  const clock = new DrivenClock();
  // A wait for the limits is over as soon as nothing else is to be done; a deadline never comes.
  const after = (ms: number, run: () => void): (() => void) => {
    const forget = clock.after(ms, run);
    if (ms < 1_000) setImmediate(() => { clock.advance(ms); });
    return forget;
  };
  scene = await restScene({ clock: { now: () => clock.now(), after } });
  scene.venue.answer(({ path }) => (path === '/balance-allowance' ? json({ balance: '7000000' }) : json({ c: CONDITION, t: [{ t: '17' }, { t: '18' }], mts: 0.01, mos: 5, ao: true })));
  const value = Array.from({ length: 180 }, () => CONDITION);
  expect(await doctor({ held: async () => ({ kind: 'ok', value }) }).positions()).toHaveLength(180);
});
