// What strategies.yaml says besides settings and rules: which profile is in force, and who trades which markets.

import { firstOrders } from './market-scripts.fixture.ts';
import { openedBot } from './opened-bot.fixture.ts';
import { BASE, configOf, load, variantsOf, withKey, type Files, type KeyCases } from './variants.fixture.ts';

const ORDERS = ['bid 48c 10', 'ask 52c 10'];
const orders = (files: Files): readonly string[] => firstOrders(configOf(files));
const inOne = (...path: string[]): readonly string[] => ['strategies', 'strategies', 'one', ...path];

export const STRATEGY_CASES: KeyCases = {
  'strategies.yaml profile': [{
    variants: variantsOf(withKey(BASE, ['profiles', 'second'], BASE.profiles['demo']), ['strategies', 'profile'], ['demo', 'second']),
    observe: (files) => openedBot(files, (bot) => bot.status().session.profile),
    sees: ['demo', 'second'],
  }],
  'strategies.yaml strategies.*.kind': [{
    // There is one kind so far; another is refused rather than traded as this one.
    variants: variantsOf(BASE, inOne('kind'), ['market-maker', 'grid']),
    observe: (files) => { const result = load(files); return result.ok ? firstOrders(result.loaded.config) : result.problems.map((problem) => problem.code); },
    sees: [ORDERS, ['MM_CONFIG_CHOICE']],
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
