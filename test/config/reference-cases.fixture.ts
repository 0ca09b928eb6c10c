// `quote.reference`, proved by what a market that Bitcoin decides is quoted at, with the prices of one feed.

import type { CompiledConfig } from '../../src/config/compiled-config.ts';
import type { Instrument } from '../../src/core/domain/instrument.ts';
import { timestamp } from '../../src/core/domain/numbers.ts';
import { Script, START } from '../../src/core/engine.fixture.ts';
import type { SettingCase } from './maker-cases.fixture.ts';
import { bookAt } from './market-scripts.fixture.ts';

const MINUTE_MS = 60_000;
const ENDS = START + 10 * MINUTE_MS;
const UP_DOWN: Partial<Instrument> = {
  endsAt: timestamp(ENDS), reference: { kind: 'up-down', symbol: 'BTC/USD', startsAt: timestamp(START), endsAt: timestamp(ENDS), windowSeconds: 60, priceToBeat: 65_000 },
};

/** So many seconds of a price that is $10 above what it has to reach, or $20. */
function watched(config: CompiledConfig, seconds: number): Script {
  const script = bookAt(Script.open(config, UP_DOWN), 48).decide();
  for (let second = 1; second <= seconds; second++) {
    script.now += 1_000;
    script.step({ type: 'ReferencePriced', feed: 'polymarket-polybolt', symbol: 'BTC/USD', price: 65_010 + (second % 2) * 10, at: timestamp(script.now) });
    bookAt(script, 48).decide();
  }
  return script;
}
const reasons = (seconds: number) => (config: CompiledConfig): readonly string[] => watched(config, seconds).market().reasons;
/** Three seconds after the last price. */
const silent = (config: CompiledConfig): readonly string[] => bookAt(watched(config, 61), 48).decide(3_000).market().reasons;

export const BY_BITCOIN = { 'quote.reference.feed': 'polymarket-polybolt', 'quote.reference.symbol': 'BTC/USD', 'quote.reference.volatility': '1m' };
const BESIDE = { ...BY_BITCOIN, 'quote.fairValue': 'reference' };

export const REFERENCE_CASES: Readonly<Record<string, SettingCase>> = {
  'quote.reference.feed': { values: ['polymarket-polybolt', 'kraken'], beside: BESIDE, observe: reasons(61), sees: [[], ['REFERENCE_STALE']] },
  'quote.reference.symbol': { values: ['BTC/USD', 'ETH/USD'], beside: BESIDE, observe: reasons(61), sees: [[], ['NO_REFERENCE']] },
  'quote.reference.volatility': { values: ['1m', '5m'], beside: BESIDE, observe: reasons(61), sees: [[], ['REFERENCE_UNMEASURED']] },
  'quote.reference.maxAge': { values: ['5s', '2s'], beside: BESIDE, observe: silent, sees: [[], ['REFERENCE_STALE']] },
};
