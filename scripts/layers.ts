// Which room may import which (architecture, section 3), what the core may not name, and that no files import each other in
// a circle. Pure: files in, violations out.

import { lineAt } from './masked-source.ts';
import { isTestFile, type SourceFile } from './source-file.ts';

export interface Violation { readonly path: string; readonly line: number; readonly what: string; readonly remedy: string }

interface Room {
  /** Beginnings of paths under src/ whose values and types it may import. */
  readonly may: readonly string[];
  /** Beginnings of paths of which it may import types alone. */
  readonly types?: readonly string[];
}

const CORE_WORDS = ['core/domain/', 'core/rules/'];

export const ROOMS: Readonly<Record<string, Room>> = {
  core: { may: ['core/'], types: ['config/compiled-config.ts', 'config/compiled-guards.ts'] },
  errors: { may: ['errors/'] },
  config: { may: ['config/', 'errors/', 'core/market/market-pattern.ts', ...CORE_WORDS], types: ['runtime/controller.ts'] },
  exchange: { may: ['exchange/', 'core/domain/', 'core/market/', 'tape/columns.ts'], types: ['config/compiled-config.ts'] },
  tape: { may: ['tape/', 'errors/', 'core/domain/', 'core/market/'] },
  venues: { may: ['venues/', 'exchange/', 'tape/', 'errors/', 'core/domain/', 'core/market/'], types: ['config/compiled-config.ts'] },
  record: { may: ['record/', 'tape/', 'venues/', 'errors/', 'core/domain/', 'core/market/'] },
  keys: { may: ['keys/', 'errors/'], types: ['config/compiled-config.ts'] },
  // The venue's counterpart: it shares nothing with the adapter that it is there to contradict.
  rehearsal: { may: ['rehearsal/', 'exchange/', 'tape/columns.ts', 'core/domain/', 'core/market/', 'errors/'], types: ['config/compiled-config.ts', 'tape/'] },
  journal: { may: ['journal/', 'core/', 'errors/'], types: ['config/'] },
  observe: { may: ['observe/', 'errors/', 'core/risk/constraints.ts', 'core/orchestrator/lifecycle.ts', ...CORE_WORDS], types: ['core/', 'config/compiled-config.ts', 'runtime/controller.ts'] },
  runtime: { may: ['runtime/', 'core/', 'config/', 'exchange/', 'venues/', 'tape/', 'journal/', 'keys/', 'errors/'], types: ['observe/'] },
  live: { may: ['live/', 'runtime/', 'core/', 'config/', 'venues/', 'keys/', 'rehearsal/', 'record/', 'journal/', 'errors/'] },
  backtest: { may: ['backtest/', 'runtime/', 'core/', 'config/', 'exchange/', 'venues/', 'tape/', 'journal/', 'errors/'] },
  sweep: { may: ['sweep/', 'backtest/', 'config/', 'errors/', 'exchange/random.ts', 'tape/', 'core/domain/', 'core/market/'] },
  calibrate: { may: ['calibrate/', 'errors/', 'tape/', 'exchange/', 'core/domain/', 'core/market/', 'config/compiled-config.ts'] },
  server: { may: ['server/', 'observe/', 'errors/', 'core/domain/', 'core/orchestrator/lifecycle.ts', 'core/views.ts', 'runtime/controller.ts'] },
  cli: { may: [''] },
};

/** Functions whose result IEEE 754 fixes to the last bit; engines may differ on the others. */
const EXACT_MATH = 'abs|ceil|clz32|floor|fround|imul|max|min|round|sign|sqrt|trunc';

const BANNED: readonly { readonly words: RegExp; readonly why: string; readonly remedy: string }[] = [
  { words: named('Date|performance|setTimeout|setInterval|setImmediate|queueMicrotask'), why: 'has a clock', remedy: 'The only time in the core is the `ts` of the event.' },
  { words: named('async|await|Promise'), why: 'waits', remedy: 'The core is synchronous: what has to be waited for comes back as an event.' },
  { words: named('process|console|globalThis|fetch|crypto'), why: 'reaches outside', remedy: 'Take it as an event, or leave it to the runtime.' },
  { words: /\b(?:Intl|localeCompare|toLocale\w+)\b/g, why: 'depends on the machine', remedy: 'Compare with < and >, and format outside the core.' },
  { words: new RegExp(String.raw`\bMath\s*\.\s*(?!(?:${EXACT_MATH})\b)\w+`, 'g'), why: 'may differ between engines, or is random', remedy: 'Use arithmetic that IEEE 754 fixes; exp, log and pow need a file of our own.' },
  { words: /\*\*(?!\s*\d)|(?<!\d\s*)\*\*/g, why: 'may differ between engines', remedy: 'Multiply, or write the power with two literals.' },
];

