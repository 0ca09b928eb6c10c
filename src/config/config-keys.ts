// Every key an operator can write, with unit, default and meaning: made from the schemas, for the reference page and for
// the test that each of them is acted upon.

import type { z } from 'zod';
import { anySettings } from './schema/kinds.ts';
import { group } from './schema/portfolio.ts';
import { profile, profileFile } from './schema/profile-file.ts';
import { conditionMap, outcome, rule } from './schema/rules.ts';
import { defaultOf, leavesOf, metaOf } from './schema/walk.ts';
import { markets, strategiesFile, strategy } from './schema/strategies-file.ts';

export interface ConfigKey {
  readonly file: 'strategies.yaml' | 'profiles/*.yaml';
  /** "strategies.*.quote.halfSpread": `*` stands for a name, `[]` for a list. */
  readonly path: string;
  readonly unit: string;
  /** As an operator would write it; null where there is none. */
  readonly default: string | null;
  readonly isRequired: boolean;
  readonly description: string;
}

function keysOf(file: ConfigKey['file'], schema: z.ZodType, prefix: string, except: readonly string[] = []): ConfigKey[] {
  return leavesOf(schema).filter((leaf) => !except.includes(leaf.path.join('.'))).map((leaf) => {
    const standard = defaultOf(leaf.schema);
    const meta = metaOf(leaf.schema);
    return {
      file, path: `${prefix}${leaf.path.join('.')}`, unit: meta.unit ?? 'map',
      default: typeof standard === 'string' ? standard : null, isRequired: leaf.isRequired, description: meta.description,
    };
  });
}

export function configKeys(): readonly ConfigKey[] {
  const file = 'strategies.yaml';
  return [
    ...keysOf(file, strategiesFile, '', ['presets', 'strategies', 'conditions', 'rules']),
    ...keysOf(file, anySettings, 'presets.*.').map((key) => ({ ...key, isRequired: false })),
    ...keysOf(file, strategy.pick({ kind: true, use: true, active: true, capital: true }), 'strategies.*.'),
    ...keysOf(file, markets, 'strategies.*.markets.', ['override']).map((key) => ({ ...key, ...CONDITION_KEYS[key.path] })),
    ...keysOf(file, anySettings, 'strategies.*.markets.override.*.').map((key) => ({ ...key, isRequired: false })),
    ...keysOf(file, anySettings, 'strategies.*.'),
    { file, path: 'conditions.*', unit: 'condition', default: null, isRequired: false, description: 'A condition by name, for rules to use as `condition: name`.' },
    ...keysOf(file, rule, 'rules[].', ['then']).map((key) => ({ ...key, ...CONDITION_KEYS[key.path] })),
    ...keysOf(file, conditionMap, 'rules[].when.').map((key) => ({ ...key, isRequired: false, ...CONDITION_KEYS[key.path] })),
    ...keysOf(file, outcome, 'rules[].then[].'),
    ...keysOf('profiles/*.yaml', profileFile.pick({ extends: true }), ''),
    ...keysOf('profiles/*.yaml', profile, '', ['limits.groups']),
    ...keysOf('profiles/*.yaml', group, 'limits.groups.*.').map((key) => ({ ...key, isRequired: false })),
    ...keysOf('profiles/*.yaml', anySettings, 'strategies.*.').map((key) => ({ ...key, isRequired: false })),
  ];
}

const CONDITION_KEYS: Readonly<Record<string, Pick<ConfigKey, 'unit' | 'description'>>> = {
  'rules[].when': { unit: 'condition', description: 'When the rule fires: `all`, `any`, `not`, `condition`, or a fact with operator and value.' },
  'rules[].until': { unit: 'condition', description: 'Once fired, the rule stays in force until this holds; without it, until `when` no longer holds.' },
  'strategies.*.markets.select.where': { unit: 'condition', description: 'Markets that may be chosen: a condition over their facts, as in rules. What is not known is no reason to choose.' },
  'rules[].when.not': { unit: 'condition', description: 'Holds when this does not.' },
};
