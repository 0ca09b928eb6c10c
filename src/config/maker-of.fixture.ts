// The settings of a strategy that a test knows to be a market maker.

import type { CompiledConfig, MakerSettings } from './compiled-config.ts';

export function makerOf(config: CompiledConfig, index = 0): MakerSettings {
  const strategy = config.strategies[index];
  if (strategy?.kind !== 'market-maker') throw new Error(`strategy ${index} is no market maker`);
  return strategy.settings;
}
