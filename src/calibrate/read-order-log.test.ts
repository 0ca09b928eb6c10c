import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readOrderLog } from './read-order-log.ts';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'evenkeel-orders-')); });
afterEach(() => { rmSync(folder, { recursive: true }); });

const HEADER = 'time,ticker,event,side,order,price_dollars,contracts,detail';
const ROWS = [
  '2026-03-08T03:11:48Z,KXA-1,START,,,,,',
  '2026-03-08T03:11:48Z,KXA-1,STARTUP_POSITION,,,,0.00,',
  '2026-03-08T03:11:48Z,KXA-1,CREATE_OK,yes,o1,0.4400,22.00,',
  '2026-03-08T03:11:49Z,KXA-1,REQUOTE_ERROR,,o1,,,POST amend 429',
  '2026-03-08T03:12:03Z,KXA-1,QUEUE_POSITION,yes,o1,,15.50,',
  '2026-03-08T03:12:09Z,KXA-1,ORDER_NOT_RESTING,yes,o1,,,executed',
];
async function read(rows: readonly string[], { header = HEADER, end = '\n', isGzip = false } = {}) {
  const path = join(folder, 'orders.csv');
  const text = [header, ...rows].join('\n') + end;
  writeFileSync(path, isGzip ? gzipSync(text) : text);
  return readOrderLog(path);
}

test.each([false, true])('reads the lives of orders (gzip: %s)', async (isGzip) => {
  const log = await read(ROWS, { isGzip });
  const at = Date.UTC(2026, 2, 8, 3, 11, 48);
  expect(log.lives).toEqual([{ market: 'KXA-1', order: 'o1', joinedAt: at, endedAt: at + 21_000, end: 'executed', polls: [{ at: at + 15_000, ahead: 15.5 }] }]);
  expect(log).toMatchObject({ markets: 1, orders: [{ firstAhead: 15.5, ended: 'executed' }], from: at, to: at + 21_000 });
});

test.each([
  ['an unknown event', '2026-03-08T03:12:09Z,KXA-1,FILLED,yes,o1,,,', ':8  column event: "FILLED" is not an event'],
  ['an unknown end', '2026-03-08T03:12:09Z,KXA-1,ORDER_NOT_RESTING,yes,o1,,,lost', ':8  column detail: "lost" is neither executed nor canceled'],
  ['a time that does not exist', '2026-02-31T03:12:09Z,KXA-1,QUEUE_POSITION,yes,o1,,1.00,', ':8  column time: "2026-02-31T03:12:09Z" is not a UTC time'],
  ['a queue position that is not one', '2026-03-08T03:12:09Z,KXA-1,QUEUE_POSITION,yes,o1,,many,', ':8  column contracts: "many"'],
  ['an order without a name', '2026-03-08T03:12:09Z,KXA-1,QUEUE_POSITION,yes,,,1.00,', ':8  column order: "" is empty'],
  ['a missing field', '2026-03-08T03:12:09Z,KXA-1,QUEUE_POSITION', ':8  3 fields where the header has 8'],
  ['a step back in time', '2026-03-08T03:12:08Z,KXA-1,QUEUE_POSITION,yes,o1,,1.00,', ':8  an event of KXA-1 is older than the one before it'],
])('refuses %s with file and line', async (_, row, message) => {
  await expect(read([...ROWS, row])).rejects.toThrow(`orders.csv${message}`);
});

test('refuses a file without a needed column, without rows, or cut off in a row', async () => {
  await expect(read(ROWS, { header: HEADER.replace('contracts', 'size') })).rejects.toThrow('orders.csv:1  no column contracts');
  await expect(read([])).rejects.toThrow('orders.csv: no rows');
  await expect(read(ROWS, { end: '' })).rejects.toThrow('orders.csv:7  the file stops in the middle of a row');
});
