import { Wallet } from 'ethers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { size, type Size } from '../../../core/domain/numbers.ts';
import type { ActionRef } from './chain-actions.ts';
import type { ChainCall } from './chain-call.ts';
import { POLYGON } from './contracts.ts';
import { DrivenClock } from './driven-clock.fixture.ts';
import { HAS_ANVIL, LocalChain, NO_ANVIL } from './local-chain.fixture.ts';
import { LocalRelayer } from './local-relayer.fixture.ts';
import { RelayedActions } from './relayed-actions.ts';
import { Relayer } from './relayer.ts';
import { mergeCall, redeemCalls, splitCall } from './token-calls.ts';

const OWNER = new Wallet(`0x${'42'.repeat(32)}`);
const DEPOSIT_WALLET = '0x00000000000000000000000000000000000deb01';
const shares = (n: number): Size => size(n * 1e6);
const CALL: ChainCall = { target: POLYGON.router, data: '0x1234', what: 'a call' };

let relayer: LocalRelayer;
let clock: DrivenClock;
const refs: ActionRef[] = [];
const note = (ref: ActionRef): void => { refs.push(ref); };
const open = (key = relayer.key, owner = OWNER, unproved: ActionRef | null = null): RelayedActions => new RelayedActions({
  relayer: new Relayer({ url: relayer.url, key, keyAddress: OWNER.address, timeoutMs: 5_000 }), owner, depositWallet: DEPOSIT_WALLET, factory: POLYGON.depositWalletFactory, chainId: 137,
  clock, pollMs: 2_000, lifeSeconds: 600, giveUpMs: 60_000, unproved,
});

describe('a deposit wallet through the relayer', () => {
  beforeEach(async () => {
    refs.length = 0;
    clock = new DrivenClock();
    relayer = await LocalRelayer.start(OWNER.address, null);
    relayer.now = clock.now();
  });
  afterEach(async () => { await relayer.stop(); });

  it('signs a batch that the relayer takes, with nothing in it but what the wire has, and follows it to its end', async () => {
    expect(await open().perform([CALL, CALL], note)).toEqual({ kind: 'done', txHash: `0x${'ab'.repeat(32)}` });
    expect(relayer.kept[0]?.submitted).toEqual({
      type: 'WALLET', from: OWNER.address, to: POLYGON.depositWalletFactory, nonce: '7', metadata: '', signature: expect.stringMatching(/^0x[0-9a-f]{130}$/),
      depositWalletParams: { depositWallet: DEPOSIT_WALLET, deadline: String(clock.now() / 1000 - 6 + 600), calls: [CALL, CALL].map(({ target, data }) => ({ target, value: '0', data })) },
    });
  });

  it('is known by nonce and digest before it is sent, and then by the relayer\u2019s id', async () => {
    await open().perform([CALL], (ref) => {
      if (refs.length === 0) expect(relayer.kept).toEqual([]);
      note(ref);
    });
    expect(refs).toMatchObject([{ kind: 'batch', wallet: DEPOSIT_WALLET, nonce: '7', digest: expect.stringMatching(/^0x/), transactionId: null }, { transactionId: '0190b317-0' }]);
  });

  it('sends nothing where that cannot be kept', async () => {
    expect(await open().perform([CALL], () => { throw new Error('disk full'); })).toEqual({ kind: 'failed', reason: 'disk full', proof: 'not-sent' });
    expect(relayer.kept).toEqual([]);
  });

  it.each([['STATE_FAILED', 'reverted'], ['STATE_INVALID', 'refused']] as const)('takes %s for the proof that nothing happened', async (state, proof) => {
    relayer.states = ['STATE_NEW', state];
    expect(await open().perform([CALL], note)).toMatchObject({ kind: 'failed', proof });
  });

  it.each([
    ['another key', () => open('wrong'), 'not-sent', /401/], ['another signer', () => open(relayer.key, new Wallet(`0x${'43'.repeat(32)}`)), 'not-sent', /400/],
  ] as const)('is refused with %s, and nothing is sent again', async (_what, opened, proof, reason) => {
    const outcome = await opened().perform([CALL], note);
    expect(outcome).toMatchObject({ kind: 'failed', proof, reason: expect.stringMatching(reason) });
    expect(relayer.kept).toEqual([]);
  });

  it('takes a nonce that has moved on for a refusal', async () => {
    const actions = open();
    expect(await actions.perform([CALL], (ref) => { note(ref); if (refs.length === 1) relayer.nonce++; })).toMatchObject({ kind: 'failed', proof: 'refused', reason: expect.stringMatching(/does not match on-chain nonce 8/) });
  });

  it.each(['after', 'bad gateway'] as const)('finds a submission whose answer was lost (%s) by its signature, and sends nothing again', async (how) => {
    relayer.loseSubmission = how;
    expect(await open().perform([CALL], note)).toMatchObject({ kind: 'done' });
    expect(relayer.kept).toHaveLength(1);
    expect(refs.at(-1)).toMatchObject({ transactionId: '0190b317-0' });
  });

  it('bears a relayer that is in trouble while it is asked', async () => {
    relayer.failPolls = 5;
    expect(await open().perform([CALL], note)).toMatchObject({ kind: 'done' });
  });

  it('is unknown where nothing tells, blocks the next, and is proved dead by deadline and nonce', async () => {
    relayer.loseSubmission = 'before';
    const actions = open();
    const outcome = await actions.perform([CALL], note);
    expect(outcome).toMatchObject({ kind: 'unknown', ref: { kind: 'batch', nonce: '7', transactionId: null } });
    relayer.loseSubmission = null;
    expect(await actions.perform([CALL], note)).toMatchObject({ kind: 'failed', proof: 'not-sent', reason: 'an earlier batch is not proved yet' });
    const begun = refs[0] as ActionRef;
    expect(await open(relayer.key, OWNER, begun).perform([CALL], note)).toMatchObject({ kind: 'failed', proof: 'not-sent' });
    expect(await open().prove(begun)).toMatchObject({ kind: 'unknown' });
    await clock.wait(800_000);
    relayer.now = clock.now();
    expect(await open().prove(begun)).toMatchObject({ kind: 'failed', proof: 'expired' });
    expect(await open(relayer.key, OWNER, begun).perform([CALL], note)).toMatchObject({ kind: 'done' });
    expect(relayer.kept).toHaveLength(1);
  });

  it('stays unknown after its deadline where the nonce was used and nobody knows by what', async () => {
    relayer.loseSubmission = 'before';
    await open().perform([CALL], note);
    relayer.nonce++;
    await clock.wait(800_000);
    expect(await open().prove(refs[0] as ActionRef)).toMatchObject({ kind: 'unknown' });
  });

  it('does not take a stranger\u2019s reply for an answer', async () => {
    relayer.states = ['STATE_NEW', 'STATE_UPSIDE_DOWN'];
    expect(await open().perform([CALL], note)).toMatchObject({ kind: 'unknown', reason: expect.stringMatching(/another shape/) });
  });
});

