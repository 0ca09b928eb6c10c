// A source file with what it imports and exports, as the checks of this folder need it.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { lineAt, maskedSource } from './masked-source.ts';

export interface Import {
  /** A path from the root of the project for a file, otherwise the name of a package or `node:` module. */
  readonly target: string;
  readonly isFile: boolean;
  readonly isTypeOnly: boolean;
  /** Names as the other file exports them; null for all of them (`* as`, `import()`, side effects). */
  readonly names: readonly string[] | null;
  readonly line: number;
}
export interface SourceFile { readonly path: string; readonly masked: string; readonly imports: readonly Import[] }

/** Tests and what only tests use. */
export const isTestFile = (path: string): boolean => /\.(test|bench|fake|fixture|contract|d)\.ts$/.test(path) || path.startsWith('test/');

export function sourceFile(path: string, text: string): SourceFile {
  const masked = maskedSource(text);
  const found: Import[] = [];
  const add = (quote: number, isTypeOnly: boolean, names: readonly string[] | null): void => {
    const specifier = text.slice(quote + 1, masked.indexOf(masked[quote] ?? '', quote + 1));
    const isFile = specifier.startsWith('.');
    found.push({ target: isFile ? join(dirname(path), specifier) : specifier, isFile, isTypeOnly, names, line: lineAt(text, quote) });
  };
  for (const match of masked.matchAll(/\b(?:import|export)\s+(type\s+)?([^;'"]*?)\s*\bfrom\s*['"]/g)) {
    add(match.index + match[0].length - 1, match[1] !== undefined, namesIn(match[2] ?? ''));
  }
  for (const match of masked.matchAll(/\bimport\s*\(?\s*['"]/g)) add(match.index + match[0].length - 1, false, null);
  return { path, masked, imports: found };
}

/** `a, b as c` in braces → a, b. Null where all names are taken. */
function namesIn(clause: string): readonly string[] | null {
  const braces = /\{([^}]*)\}/.exec(clause)?.[1];
  if (braces === undefined) return clause.includes('*') ? null : ['default'];
  return braces.split(',').map((name) => name.trim().replace(/^type\s+/, '').replace(/\s+as\s.*$/, '')).filter((name) => name !== '');
}

export function readSources(root: string, folders: readonly string[]): readonly SourceFile[] {
  return folders.flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .toSorted()
    .map((path) => sourceFile(path, readFileSync(join(root, path), 'utf8'))));
}
