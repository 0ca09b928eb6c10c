// A key that an operator can write and nothing acts on would be a protection that is not there. Each key that the schemas
// list has a case: files that differ in that key alone, read by the real loader, and real code that behaves differently.

import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { configKeys, type ConfigKey } from '../../src/config/config-keys.ts';
import { firstOrders } from './market-scripts.fixture.ts';
import { EXCHANGE_CASES } from './exchange-cases.fixture.ts';
import { HEALTH_CASES } from './health-cases.fixture.ts';
import { MAKER_CASES } from './maker-cases.fixture.ts';
import { PORTFOLIO_CASES } from './portfolio-cases.fixture.ts';
import { PRODUCER_CASES } from './producer-cases.fixture.ts';
import { PROFILE_CASES } from './profile-cases.fixture.ts';
import { RULE_CASES } from './rule-cases.fixture.ts';
import { SELECTION_CASES } from './selection-cases.fixture.ts';
import { STRATEGY_CASES } from './strategy-cases.fixture.ts';
import { VENUE_CASES } from './venue-cases.fixture.ts';
import { BASE, configOf, variantsOf, type KeyCase, type KeyCases } from './variants.fixture.ts';

const CASES: KeyCases = { ...MAKER_CASES, ...PRODUCER_CASES, ...STRATEGY_CASES, ...SELECTION_CASES, ...RULE_CASES, ...PROFILE_CASES, ...HEALTH_CASES, ...PORTFOLIO_CASES, ...EXCHANGE_CASES, ...VENUE_CASES };

const named = ({ file, path }: Pick<ConfigKey, 'file' | 'path'>): string => `${file} ${path}`;

function coverage(keys: readonly Pick<ConfigKey, 'file' | 'path'>[], cases: KeyCases): { readonly unproved: readonly string[]; readonly gone: readonly string[] } {
  const listed = new Set(keys.map(named));
  return { unproved: [...listed].filter((key) => cases[key] === undefined), gone: Object.keys(cases).filter((key) => !listed.has(key)) };
}

/** The observations of a case; throws where two values of the key lead to the same. */
async function observed({ variants, observe }: KeyCase): Promise<readonly unknown[]> {
  const all: unknown[] = [];
  for (const files of variants) all.push(await observe(files));
  all.forEach((one, index) => {
    if (all.findIndex((other) => isDeepStrictEqual(other, one)) !== index) throw new Error(`two values of the key lead to the same: ${JSON.stringify(one)}`);
  });
  return all;
}

describe('every key is acted on', () => {
  it('has a case for each key that the schemas list, and for no other', () => {
    expect(coverage(configKeys(), CASES)).toEqual({ unproved: [], gone: [] });
    expect(new Set(configKeys().map(named)).size, 'no key is listed twice').toBe(configKeys().length);
  });
  it('finds a key without a case and a case without a key', () => {
    const keys = configKeys();
    expect(coverage([...keys, { file: 'strategies.yaml', path: 'strategies.*.quote.luck' }], CASES).unproved).toEqual(['strategies.yaml strategies.*.quote.luck']);
    expect(coverage(keys.slice(1), CASES).gone).toEqual([named(keys[0]!)]);
  });
  it('finds a key whose values change nothing', async () => {
    const twoSpellings = variantsOf(BASE, ['strategies', 'strategies', 'one', 'quote', 'halfSpread'], ['2c', '0.02']);
    await expect(observed({ variants: twoSpellings, observe: (files) => firstOrders(configOf(files)), sees: [] })).rejects.toThrow('two values of the key lead to the same');
  });
  it.each(Object.entries(CASES))('%s', async (_key, proofs) => {
    for (const proof of proofs) {
      expect(proof.variants.length, 'at least two values').toBeGreaterThan(1);
      expect(await observed(proof)).toEqual(proof.sees);
    }
  });
});
