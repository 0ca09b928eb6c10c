// Files to a compiled configuration with the origin of every value, or to every mistake there is. Whole or not at all;
// what comes out is plain data, for the journal and between threads.

import type { ConfigProblem } from '../runtime/controller.ts';
import { checkShape } from './check-shape.ts';
import type { CompiledConfig } from './compiled-config.ts';
import type { EffectiveValue } from './effective.ts';
import { loadProfile } from './load-profile.ts';
import { loadRules } from './load-rules.ts';
import { loadStrategies } from './load-strategies.ts';
import { Loading, startOf } from './loading.ts';
import { portfolioLimits } from './portfolio-limits.ts';
import { problemsFrom, type Source } from './problem.ts';
import { healthSettings } from './schema/health.ts';
import { exchangeSettings } from './schema/exchange.ts';
import { strategiesFile } from './schema/strategies-file.ts';
import { venueSettings } from './schema/venues.ts';
import { NAME } from './schema/scalars.ts';
import { canonicalJson, hashOfFiles, profileFileName, PROFILES_FOLDER, readSources, sha256, STRATEGIES_FILE, type SourceFiles } from './sources.ts';
import { child, textOf } from './yaml-tree.ts';

export interface LoadedConfig {
  readonly config: CompiledConfig;
  /** SHA-256 over the compiled config: equal where nothing that acts has changed. */
  readonly hash: string;
  /** SHA-256 over the files as they stood. */
  readonly sourceHash: string;
  /** The profile that strategies.yaml names, also where another was asked for. */
  readonly profileNamed: string;
  readonly sources: readonly Source[];
  readonly effective: readonly EffectiveValue[];
  /** "strategies.yaml:12:3  preset `calm` is used by no strategy". */
  readonly warnings: readonly string[];
}

export type LoadResult =
  | { readonly ok: true; readonly loaded: LoadedConfig }
  /** `hash`: SHA-256 over `files` as they stood; an absent file counts too. */
  | { readonly ok: false; readonly problems: readonly ConfigProblem[]; readonly hash: string; readonly files: readonly string[] };

/** Reads and compiles what stands under `dir`. `profile` overrules the one that strategies.yaml names. */
export function loadConfig({ dir, profile }: { readonly dir: string; readonly profile?: string | undefined }): LoadResult {
  return loadSources(readSources(dir), profile);
}

export function loadSources(files: SourceFiles, profileAsked: string | undefined): LoadResult {
  const loading = new Loading(files);
  const root = loading.open(STRATEGIES_FILE);
  const written = root === null ? null : checkShape(strategiesFile, root, { name: '', fallbackPlace: startOf(STRATEGIES_FILE) }, loading.mistakes);
  const profileNode = root === null ? undefined : child(root, 'profile');
  const profileNamed = textOf(profileNode);
  const profileName = profileAsked ?? profileNamed;
  const isName = profileName !== null && NAME.test(profileName);
  if (profileAsked !== undefined && !isName) loading.refuse('name', startOf(PROFILES_FOLDER), `\`${profileAsked}\` is not the name of a profile`, 'a letter first, then letters, digits, `-` or `_`');
  const profile = isName
    ? loadProfile(loading, profileName, (profileAsked === undefined ? profileNode?.origin : null) ?? startOf(profileFileName(profileName)))
    : null;
  const strategies = root === null ? null : loadStrategies(loading, root, profile?.overlays ?? []);
  const rules = root === null ? null : loadRules(loading, root);

  const involved = [...loading.sources.keys()];
  const sourceHash = hashOfFiles(files, involved);
  const problems = problemsFrom(loading.mistakes, loading.sources);
  if (problems.length > 0) return { ok: false, problems, hash: sourceHash, files: involved };
  if (written === null || strategies === null || rules === null || profileName === null || profileNamed === null || profile === null || profile.value === null) {
    throw new Error('the configuration is incomplete and no mistake was found in it');
  }

  const { mode, limits, storage, api, venues, canary, gate } = profile.value;
  const { drawdown, rates } = limits;
  const config: CompiledConfig = {
    profile: profileName, mode, exchange: exchangeSettings(profile.value.exchange),
    limits: {
      grossNotional: limits.grossNotional ?? null,
      dailyLoss: limits.dailyLoss ?? null,
      drawdown: drawdown === undefined || Object.keys(drawdown).length === 0 ? null : { warn: drawdown.warn ?? null, reduceOnly: drawdown.reduceOnly ?? null, halt: drawdown.halt ?? null },
      ordersPerMinute: limits.ordersPerMinute ?? null,
      rates: rates === undefined || Object.keys(rates).length === 0 ? null : { places: rates.places ?? null, cancels: rates.cancels ?? null, queries: rates.queries ?? null },
      ...portfolioLimits(limits),
    },
    health: healthSettings(profile.value.health),
    ...(canary === undefined ? {} : { canary: { size: canary.size, forMs: canary.for } }),
    strategies: strategies.strategies, rules: rules.rules,
    ...(venues === undefined ? {} : { venues: venueSettings(venues) }),
    ...(gate === undefined ? {} : { gate: { paperMs: Math.round(gate.paperHours * 3_600_000), paperDrawdownBelow: gate.paperDrawdownBelow ?? null } }),
    storage: { journal: storage.journal },
    api: { host: api.listen.host, port: api.listen.port, token: api.token ?? null },
  };
  const profileLeaf: EffectiveValue = {
    path: 'profile', value: profileName, canonical: JSON.stringify(profileName),
    // Asked for on the command line or over the API: written nowhere, so the profile's own file stands for it.
    origin: loading.originText(profileAsked === undefined ? (profileNode?.origin ?? null) : startOf(profileFileName(profileName))),
  };
  return {
    ok: true,
    loaded: {
      config, hash: sha256(canonicalJson(config)), sourceHash, profileNamed,
      sources: [...loading.sources.values()],
      effective: [profileLeaf, ...profile.effective, ...strategies.effective, ...rules.effective],
      warnings: loading.warnings,
    },
  };
}
