// Every key of strategies.yaml and of profiles, with unit, default and meaning; the units; what is refused for now.

import { configKeys, type ConfigKey } from '../../src/config/config-keys.ts';
import { exchange } from '../../src/config/schema/exchange.ts';
import type { StrategyKind } from '../../src/config/compiled-config.ts';
import { ANY_KIND, anySettings } from '../../src/config/schema/kinds.ts';
import { profileFile } from '../../src/config/schema/profile-file.ts';
import { strategiesFile } from '../../src/config/schema/strategies-file.ts';
import { isRequired, leavesOf, metaOf, schemaAt } from '../../src/config/schema/walk.ts';
import { kindsWith } from '../../src/config/strategy-kinds.ts';
import { cash, count, distance, duration, factor, hours, percent, price, size } from '../../src/config/units.ts';
import { cell, code, referencePage, table, type Page } from '../markdown.ts';
import { notYetOf } from './not-yet.ts';

const SHARED_UNITS = [price, distance, cash, size, percent, factor, duration, count, hours];

interface WrittenUnit { readonly unit: string; readonly examples: readonly string[] }

/** Those that the simulated exchange alone has, after the others; where two keys differ, as the first may be written. */
function allUnits(): readonly WrittenUnit[] {
  const units = new Map<string, WrittenUnit>(SHARED_UNITS.map((shared) => [shared.unit, shared]));
  for (const { schema } of leavesOf(exchange)) {
    const { unit, examples } = metaOf(schema);
    if (unit !== undefined && examples !== undefined && !units.has(unit)) units.set(unit, { unit, examples });
  }
  return [...units.values()];
}

const SETTINGS_PREFIX = 'strategies.*.';
/** Keys under these stand once, under `strategies.*.`: presets, overrides and overlays take the same. */
const REPEATED = ['presets.*.', 'strategies.*.markets.override.*.'];
const isRepeated = ({ file, path }: ConfigKey): boolean =>
  REPEATED.some((prefix) => path.startsWith(prefix)) || (file === 'profiles/*.yaml' && path.startsWith('strategies.*.'));

/** Required itself, inside a map that may be left out: `stopLoss.then`. */
function isRequiredInside({ path }: ConfigKey): boolean {
  const inSettings = path.startsWith(SETTINGS_PREFIX) ? schemaAt(anySettings, path.slice(SETTINGS_PREFIX.length).split('.')) : null;
  return inSettings !== null && isRequired(inSettings);
}

const standing = (key: ConfigKey): string => {
  if (key.default !== null) return code(key.default);
  if (key.isRequired) return 'required';
  if (!isRequiredInside(key)) return '';
  return `required with ${code(key.path.slice(SETTINGS_PREFIX.length).split('.').slice(0, -1).join('.'))}`;
};

const keyTable = (keys: readonly ConfigKey[]): string =>
  table(['key', 'unit', 'default', 'meaning'], keys.map((key) => [code(key.path), cell(key.unit), standing(key), cell(key.description)]));

/** Which sections each kind has. */
function sectionTable(): string {
  const mark = (section: string, kind: StrategyKind): string => (kindsWith(section).includes(kind) ? 'yes' : '');
  return table(['section', ...ANY_KIND], Object.keys(anySettings.shape).map((section) => [code(section), ...ANY_KIND.map((kind) => mark(section, kind))]));
}

export function configPage(): Page {
  const keys = configKeys().filter((key) => !isRepeated(key));
  const of = (file: ConfigKey['file']): readonly ConfigKey[] => keys.filter((key) => key.file === file);
  const refused = [...notYetOf(strategiesFile, 'strategies.yaml'), ...notYetOf(profileFile, 'profiles/*.yaml')];
  return referencePage('config', 'Config keys', ['src/config/config-keys.ts', 'src/config/schema/'], [
    [
      '`*` stands for a name, `[]` for an item of a list. A key that is not listed here is refused.',
      '"required" means required in the effective settings: a preset may supply it.',
      'Effective settings are the defaults, then each preset in `use`, then the strategy, then the override of the market, then the overlay of the profile. Later ones win.',
      '`evenkeel show` prints the result with the file and line of each value.',
    ].join('\n'),
    '## Units',
    table(['unit', 'written like'], allUnits().map(({ unit, examples }) => [unit, examples.map(code).join(', ')])),
    'Thousands are grouped with `_`, as in `$50_000`. Where a unit is needed, a bare number is refused.',
    '## strategies.yaml',
    keyTable(of('strategies.yaml')),
    'The sections of settings may also stand under `presets.*` and under `strategies.*.markets.override.<market>`.',
    'Each kind has its own sections: the others are refused in a strategy of the kind, in its overrides and overlays, and left aside in a preset.',
    sectionTable(),
    '## profiles/*.yaml',
    keyTable(of('profiles/*.yaml')),
    'A profile may also hold `strategies.<name>` with the same keys as above. They are laid over that strategy and win over everything in strategies.yaml.',
    '## Refused in this version',
    'These are planned, and no code acts on them yet. They are refused with `MM_CONFIG_NOT_YET`.',
    table(['file', 'key or value', 'for'], refused.map(({ file, path, purpose }) => [file, code(path), cell(purpose)])),
  ]);
}
