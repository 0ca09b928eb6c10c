// strategies.yaml: which profile is in force, and what to trade.

import { z } from 'zod';
import { layerOf } from './layer.ts';
import { MAKER_NOT_YET, maker, makerLayer } from './maker.ts';
import { condition, rule } from './rules.ts';
import { cash } from '../units.ts';
import { choice, fault, name, named, setting, words, type SettingMeta } from './scalars.ts';

const pattern = words('A market name; `*` stands for any run of characters.', 200);

export const patterns = (description: string) => z.array(pattern).superRefine((list, context) => {
  for (const [index, text] of list.entries()) {
    if (list.indexOf(text) !== index) fault(context, 'duplicateName', `\`${text}\` is listed twice`, 'remove one of the two', [index]);
  }
}).meta({ description, unit: 'list of patterns', examples: ['["*"]'] } satisfies SettingMeta);

export const markets = z.strictObject({
  venue: name('The venue that lists the markets.'),
  include: patterns('Markets that the strategy takes. A market goes to the first strategy that takes it.').min(1),
  exclude: patterns('Markets that it leaves alone.').optional(),
  override: z.record(z.string(), makerLayer).meta({ description: 'Settings of single markets, by name.' } satisfies SettingMeta).optional(),
}).meta({
  description: 'What the strategy trades.',
  notYet: { select: 'selecting markets by their facts', series: 'rolling over a series of markets' },
} satisfies SettingMeta);

export const strategy = z.strictObject({
  kind: choice(['market-maker'], 'What it does.'),
  use: z.array(name('A preset.')).meta({ description: 'Presets it builds on; later ones win.', unit: 'list of presets' } satisfies SettingMeta).optional(),
  markets,
  capital: setting(cash, 'Most dollars at cost, in the worst case, over all markets of the strategy; those that it only leaves count too.', { above: '$0', atMost: '$100_000_000', why: 'without room nothing can be quoted' }).optional(),
  ...layerOf(maker, '').shape,
}).meta({ description: 'A strategy.', notYet: MAKER_NOT_YET } satisfies SettingMeta);

export const strategiesFile = z.strictObject({
  profile: name('The profile in force: a file profiles/<name>.yaml. Changing it swaps the session.'),
  presets: named(makerLayer, 'Settings by name, for strategies to `use`.').optional(),
  strategies: named(strategy, 'What to trade. A market goes to the first strategy that takes it.'),
  conditions: named(condition, 'Conditions by name, for rules to use as `condition: name`.').optional(),
  rules: z.array(rule).meta({ description: 'What changes the quotes, and when.', unit: 'list of rules' } satisfies SettingMeta).optional(),
}).meta({ description: 'What to trade.' } satisfies SettingMeta);