describe.skipIf(!HAS_ANVIL)(`a deposit wallet on the real Conditional Tokens${NO_ANVIL}`, () => {
  let chain: LocalChain;
  beforeAll(async () => {
    chain = await LocalChain.start();
    relayer = await LocalRelayer.start(OWNER.address, chain);
    clock = new DrivenClock();
    relayer.now = clock.now();
    await chain.mint(DEPOSIT_WALLET, 100_000_000n);
    await chain.allow(DEPOSIT_WALLET);
  }, 30_000);
  afterAll(async () => {
    await relayer?.stop();
    await chain?.stop();
  });

  it('splits in two markets at once, merges, and redeems what was resolved', async () => {
    const [rain, snow] = [await chain.market('rain'), await chain.market('snow')];
    const held = (tokenId: string): Promise<bigint> => chain.tokens(DEPOSIT_WALLET, tokenId);
    expect(await open().perform([splitCall(chain.contracts, rain, shares(30)), splitCall(chain.contracts, snow, shares(20))], note)).toMatchObject({ kind: 'done' });
    expect([await held(rain.yesId), await held(snow.noId), await chain.dollars(DEPOSIT_WALLET)]).toEqual([30_000_000n, 20_000_000n, 50_000_000n]);
    expect(await open().perform([mergeCall(chain.contracts, rain, shares(10))], note)).toMatchObject({ kind: 'done' });
    await chain.resolve('rain', [0, 1]);
    expect(await open().perform(redeemCalls(chain.contracts, rain, { yes: 20_000_000n, no: 20_000_000n }), note)).toMatchObject({ kind: 'done' });
    expect([await held(rain.yesId), await held(rain.noId), await chain.dollars(DEPOSIT_WALLET)]).toEqual([0n, 0n, 80_000_000n]);
  });
});
