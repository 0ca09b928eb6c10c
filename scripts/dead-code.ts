// What nothing uses: files that no file imports, exported names that neither another file nor their own uses. A test is no
// use; it may only be the reason why a name in use is exported. Pure: files in, violations out.

import type { Violation } from './layers.ts';
import { lineAt } from './masked-source.ts';
import { isTestFile, type SourceFile } from './source-file.ts';

export interface Allowed {
  /** Files that are started, not imported. */
  readonly entries: readonly string[];
  /** `path name` → why it may stand unused. */
  readonly names: ReadonlyMap<string, string>;
}

const EXPORTED = /\bexport\s+(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(const|let|function\*?|class|interface|type)\s+([\w$]+)/g;

type Use = ReadonlySet<string> | 'all';

/** `files`: src/ with its tests. `users`: files besides whose imports count as use (scripts, benchmarks). */
export function deadCode(files: readonly SourceFile[], users: readonly SourceFile[], allowed: Allowed): readonly Violation[] {
  const sources = files.filter(({ path }) => !isTestFile(path));
  const used = importedBy([...sources, ...users]);
  const tested = importedBy(files.filter(({ path }) => isTestFile(path)));
  return sources.flatMap((file) => {
    if (allowed.entries.includes(file.path)) return [];
    const use = used.get(file.path);
    if (use === undefined) return [{ path: file.path, line: 1, what: 'no file imports this one', remedy: 'Use it or remove it; a test is no use.' }];
    return use === 'all' ? [] : [...unusedIn(file, use, tested.get(file.path), allowed), ...staleAllowances(file, use, allowed)];
  });
}

function importedBy(files: readonly SourceFile[]): ReadonlyMap<string, Use> {
  const used = new Map<string, Set<string> | 'all'>();
  for (const { imports } of files) {
    for (const { target, isFile, names } of imports) {
      if (!isFile) continue;
      const known = used.get(target);
      used.set(target, names === null || known === 'all' ? 'all' : new Set([...(known ?? []), ...names]));
    }
  }
  return used;
}

function unusedIn({ path, masked }: SourceFile, use: ReadonlySet<string>, tests: Use | undefined, { names }: Allowed): readonly Violation[] {
  return exportsOf(masked).flatMap(({ name, isType, offset }) => {
    if (use.has(name) || names.has(`${path} ${name}`)) return [];
    const place = { path, line: lineAt(masked, offset) };
    if (!isUsedInside(masked, name)) return [{ ...place, what: `nothing uses ${name}`, remedy: 'Use it or remove it; a test is no use.' }];
    // A type in the signature of something exported has to have a name that callers can say.
    const isWanted = isType || tests === 'all' || tests?.has(name) === true;
    return isWanted ? [] : [{ ...place, what: `no other file imports ${name}`, remedy: 'Drop the `export`.' }];
  });
}

/** An allowance that nothing needs any more would hide the next dead thing of that name. */
function staleAllowances({ path, masked }: SourceFile, use: ReadonlySet<string>, { names }: Allowed): readonly Violation[] {
  const exported = new Set(exportsOf(masked).map(({ name }) => `${path} ${name}`));
  return [...names.keys()]
    .filter((key) => key.startsWith(`${path} `) && (!exported.has(key) || use.has(key.slice(path.length + 1))))
    .map((key) => ({ path, line: 1, what: `"${key}" needs no allowance any more`, remedy: 'Remove it from the list in scripts/check-dead-code.ts.' }));
}

const isUsedInside = (masked: string, name: string): boolean =>
  [...masked.matchAll(new RegExp(String.raw`(?<![\w$])${name.replaceAll('$', String.raw`\$`)}(?![\w$])`, 'g'))].length > 1;

function exportsOf(masked: string): readonly { readonly name: string; readonly isType: boolean; readonly offset: number }[] {
  return [...masked.matchAll(EXPORTED)].map((match) => ({ name: match[2] ?? '', isType: match[1] === 'type' || match[1] === 'interface', offset: match.index }));
}
