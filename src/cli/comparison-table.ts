// A table of a comparison, for a terminal and as Markdown with the command that made it.

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
