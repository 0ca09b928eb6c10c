// A table of a comparison, for a terminal and as Markdown with the command that made it.

import { readFileSync, writeFileSync } from 'node:fs';
import { EvenkeelError } from '../errors/define.ts';
import { RUNTIME_ERRORS } from '../errors/runtime.ts';
import { alignedTable } from './aligned-table.ts';
import { wrapped } from './wrapped-text.ts';

export interface ComparisonTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns, counted from 0, whose text stands at the right. */
  readonly right: readonly number[];
  /** Sentences under the table. */
  readonly notes: readonly string[];
}

export const tableText = ({ columns, rows, right, notes }: ComparisonTable): string =>
  [...alignedTable([columns, ...rows], right), '', ...notes.flatMap((note) => wrapped(note))].join('\n');

export function tableMarkdown({ columns, rows, right, notes }: ComparisonTable, command: string): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    '```', command, '```', '',
    line(columns), line(columns.map((_, column) => (right.includes(column) ? '---:' : '---'))), ...rows.map(line), '',
    ...notes.map((note) => `- ${note}`),
  ].join('\n');
}

/** Puts `markdown` between the two markers of a page: `<!-- name -->` and `<!-- end of name -->`. */
export function putIntoPage(path: string, name: string, markdown: string): void {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  let page: string;
  try {
    page = readFileSync(path, 'utf8');
  } catch (error) {
    throw new EvenkeelError(RUNTIME_ERRORS.badOption, `--into ${path}: cannot be read (${(error as Error).message})`);
  }
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new EvenkeelError(RUNTIME_ERRORS.badOption, `--into ${path}: has no ${begin} followed by ${end}`);
  writeFileSync(path, `${page.slice(0, from + begin.length)}\n\n${markdown}\n\n${page.slice(to)}`);
}
