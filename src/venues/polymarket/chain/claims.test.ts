import { describe, expect, it } from 'vitest';
import { cash, size } from '../../../core/domain/numbers.ts';
import type { ActionOutcome, ActionRef, ChainActions } from './chain-actions.ts';
import type { ChainCall } from './chain-call.ts';
import { Claims, type Claimable, type ClaimRecords } from './claims.ts';
import { POLYGON } from './contracts.ts';

const conditionOf = (name: string): string => `0x${Buffer.from(name).toString('hex').padEnd(64, '0')}`;
const claimable = (name: string, worth = 5, over: Partial<Claimable['market']> = {}): Claimable => ({
  market: { conditionId: conditionOf(name), slug: name, version: 'v1', negRisk: false, yesId: '1', noId: '2', ...over }, held: { yes: size(5_000_000), no: size(2_000_000) }, worth: cash(worth * 1e6),
});
const DONE: ActionOutcome = { kind: 'done', txHash: '0xd0' };
const FAILED: ActionOutcome = { kind: 'failed', reason: 'paused', proof: 'reverted' };

/** Actions by script: says what it is told to say, and remembers what it was asked. */
class ScriptedActions implements ChainActions {
  readonly account = '0xme';
  readonly mostCalls: number;
  readonly sent: string[][] = [];
  readonly proved: ActionRef[] = [];
  outcomes: ActionOutcome[] = [];
  proofs: ActionOutcome[] = [];
  #refs = 0;
  constructor(mostCalls = 3) { this.mostCalls = mostCalls; }
  async perform(calls: readonly ChainCall[], note: (ref: ActionRef) => void | Promise<void>): Promise<ActionOutcome> {
    const ref: ActionRef = { kind: 'batch', wallet: '0xme', nonce: String(++this.#refs), deadline: 1, digest: '0x', transactionId: null };
    await note(ref);
    this.sent.push(calls.map(({ what }) => what));
    const outcome = this.outcomes.shift() ?? DONE;
    return outcome.kind === 'unknown' ? { ...outcome, ref } : outcome;
  }
  async prove(ref: ActionRef): Promise<ActionOutcome> {
    this.proved.push(ref);
    return this.proofs.shift() ?? { kind: 'unknown', reason: 'not yet', ref };
  }
}
const UNKNOWN: ActionOutcome = { kind: 'unknown', reason: 'timed out', ref: { kind: 'batch', wallet: '', nonce: '', deadline: 0, digest: '', transactionId: null } };

function open(records: ClaimRecords = {}, actions = new ScriptedActions()): { claims: Claims; actions: ScriptedActions; saved: ClaimRecords[]; clock: { now: number } } {
  const saved: ClaimRecords[] = [];
  const clock = { now: 1_000_000 };
  const claims = new Claims({ actions, contracts: POLYGON, records, save: (next) => { saved.push(structuredClone(next)); }, now: () => clock.now });
  return { claims, actions, saved, clock };
}

describe('claims', () => {
  it('turns in what pays, several in one batch, and nothing that pays nothing', async () => {
    const { claims, actions } = open();
    const results = await claims.run(['a', 'b', 'c', 'd'].map((name) => claimable(name)).concat(claimable('lost', 0)));
    expect(actions.sent).toEqual([['redeem a', 'redeem b', 'redeem c'], ['redeem d']]);
    expect(results.map(({ markets, outcome }) => [markets.length, outcome.kind])).toEqual([[3, 'done'], [1, 'done']]);
    expect(claims.records).toEqual({});
  });

  it('keeps what is begun before it is sent', async () => {
    const { claims, saved, actions } = open();
    actions.outcomes = [UNKNOWN];
    await claims.run([claimable('a')]);
    expect(saved[0]).toMatchObject({ [conditionOf('a')]: { begun: { kind: 'batch', nonce: '1' } } });
    expect(claims.records).toEqual(saved.at(-1));
  });

  it('sends nothing of it again, over restarts, until what was begun is proved not to have happened', async () => {
    const first = open();
    first.actions.outcomes = [UNKNOWN];
    await first.claims.run([claimable('a')]);
    const { claims, actions, clock } = open(JSON.parse(JSON.stringify(first.claims.records)) as ClaimRecords);
    await claims.run([claimable('a'), claimable('b')]);
    expect([actions.proved.length, actions.sent]).toEqual([1, [['redeem b']]]);
    actions.proofs = [FAILED];
    await claims.run([claimable('a')]);
    expect(actions.sent).toHaveLength(1);
    clock.now += 60_000;
    await claims.run([claimable('a')]);
    expect(actions.sent).toEqual([['redeem b'], ['redeem a']]);
  });

  it('forgets what was begun once it is proved done', async () => {
    const first = open();
    first.actions.outcomes = [UNKNOWN];
    await first.claims.run([claimable('a')]);
    const { claims, actions } = open(first.claims.records);
    actions.proofs = [DONE];
    await claims.run([]);
    expect(claims.records).toEqual({});
  });

  it('tries what failed again one by one and later each time, so that one that cannot be claimed takes no other along', async () => {
    const { claims, actions, clock } = open();
    actions.outcomes = [FAILED, FAILED, DONE];
    const both = [claimable('a'), claimable('b')];
    await claims.run(both);
    clock.now += 59_999;
    await claims.run(both);
    expect(actions.sent).toHaveLength(1);
    clock.now += 1;
    await claims.run(both);
    expect(actions.sent.slice(1)).toEqual([['redeem a'], ['redeem b']]);
    expect(claims.records).toEqual({ [conditionOf('a')]: { begun: null, failures: 2, retryAt: clock.now + 120_000 } });
  });

  it('sends nothing where the records cannot be kept', async () => {
    const actions = new ScriptedActions();
    const claims = new Claims({ actions, contracts: POLYGON, records: {}, save: () => { throw new Error('disk full'); }, now: () => 0 });
    await expect(claims.run([claimable('a')])).rejects.toThrow('disk full');
    expect(actions.sent).toEqual([]);
  });

  it('turns in the two outcomes of a market of Protocol V2 one after the other where only one call goes at a time', async () => {
    const { claims, actions } = open({}, new ScriptedActions(1));
    await claims.run([claimable('v2', 5, { version: 'v2', yesId: String(1n << 248n), noId: String((1n << 248n) + 1n) })]);
    expect(actions.sent).toEqual([['redeem v2'], ['redeem v2']]);
  });
});
