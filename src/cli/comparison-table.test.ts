import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { putIntoPage, tableMarkdown, tableText, type ComparisonTable } from './comparison-table.ts';

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-page-'));
afterAll(() => { rmSync(folder, { recursive: true }); });
const page = (text: string): string => {
  const path = join(folder, 'page.md');
  writeFileSync(path, text);
  return path;
};
const table: ComparisonTable = { columns: ['maker', 'fills'], rows: [['naive', '12'], ['a|b', '3']], right: [1], notes: ['All of them lose.'] };

describe('a table of a comparison', () => {
  it('stands in columns in a terminal', () => expect(tableText(table).split('\n')).toEqual(['maker  fills', 'naive     12', 'a|b        3', '', 'All of them lose.']));
  it('is Markdown below the command that made it', () => {
    expect(tableMarkdown(table, 'evenkeel makers day').split('\n')).toEqual([
      '```', 'evenkeel makers day', '```', '', '| maker | fills |', '| --- | ---: |', '| naive | 12 |', '| a\\|b | 3 |', '', '- All of them lose.',
    ]);
  });
  it('takes the place of what stood between the markers of a page, again and again', () => {
    const path = page('before\n<!-- t -->\nold\n<!-- end of t -->\nafter\n');
    putIntoPage(path, 't', 'first');
    putIntoPage(path, 't', 'second');
    expect(readFileSync(path, 'utf8')).toBe('before\n<!-- t -->\n\nsecond\n\n<!-- end of t -->\nafter\n');
  });
  it('is not put into a page without them, nor into one that is not there', () => {
    const path = page('<!-- end of t -->\n<!-- t -->');
    expect(() => putIntoPage(path, 't', 'new')).toThrow(/has no <!-- t --> followed by/);
    expect(() => putIntoPage(join(folder, 'nowhere.md'), 't', 'new')).toThrow(/cannot be read/);
    expect(readFileSync(path, 'utf8')).toBe('<!-- end of t -->\n<!-- t -->');
  });
});
