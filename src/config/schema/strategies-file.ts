// strategies.yaml: which profile is in force, and what to trade.

import { z } from 'zod';
import { cash, count, duration } from '../units.ts';
import { layerOf } from './layer.ts';
import { ANY_KIND, anySettings, settingsLayer } from './kinds.ts';
import { patterns } from './patterns.ts';
import { condition, rule } from './rules.ts';
import { choice, fault, name, named, setting, words, type SettingMeta } from './scalars.ts';
import { select } from './select.ts';

export const markets = z.strictObject({
  venue: name('The venue that lists the markets.'),
  include: patterns('Markets that the strategy takes. A market goes to the first strategy that takes it. Without it `select` looks at all markets of the venue.').min(1).optional(),
  exclude: patterns('Markets that it leaves alone.').optional(),
  select: select.optional(),
  series: words('A series of markets, one after the other: the one that runs is traded, and its successor when it ends.').optional(),
  warmUp: setting(duration, 'How long before the market of a `series` stops its successor is watched.', { atLeast: '1s', atMost: '24h', why: 'signals need time, and a day is enough for any' }).prefault('1m'),
  override: z.record(z.string(), settingsLayer).meta({ description: 'Settings of single markets, by name.' } satisfies SettingMeta).optional(),
}).superRefine(({ include, exclude, select: selected, series }, context) => {
  if (series === undefined) {
    if (include === undefined && selected === undefined) fault(context, 'missing', 'no markets are named', 'add `include`, `select` or `series`');
    return;
  }
  for (const [key, value] of Object.entries({ include, exclude, select: selected })) {
    if (value !== undefined) fault(context, 'contradiction', `\`${key}\` stands beside \`series\`, which names its markets itself`, 'remove one of the two', [key], 'key');
  }
}).meta({ description: 'What the strategy trades.' } satisfies SettingMeta);

export const strategy = z.strictObject({
  kind: choice(ANY_KIND, 'What it does: quotes both sides, works towards a position over a time, or holds a market against the positions of others.'),
  use: z.array(name('A preset.')).meta({ description: 'Presets it builds on; later ones win.', unit: 'list of presets' } satisfies SettingMeta).optional(),
  active: setting(count, 'Most markets quoted at a time. Those that are liquidated do not count.', { atLeast: '1', atMost: '1_000', why: 'a strategy without a market trades nothing' }).optional(),
  markets,
  capital: setting(cash, 'Most dollars at cost, in the worst case, over all markets of the strategy; those that it only leaves count too.', { above: '$0', atMost: '$100_000_000', why: 'without room nothing can be quoted' }).optional(),
  ...layerOf(anySettings, '').shape,
}).meta({ description: 'A strategy.' } satisfies SettingMeta);

export const strategiesFile = z.strictObject({
  profile: name('The profile in force: a file profiles/<name>.yaml. Changing it swaps the session.'),
  presets: named(settingsLayer, 'Settings by name, for strategies to `use`; each takes the sections that its kind has.').optional(),
  strategies: named(strategy, 'What to trade. A market goes to the first strategy that takes it.'),
  conditions: named(condition, 'Conditions by name, for rules to use as `condition: name`.').optional(),
  rules: z.array(rule).meta({ description: 'What changes the quotes, and when.', unit: 'list of rules' } satisfies SettingMeta).optional(),
}).meta({ description: 'What to trade.' } satisfies SettingMeta);
