// Configurations for the proof that every key is acted on: one small base, and variants of it that differ in a single
// key. They are written as YAML and read by the real loader, so a key that the loader loses is found as well.

import { stringify } from 'yaml';
import type { CompiledConfig } from '../../src/config/compiled-config.ts';
import { loadSources, type LoadResult } from '../../src/config/load.ts';

export interface Settings { readonly [key: string]: unknown }
export type Path = readonly (string | number)[];

export interface Files { readonly strategies: Settings; readonly profiles: Readonly<Record<string, Settings>> }

/** A key of the configuration, proved by what the real code does with each of its values. */
export interface KeyCase {
  readonly variants: readonly Files[];
  readonly observe: (files: Files) => unknown;
  /** What is observed with each variant; no two may be equal. */
  readonly sees: readonly unknown[];
}

/** By file and path of the key. */
export type KeyCases = Readonly<Record<string, readonly KeyCase[]>>;

export const BASE: Files = {
  strategies: {
    profile: 'demo',
    strategies: {
      one: {
        kind: 'market-maker',
        markets: { venue: 'test', include: ['*'] },
        quote: { fairValue: 'mid', halfSpread: '2c', size: '10 shares' },
        limits: { position: '100 shares' },
      },
    },
  },
  profiles: { demo: { mode: 'demo', storage: { journal: './data/demo.db' }, api: { listen: '127.0.0.1:0' } } },
};

/** A copy with `value` at `path`; undefined takes the key out. */
export function withKey(files: Files, path: Path, value: unknown): Files {
  const copy = structuredClone(files);
  let at = copy as unknown as Record<string | number, unknown>;
  for (const [index, step] of path.entries()) {
    if (index < path.length - 1) at = (at[step] ??= {}) as Record<string | number, unknown>;
    else if (value === undefined) delete at[step];
    else at[step] = value;
  }
  return copy;
}

/** The same files once with each value at `path`. */
export const variantsOf = (files: Files, path: Path, values: readonly unknown[]): readonly Files[] =>
  values.map((value) => withKey(files, path, value));

/** Without aliases: they are refused in configurations. */
export const yamlOf = (settings: Settings): string => stringify(settings, { aliasDuplicateObjects: false });

export function load(files: Files): LoadResult {
  const bytes = (settings: Settings): Uint8Array => new TextEncoder().encode(yamlOf(settings));
  return loadSources(new Map([
    ['strategies.yaml', bytes(files.strategies)],
    ...Object.entries(files.profiles).map(([name, profile]) => [`profiles/${name}.yaml`, bytes(profile)] as const),
  ]), undefined);
}

export function configOf(files: Files): CompiledConfig {
  const result = load(files);
  if (!result.ok) throw new Error(result.problems.map((problem) => problem.text).join('\n\n'));
  return result.loaded.config;
}
