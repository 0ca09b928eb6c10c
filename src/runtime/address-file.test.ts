import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readAddressFile, writeAddressFile } from './address-file.ts';

let folder = '';
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'evenkeel-address-')); });
afterEach(() => { rmSync(folder, { recursive: true }); });

test('tells the address of the bot of a profile while it runs, and no longer', () => {
  expect(readAddressFile(folder, 'demo', false)).toBeNull();
  const file = writeAddressFile(folder, 'demo', 'http://127.0.0.1:8787');
  expect(readAddressFile(folder, 'demo', false)).toBe('http://127.0.0.1:8787');
  expect(readAddressFile(folder, 'paper', false)).toBeNull();
  file.remove();
  expect(readAddressFile(folder, 'demo', true)).toBeNull();
});

test('takes away only what it wrote itself', () => {
  const first = writeAddressFile(folder, 'demo', 'http://127.0.0.1:8787');
  const second = writeAddressFile(folder, 'demo', 'http://127.0.0.1:8788');
  first.remove();
  expect(readAddressFile(folder, 'demo', false)).toBe('http://127.0.0.1:8788');
  second.remove();
  second.remove();
  expect(existsSync(join(folder, 'data/demo.api'))).toBe(false);
});

test('gives the address of the only bot where no profile was asked for, and of none where there are two', () => {
  writeAddressFile(folder, 'demo', 'http://[::1]:8787');
  expect(readAddressFile(folder, 'paper', true)).toBe('http://[::1]:8787');
  expect(readAddressFile(folder, null, true)).toBe('http://[::1]:8787');
  writeAddressFile(folder, 'other', 'http://localhost:8788');
  expect(readAddressFile(folder, 'paper', true)).toBeNull();
  expect(readAddressFile(folder, 'other', true)).toBe('http://localhost:8788');
});

test.each(['http://192.0.2.1:8787', 'https://127.0.0.1:8787', 'http://127.0.0.1.evil.example:80', 'http://127.0.0.1:8787/x', 'http://user@127.0.0.1:1', ''])('does not believe `%s`', (address) => {
  writeAddressFile(folder, 'demo', 'http://127.0.0.1:1');
  writeFileSync(join(folder, 'data/demo.api'), address);
  expect(readAddressFile(folder, 'demo', true)).toBeNull();
});
