// Configurations for the tests: the shipped files, and small ones written in place.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSources, type LoadedConfig, type LoadResult } from './load.ts';

const ROOT = join(import.meta.dirname, '../..');
export const SHIPPED = ['strategies.yaml', 'profiles/base.yaml', 'profiles/demo.yaml', 'profiles/paper.yaml', 'profiles/live.yaml', 'profiles/rehearsal.yaml'] as const;
export const shippedText = (file: (typeof SHIPPED)[number]): string => readFileSync(join(ROOT, file), 'utf8');

export const DEMO_PROFILE = 'mode: demo\nstorage: { journal: ./data/demo.db }\napi: { listen: 127.0.0.1:8787 }\n';

export const load = (strategies: string | Uint8Array, profiles: Readonly<Record<string, string>> = { demo: DEMO_PROFILE }, profile?: string): LoadResult => {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  return loadSources(new Map([
    ['strategies.yaml', typeof strategies === 'string' ? bytes(strategies) : strategies],
    ...Object.entries(profiles).map(([name, text]) => [`profiles/${name}.yaml`, bytes(text)] as const),
  ]), profile);
};

export function loaded(result: LoadResult): LoadedConfig {
  if (!result.ok) throw new Error(result.problems.map((problem) => problem.text).join('\n\n'));
  return result.loaded;
}

/** "strategies.yaml:4:7 MM_CONFIG_UNIT" for each. */
export const mistakes = (result: LoadResult): readonly string[] =>
  result.ok ? [] : result.problems.map((problem) => `${problem.file}:${problem.line}:${problem.column} ${problem.code}`);

export const SMALL = `profile: demo
strategies:
  one:
    kind: market-maker
    markets: { venue: demo, include: ["*"] }
    quote: { halfSpread: 1.5c, size: 50 shares }
    limits: { position: 500 shares }
`;
