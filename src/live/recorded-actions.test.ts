import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ActionOutcome, ActionRef, ChainActions } from '../venues/polymarket/chain/chain-actions.ts';
import { ActionRecord } from './action-record.ts';
import { recordedActions } from './recorded-actions.ts';

const REF: ActionRef = { kind: 'transaction', from: '0x1', nonce: 4, hashes: ['0xa'] };
const CALLS = [{ target: '0x2', data: '0x', what: 'wrap $5' }];

let folder = '';
let record: ActionRecord;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-recorded-'));
  record = new ActionRecord(join(folder, 'chain.json'));
});
afterEach(() => { rmSync(folder, { recursive: true }); });

/** Sends where `ref` is given, and then says how it ended. */
function actions(ref: ActionRef | null, outcome: ActionOutcome): ChainActions & { readonly seen: string[] } {
  const seen: string[] = [];
  return {
    account: '0x1', mostCalls: 1, seen, prove: () => Promise.resolve(outcome),
    async perform(_calls, note) {
      if (ref !== null) await note(ref);
      seen.push(record.underWay()?.what ?? 'nothing');
      return outcome;
    },
  };
}

test('what is sent stands in the record before, is told with its hash, and is forgotten once it is known', async () => {
  const said: string[] = [];
  const way = actions(REF, { kind: 'done', txHash: '0xa' });
  expect(await recordedActions(way, record, (text) => { said.push(text); }).perform(CALLS, () => {})).toEqual({ kind: 'done', txHash: '0xa' });
  expect([way.seen, said, record.underWay()]).toEqual([['wrap $5'], ['wrap $5: sending as 0xa'], null]);
});

test('what is not known stays in the record', async () => {
  await recordedActions(actions(REF, { kind: 'unknown', reason: 'lost', ref: REF }), record, () => {}).perform(CALLS, () => {});
  expect(record.read()).toEqual(REF);
});

test('what was not sent leaves the record of what was', async () => {
  record.write(REF, 'merge 3 pairs of rain');
  await recordedActions(actions(null, { kind: 'failed', reason: 'an earlier transaction is not proved yet', proof: 'not-sent' }), record, () => {}).perform(CALLS, () => {});
  expect(record.underWay()).toEqual({ ref: REF, what: 'merge 3 pairs of rain' });
});

test('nothing is sent where the record cannot be written', async () => {
  writeFileSync(join(folder, 'file'), '');
  const blocked = new ActionRecord(join(folder, 'file', 'chain.json'));
  const way = actions(REF, { kind: 'done', txHash: '0xa' });
  await expect(recordedActions(way, blocked, () => {}).perform(CALLS, () => {})).rejects.toThrow();
  expect(way.seen).toEqual([]);
});
