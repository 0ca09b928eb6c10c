import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { CATALOGUE } from './catalogue.ts';
import type { ErrorSpec } from './define.ts';

test('gives each code to one error', () => {
  const codes = CATALOGUE.map(({ code }) => code);
  expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
});

test('says of each error what it means and what to do about it', () => {
  for (const { code, meaning, remedy } of CATALOGUE) {
    expect(code).toMatch(/^MM_[A-Z]+(_[A-Z]+)+$/);
    expect([code, meaning.length > 10, remedy.length > 5]).toEqual([code, true, true]);
  }
});

test('lists what every file of this folder defines', async () => {
  const defined: string[] = [];
  for (const file of readdirSync(import.meta.dirname)) {
    if (file.endsWith('.test.ts') || file === 'catalogue.ts') continue;
    const module: Record<string, unknown> = await import(pathToFileURL(join(import.meta.dirname, file)).href);
    for (const value of Object.values(module)) defined.push(...codesIn(value));
  }
  expect([...new Set(defined)].filter((code) => !CATALOGUE.some((spec) => spec.code === code))).toEqual([]);
});

function codesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { code } = value as Partial<ErrorSpec>;
  return typeof code === 'string' ? [code] : Object.values(value).flatMap(codesIn);
}
