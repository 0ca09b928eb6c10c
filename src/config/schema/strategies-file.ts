// strategies.yaml: which profile is in force, and what to trade.

import { z } from 'zod';
import { layerOf } from './layer.ts';
import { ANY_KIND, anySettings, settingsLayer } from './kinds.ts';
import { MAKER_NOT_YET } from './maker.ts';
import { patterns } from './patterns.ts';
import { condition, rule } from './rules.ts';
import { choice, name, named, type SettingMeta } from './scalars.ts';

export const markets = z.strictObject({
  venue: name('The venue that lists the markets.'),
  include: patterns('Markets that the strategy takes. A market goes to the first strategy that takes it.').min(1),
  exclude: patterns('Markets that it leaves alone.').optional(),
  override: z.record(z.string(), settingsLayer).meta({ description: 'Settings of single markets, by name.' } satisfies SettingMeta).optional(),
}).meta({
  description: 'What the strategy trades.',
  notYet: { select: 'selecting markets by their facts', series: 'rolling over a series of markets' },
} satisfies SettingMeta);

export const strategy = z.strictObject({
  kind: choice(ANY_KIND, 'What it does: quotes both sides, works towards a position over a time, or holds a market against the positions of others.'),
  use: z.array(name('A preset.')).meta({ description: 'Presets it builds on; later ones win.', unit: 'list of presets' } satisfies SettingMeta).optional(),
  markets,
  ...layerOf(anySettings, '').shape,
}).meta({ description: 'A strategy.', notYet: MAKER_NOT_YET } satisfies SettingMeta);

export const strategiesFile = z.strictObject({
  profile: name('The profile in force: a file profiles/<name>.yaml. Changing it swaps the session.'),
  presets: named(settingsLayer, 'Settings by name, for strategies to `use`; each takes the sections that its kind has.').optional(),
  strategies: named(strategy, 'What to trade. A market goes to the first strategy that takes it.'),
  conditions: named(condition, 'Conditions by name, for rules to use as `condition: name`.').optional(),
  rules: z.array(rule).meta({ description: 'What changes the quotes, and when.', unit: 'list of rules' } satisfies SettingMeta).optional(),
}).meta({ description: 'What to trade.' } satisfies SettingMeta);
