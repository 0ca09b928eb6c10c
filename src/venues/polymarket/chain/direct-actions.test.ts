import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { size, type Size } from '../../../core/domain/numbers.ts';
import type { ActionRef } from './chain-actions.ts';
import { DirectActions, type DirectActionsOptions } from './direct-actions.ts';
import { DrivenClock } from './driven-clock.fixture.ts';
import { JsonRpc, RpcUnanswered } from './json-rpc.ts';
import { HAS_ANVIL, LocalChain, NO_ANVIL } from './local-chain.fixture.ts';
import { mergeCall, redeemCalls, splitCall, type ChainMarket } from './token-calls.ts';

const shares = (n: number): Size => size(n * 1e6);

/** Loses what it is told to lose: the request, or the answer after the node has had it. */
class LossyRpc extends JsonRpc {
  lose: { readonly method: string; readonly what: 'request' | 'answer' } | null = null;
  readonly asked: string[] = [];
  override async ask(method: string, params: readonly unknown[]): Promise<unknown> {
    this.asked.push(method);
    const isLost = this.lose?.method === method;
    if (isLost && this.lose?.what === 'request') throw new RpcUnanswered(`${method}: lost`);
    const answer = await super.ask(method, params);
    if (isLost) throw new RpcUnanswered(`${method}: lost`);
    return answer;
  }
}

