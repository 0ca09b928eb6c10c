import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ActionRecord } from './action-record.ts';

let folder = '';
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'evenkeel-actions-')); });
afterEach(() => { rmSync(folder, { recursive: true }); });
const path = (): string => join(folder, 'data', 'account.json');

test('gives back after a crash what was under way, until it is cleared', () => {
  const record = new ActionRecord(path());
  expect(record.read()).toBeNull();
  const sent = { kind: 'transaction', from: '0x1', nonce: 4, hashes: ['0xa'] } as const;
  record.write(sent, 'wrap $5');
  record.write({ ...sent, hashes: ['0xa', '0xb'] }, 'wrap $5');
  expect(new ActionRecord(path()).read()).toEqual({ ...sent, hashes: ['0xa', '0xb'] });
  expect(new ActionRecord(path()).underWay()?.what).toBe('wrap $5');
  record.clear();
  expect(new ActionRecord(path()).read()).toBeNull();
});

test('takes nothing for granted of a record that is damaged', () => {
  const record = new ActionRecord(path());
  record.write({ kind: 'batch', wallet: '0x1', nonce: '7', deadline: 1, digest: '0xd', transactionId: null }, 'merge');
  for (const damaged of ['', '{', '{"kind":"transaction"}']) {
    writeFileSync(path(), damaged);
    expect(() => record.read()).toThrow(expect.objectContaining({ spec: expect.objectContaining({ code: 'MM_VENUE_ACTION_UNREADABLE' }) }));
  }
});

test('says so when it cannot be written, so that nothing is sent', () => {
  writeFileSync(join(folder, 'data'), 'a file stands where the folder would');
  expect(() => { new ActionRecord(path()).write({ kind: 'transaction', from: '0x1', nonce: 0, hashes: [] }, 'wrap $5'); }).toThrow();
});