/** The words as names of their own: not as a property after a dot, nor as a key before a colon. */
function named(words: string): RegExp {
  return new RegExp(String.raw`(?<![\w$.#])(?:${words})(?![\w$]|\s*\??\s*:)`, 'g');
}

export function layerViolations(files: readonly SourceFile[]): readonly Violation[] {
  const sources = files.filter(({ path }) => !isTestFile(path));
  return [...sources.flatMap(importViolations), ...sources.filter(({ path }) => path.startsWith('src/core/')).flatMap(coreViolations), ...circles(sources), ...signersWithinReach(sources)];
}

function importViolations({ path, imports }: SourceFile): readonly Violation[] {
  const room = /^src\/([^/]+)\//.exec(path)?.[1] ?? '';
  const rules = ROOMS[room];
  if (rules === undefined) return [{ path, line: 1, what: `${path} stands in no known room`, remedy: `The rooms are ${Object.keys(ROOMS).join(', ')}.` }];
  const found: Violation[] = [];
  for (const { target, isFile, isTypeOnly, line } of imports) {
    if (!isFile) {
      if (room === 'core') found.push({ path, line, what: `core imports ${target}`, remedy: 'The core imports only itself: no packages, no node: modules.' });
      continue;
    }
    const inSource = target.replace(/^src\//, '');
    const begins = (prefix: string): boolean => inSource.startsWith(prefix);
    if (rules.may.some(begins)) continue;
    if (rules.types?.some(begins) === true) {
      if (!isTypeOnly) found.push({ path, line, what: `${room} imports values of ${inSource}`, remedy: `${room} may know it by type: write \`import type\`.` });
      continue;
    }
    found.push({ path, line, what: `${room} imports ${inSource}`, remedy: `${room} may import ${[...rules.may, ...(rules.types ?? []).map((prefix) => `types of ${prefix}`)].join(', ')}.` });
  }
  return found;
}

function coreViolations({ path, masked }: SourceFile): readonly Violation[] {
  return BANNED.flatMap(({ words, why, remedy }) => [...masked.matchAll(words)]
    .map((match) => ({ path, line: lineAt(masked, match.index), what: `core uses ${match[0].trim()}, which ${why}`, remedy })));
}

/** What trades without money, and what it hears of venues. */
const WITHOUT_KEYS = ['src/exchange/', 'src/venues/demo/', 'src/venues/paper/', 'src/venues/polymarket/wire/', 'src/venues/polymarket/feed/', 'src/venues/polymarket/discovery/'];
/** Where keys are read and orders are signed. */
const SIGNERS = ['src/keys/', 'src/venues/polymarket/signing/', 'ethers', 'secp256k1'];

/** Paper never has a signer in its reach, not even by way of another file: what cannot be loaded cannot sign. */
function signersWithinReach(files: readonly SourceFile[]): readonly Violation[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const found: Violation[] = [];
  for (const start of files.filter(({ path }) => WITHOUT_KEYS.some((prefix) => path.startsWith(prefix)))) {
    const seen = new Set([start.path]);
    const visit = (file: SourceFile, trail: readonly string[], firstLine: number | null): void => {
      for (const { target, isTypeOnly, line } of file.imports) {
        if (isTypeOnly || seen.has(target)) continue;
        seen.add(target);
        const way = [...trail, target];
        if (SIGNERS.some((signer) => target === signer || (signer.endsWith('/') && target.startsWith(signer)))) {
          found.push({ path: start.path, line: firstLine ?? line, what: `paper reaches a signer: ${way.join(' → ')}`, remedy: 'Move what both need into a file that knows no key.' });
          continue;
        }
        const next = byPath.get(target);
        if (next !== undefined) visit(next, way, firstLine ?? line);
      }
    };
    visit(start, [start.path], null);
  }
  return found;
}

/** One violation per circle, at the import that closes it. Types count: two files that need each other's are one concept. */
function circles(files: readonly SourceFile[]): readonly Violation[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const found: Violation[] = [];
  const visit = (file: SourceFile, trail: readonly string[]): void => {
    if (done.has(file.path)) return;
    const here = [...trail, file.path];
    for (const { target, line } of file.imports) {
      const next = byPath.get(target);
      if (next === undefined) continue;
      const first = here.indexOf(target);
      if (first < 0) visit(next, here);
      else found.push({ path: file.path, line, what: `a circle of imports: ${[...here.slice(first), target].join(' → ')}`, remedy: 'Move what both need into a file of its own.' });
    }
    done.add(file.path);
  };
  for (const file of files) visit(file, []);
  return found;
}