describe.skipIf(!HAS_ANVIL)(`an account that sends its own transactions${NO_ANVIL}`, () => {
  let chain: LocalChain;
  let market: ChainMarket;
  let names = 0;
  let name = '';
  beforeAll(async () => {
    chain = await LocalChain.start();
    await chain.allow(chain.trader.address);
  }, 30_000);
  afterAll(async () => { await chain?.stop(); });
  beforeEach(async () => {
    await chain.autoMine();
    name = `rain ${++names}`;
    market = await chain.market(name);
  });

  const refs: ActionRef[] = [];
  function open(over: Partial<DirectActionsOptions> = {}): { actions: DirectActions; clock: DrivenClock; rpc: LossyRpc; note: (ref: ActionRef) => void } {
    const clock = new DrivenClock();
    const rpc = new LossyRpc({ url: chain.url, timeoutMs: 10_000 });
    refs.length = 0;
    const actions = new DirectActions({
      rpc, wallet: chain.trader, chainId: 137, clock, confirmations: 2, pollMs: 1_000, stuckMs: 20_000, giveUpMs: 60_000, mostPerGas: 10n ** 12n, unproved: null, ...over,
    });
    clock.meanwhile = () => chain.mine();
    return { actions, clock, rpc, note: (ref) => { refs.push(ref); } };
  }
  const held = async (): Promise<readonly bigint[]> => Promise.all([market.yesId, market.noId].map((tokenId) => chain.tokens(chain.trader.address, tokenId)));

  it('splits, merges and redeems on the real Conditional Tokens, by the bytes that the adapters take', async () => {
    const { actions, note } = open();
    const { address } = chain.trader;
    const before = await chain.dollars(address);
    expect(await actions.perform([splitCall(chain.contracts, market, shares(40))], note)).toMatchObject({ kind: 'done' });
    expect([await held(), await chain.dollars(address)]).toEqual([[40_000_000n, 40_000_000n], before - 40_000_000n]);
    expect(await actions.perform([mergeCall(chain.contracts, market, shares(15))], note)).toMatchObject({ kind: 'done' });
    expect([await held(), await chain.dollars(address)]).toEqual([[25_000_000n, 25_000_000n], before - 25_000_000n]);
    await chain.resolve(name, [1, 0]);
    expect(await actions.perform(redeemCalls(chain.contracts, market, { yes: 25_000_000n, no: 25_000_000n }), note)).toMatchObject({ kind: 'done' });
    expect([await held(), await chain.dollars(address)]).toEqual([[0n, 0n], before]);
  });

  it('is known by its hash before anything is sent, and sends nothing where that cannot be kept', async () => {
    const { actions, rpc, note } = open();
    const outcome = await actions.perform([splitCall(chain.contracts, market, shares(1))], () => {
      expect(rpc.asked).not.toContain('eth_sendRawTransaction');
      throw new Error('the disk is full');
    });
    expect(outcome).toEqual({ kind: 'failed', reason: 'it could not be written down: the disk is full', proof: 'not-sent' });
    expect(rpc.asked).not.toContain('eth_sendRawTransaction');
    const done = await actions.perform([splitCall(chain.contracts, market, shares(1))], note);
    expect(refs).toMatchObject([{ kind: 'transaction', hashes: [(done as { txHash: string }).txHash] }]);
  });

  it('sends nothing that would revert, and says why in the contract\u2019s words', async () => {
    const { actions, rpc, note } = open();
    expect(await actions.perform([mergeCall(chain.contracts, market, shares(5))], note)).toEqual({ kind: 'failed', reason: 'SafeMath: subtraction overflow', proof: 'not-sent' });
    expect(rpc.asked).not.toContain('eth_sendRawTransaction');
  });

  it('tells a transaction that reverted in its block from one that was done, and says why', async () => {
    const { actions, note } = open();
    const call = mergeCall(chain.contracts, market, shares(5));
    await actions.perform([splitCall(chain.contracts, market, shares(5))], note);
    const before = await chain.dollars(chain.trader.address);
    const outcome = await actions.perform([call], async (ref) => {
      // Between the estimate and the block the tokens go another way.
      await chain.as(chain.trader.address, call.target, call.data);
      await chain.rpc.ask('anvil_setNonce', [chain.trader.address, `0x${(ref as { nonce: number }).nonce.toString(16)}`]);
    });
    expect(outcome).toEqual({ kind: 'failed', reason: 'SafeMath: subtraction overflow', proof: 'reverted' });
    expect(await chain.dollars(chain.trader.address)).toBe(before + 5_000_000n);
  });

  it('waits until its block is buried', async () => {
    const { actions, clock, note } = open({ confirmations: 4 });
    let waits = 0;
    clock.meanwhile = async (n) => { waits = n; await chain.mine(); };
    expect(await actions.perform([splitCall(chain.contracts, market, shares(1))], note)).toMatchObject({ kind: 'done' });
    expect(waits).toBeGreaterThanOrEqual(3);
  });

  it.each(['request', 'answer'] as const)('finds out by the hash what became of it when the %s of sending it is lost', async (what) => {
    const { actions, rpc, clock, note } = open();
    rpc.lose = { method: 'eth_sendRawTransaction', what };
    clock.meanwhile = async (n) => {
      if (n === 3) rpc.lose = null;
      await chain.mine();
    };
    expect(await actions.perform([splitCall(chain.contracts, market, shares(7))], note)).toMatchObject({ kind: 'done' });
    expect(await held()).toEqual([7_000_000n, 7_000_000n]);
  });

  it('replaces a stuck one under the same nonce for a higher fee, told before it is sent, and only one of them happens', async () => {
    const { actions, clock, note } = open();
    await chain.holdBlocks();
    clock.meanwhile = async (n) => { if (n >= 45) await chain.mine(); };
    const outcome = await actions.perform([splitCall(chain.contracts, market, shares(3))], note);
    const [first, ...rest] = refs as Extract<ActionRef, { kind: 'transaction' }>[];
    expect(rest.length).toBeGreaterThanOrEqual(2);
    expect(new Set(refs.map((ref) => (ref as { nonce: number }).nonce)).size).toBe(1);
    expect(rest.at(-1)?.hashes.slice(0, 1)).toEqual(first?.hashes);
    expect(outcome).toEqual({ kind: 'done', txHash: rest.at(-1)?.hashes.at(-1) });
    expect(await held()).toEqual([3_000_000n, 3_000_000n]);
  });

  it('offers no more for gas than it may', async () => {
    const { actions, note } = open({ mostPerGas: 1n });
    expect(await actions.perform([splitCall(chain.contracts, market, shares(3))], note)).toMatchObject({ kind: 'failed', proof: 'not-sent', reason: expect.stringMatching(/1 is the most/) });
  });

  it('is unknown when it is never mined; the next waits for its proof; and after a restart the hash proves it', async () => {
    const { actions, clock, note } = open({ stuckMs: 1e9 });
    await chain.holdBlocks();
    clock.meanwhile = () => {};
    const call = splitCall(chain.contracts, market, shares(9));
    const outcome = await actions.perform([call], note);
    expect(outcome).toMatchObject({ kind: 'unknown', ref: refs[0] });
    expect(await actions.perform([call], note)).toMatchObject({ kind: 'failed', proof: 'not-sent', reason: 'an earlier transaction is not proved yet' });
    const begun = refs[0] as ActionRef;
    const later = open().actions;
    expect(await later.prove(begun)).toMatchObject({ kind: 'unknown' });
    expect(await open({ unproved: begun }).actions.perform([call], note)).toMatchObject({ kind: 'failed', proof: 'not-sent', reason: 'an earlier transaction is not proved yet' });
    await chain.mine(3);
    expect(await later.prove(begun)).toMatchObject({ kind: 'done' });
    expect(await held()).toEqual([9_000_000n, 9_000_000n]);
  });

  it('is proved never to have happened when another transaction took its nonce', async () => {
    const { actions, clock, note } = open({ stuckMs: 1e9 });
    await chain.holdBlocks();
    clock.meanwhile = async (n) => {
      if (n !== 2) return;
      await chain.rpc.ask('anvil_dropTransaction', [(refs[0] as Extract<ActionRef, { kind: 'transaction' }>).hashes[0]]);
      await chain.autoMine();
      await chain.as(chain.trader.address, chain.contracts.usdcE, '0x18160ddd');
      await chain.mine(4);
    };
    expect(await actions.perform([splitCall(chain.contracts, market, shares(2))], note)).toMatchObject({ kind: 'failed', proof: 'overtaken' });
    expect(await held()).toEqual([0n, 0n]);
  });
});
