import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { controlToken } from './control-token.ts';

test('without a reference no token is needed', () => {
  expect(controlToken(null, {}).isNeeded).toBe(false);
});

test('a token from the environment is checked whole', () => {
  const token = controlToken({ from: 'env', name: 'T' }, { T: ' secret-of-mine \n' });
  expect(token.isNeeded).toBe(true);
  expect(['secret-of-mine', 'secret-of-min', 'secret-of-mine2', ''].map((given) => token.check(given))).toEqual([true, false, false, false]);
});

test('a token from a file is read once, at the start', () => {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-token-'));
  const path = join(folder, 'token');
  writeFileSync(path, 'from-a-file\n');
  const token = controlToken({ from: 'file', path }, {});
  rmSync(folder, { recursive: true });
  expect(token.check('from-a-file')).toBe(true);
});

test('a token that is not where it should be refuses the start, naming the place and not a value', () => {
  expect(() => controlToken({ from: 'env', name: 'T' }, {})).toThrow('environment variable T is not set');
  expect(() => controlToken({ from: 'env', name: 'T' }, { T: ' ' })).toThrow('T is not set');
  expect(() => controlToken({ from: 'file', path: '/nowhere/token' }, {})).toThrow('/nowhere/token');
});
