// Which prices outside a config asks for: overrides of single markets included, the same one maybe several times.

import type { CompiledConfig, ReferenceSettings } from '../../config/compiled-config.ts';

export const referencesAsked = ({ strategies }: Pick<CompiledConfig, 'strategies'>): readonly ReferenceSettings[] =>
  strategies.flatMap((strategy) => (strategy.kind === 'market-maker' ? [strategy.settings, ...Object.values(strategy.overrides)].flatMap(({ quote }) => quote.reference ?? []) : []));
