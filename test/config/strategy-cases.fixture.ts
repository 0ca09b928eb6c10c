// What strategies.yaml says besides settings and rules: which profile is in force, and who trades which markets.

import { firstOrders } from './market-scripts.fixture.ts';
import { openedBot } from './opened-bot.fixture.ts';
import { BASE, configOf, load, variantsOf, withKey, type Files, type KeyCases } from './variants.fixture.ts';

const BASE_SECTIONS = { quote: { fairValue: 'mid', halfSpread: '2c', size: '10 shares' }, limits: { position: '100 shares' } };
const ORDERS = ['bid 48c 10', 'ask 52c 10'];
const orders = (files: Files): readonly string[] => firstOrders(configOf(files));
const inOne = (...path: string[]): readonly string[] => ['strategies', 'strategies', 'one', ...path];

const OF_ANY_KIND = withKey(
  withKey(BASE, ['strategies', 'presets', 'any'], { ...BASE_SECTIONS, twap: { target: '20 shares', over: '1m', collar: '3c' }, hedge: { of: ['sun'], ratio: '1x', band: '10 shares', collar: '3c' } }),
  inOne(), { kind: 'market-maker', use: ['any'], markets: { venue: 'test', include: ['*'] } },
);

export const STRATEGY_CASES: KeyCases = {
  'strategies.yaml profile': [{
    variants: variantsOf(withKey(BASE, ['profiles', 'second'], BASE.profiles['demo']), ['strategies', 'profile'], ['demo', 'second']),
    observe: (files) => openedBot(files, (bot) => bot.status().session.profile),
    sees: ['demo', 'second'],
  }],
  'strategies.yaml strategies.*.kind': [{
    // Of a preset each kind takes its own sections; a kind that is not there is refused rather than traded as another.
    variants: variantsOf(OF_ANY_KIND, inOne('kind'), ['market-maker', 'twap', 'hedge', 'grid']),
    observe: (files) => { const result = load(files); return result.ok ? firstOrders(result.loaded.config) : result.problems.map((problem) => problem.code); },
    sees: [ORDERS, ['bid 48c 20'], [], ['MM_CONFIG_CHOICE']],
  }],
  'strategies.yaml strategies.*.use': [{
    variants: variantsOf(
      withKey(withKey(withKey(BASE, inOne('quote', 'halfSpread'), undefined), ['strategies', 'presets', 'near', 'quote', 'halfSpread'], '2c'), ['strategies', 'presets', 'far', 'quote', 'halfSpread'], '3c'),
      inOne('use'), [['near'], ['near', 'far']],
    ),
    observe: orders, sees: [ORDERS, ['bid 47c 10', 'ask 53c 10']],
  }],
  'strategies.yaml strategies.*.markets.venue': [{ variants: variantsOf(BASE, inOne('markets', 'venue'), ['test', 'elsewhere']), observe: orders, sees: [ORDERS, []] }],
  'strategies.yaml strategies.*.markets.include': [{ variants: variantsOf(BASE, inOne('markets', 'include'), [['r*'], ['snow']]), observe: orders, sees: [ORDERS, []] }],
  'strategies.yaml strategies.*.markets.exclude': [{ variants: variantsOf(BASE, inOne('markets', 'exclude'), [['snow'], ['r*']]), observe: orders, sees: [ORDERS, []] }],
};
