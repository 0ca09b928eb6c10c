import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadSources } from '../config/load.ts';
import { DEMO_PROFILE, shippedText, SMALL } from '../config/test-files.fixture.ts';
import type { SourceFiles } from '../config/sources.ts';
import { combinationsOf, gridSize } from './combinations.ts';
import { readVariation, stepsOf } from './variation.ts';
import { targetOf, variedFiles } from './varied-files.ts';
import { makerOf } from '../config/maker-of.fixture.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const SMALL_FILES: SourceFiles = new Map([['strategies.yaml', bytes(SMALL)], ['profiles/demo.yaml', bytes(DEMO_PROFILE)]]);
const SHIPPED_FILES: SourceFiles = new Map((['strategies.yaml', 'profiles/base.yaml', 'profiles/demo.yaml', 'profiles/paper.yaml'] as const).map((file) => [file, bytes(shippedText(file))]));
const withValue = (files: SourceFiles, path: string, value: string, profile = 'demo'): SourceFiles => variedFiles(files, [{ target: targetOf(path, files, profile), value }]);

describe('what is varied', () => {
  it('is a path and its values as they stand in the file', () => {
    expect(readVariation('strategies.one.quote.halfSpread=1c, 1.5c,2 ticks')).toEqual({ path: 'strategies.one.quote.halfSpread', values: ['1c', '1.5c', '2 ticks'] });
    expect(readVariation('profile.exchange.queue={ model: pessimistic },{ model: power, exponent: 3 }').values).toEqual(['{ model: pessimistic }', '{ model: power, exponent: 3 }']);
  });

  it.each([
    ['20..100 shares step 20', ['20 shares', '40 shares', '60 shares', '80 shares', '100 shares']],
    ['0.5c..1.5c step 0.5c', ['0.5c', '1c', '1.5c']],
    ['$1_000..$2_000 step 500', ['$1000', '$1500', '$2000']],
    ['0.1..0.3 step 0.1', ['0.1', '0.2', '0.3']],
    ['-1c..1c step 1c', ['-1c', '0c', '1c']],
    ['1..2 step 0.3', ['1', '1.3', '1.6', '1.9']],
  ])('may be the range %s', (text, values) => {
    expect(readVariation(`a.b=${text}`).values).toEqual(values);
  });

  it.each(['a.b', '=1c', 'a..b=1c', 'a.b=', 'a.b=1c,,2c', 'a.b=1c,1c', 'a.b=1..9', 'a.b=9..1 step 1', 'a.b=1c..3 shares step 1', 'a.b=0..1 step 0.00001'])('is refused with a reason: %s', (text) => {
    expect(() => readVariation(text)).toThrow(text);
  });

  it('has quoted steps where a name holds a dot, and numbers for lists', () => {
    expect(stepsOf('strategies."eu.politics".quote')).toEqual(['strategies', 'eu.politics', 'quote']);
    expect(stepsOf('rules[2].then[0]')).toEqual(['rules', '2', 'then', '0']);
  });
});

describe('varied files', () => {
  it('mean what they would mean had the operator written the value', () => {
    const result = loadSources(withValue(SMALL_FILES, 'strategies.one.quote.halfSpread', '3c'), undefined);
    expect(result.ok && makerOf(result.loaded.config).quote.halfSpread.micros).toBe(30_000);
  });

  it('keep the shipped files loadable, their closing marker included', () => {
    const varied = withValue(SHIPPED_FILES, 'presets.calm.quote.size', '30 shares');
    const result = loadSources(varied, undefined);
    expect(result.ok ? 'loads' : result.problems[0]?.text).toBe('loads');
    expect(result.ok && makerOf(result.loaded.config, 1).quote.size).toBe(30e6);
  });

  it('may get an optional key that stands nowhere yet, in the profile too', () => {
    const result = loadSources(withValue(SHIPPED_FILES, 'profile.exchange.queue', '{ model: power, exponent: 2 }', 'paper'), 'paper');
    expect(result.ok && result.loaded.config.exchange.queue).toEqual({ model: 'power', exponent: 2 });
    const nested = loadSources(withValue(SMALL_FILES, 'strategies.one.extremes.widen', '2x'), undefined);
    expect(nested.ok ? [] : nested.problems.map(({ code }) => code)).not.toContain('MM_CONFIG_YAML');
  });

  it('reach a rule by its name', () => {
    const result = loadSources(withValue(SHIPPED_FILES, 'rules.fast move.cooldown', '9s'), undefined);
    expect(result.ok && result.loaded.config.rules.find(({ name }) => name === 'fast move')?.cooldownMs).toBe(9_000);
  });

  it.each([
    ['strategies.oen.quote.size', '`one`'],
    ['strategy.one.quote.size', '`strategies`'],
    ['presets.calm.quote', 'strategies.yaml has no `presets`'],
    ['strategies.one.quote.halfSpread.deeper', 'leave off `.deeper`'],
    ['profile', '--profile'],
  ])('refuse the path %s with a suggestion', (path, said) => {
    expect(() => targetOf(path, SMALL_FILES, 'demo')).toThrow(said);
  });
});

describe('combinations', () => {
  const grid = (sizes: readonly number[]) => sizes.map((size, i) => ({ path: `p${i}`, values: Array.from({ length: size }, (_, v) => `v${v}`) }));

  it('are the grid in a stable order, the last parameter fastest', () => {
    expect(combinationsOf(grid([2, 3]), { sample: null, seed: 1 })).toEqual([[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]]);
  });

  it('of a sample are different cells of the grid, the same for the same seed', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 60 }), fc.nat(), (sizes, sample, seed) => {
      const variations = grid(sizes);
      const drawn = combinationsOf(variations, { sample, seed });
      expect(drawn).toHaveLength(Math.min(sample, gridSize(variations)));
      expect(new Set(drawn.map(String)).size).toBe(drawn.length);
      expect(drawn.every((combination) => combination.every((index, i) => index >= 0 && index < (sizes[i] ?? 0)))).toBe(true);
      expect(combinationsOf(variations, { sample, seed })).toEqual(drawn);
    }), { numRuns: 50 });
  });

  it('of a sample take each value about equally often', () => {
    const drawn = combinationsOf(grid([5, 20]), { sample: 20, seed: 4 });
    const counts = Array.from({ length: 5 }, (_, value) => drawn.filter(([first]) => first === value).length);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(2);
  });

  it('are refused when there are too many, unless a sample is taken', () => {
    const variations = grid([1_000, 1_000]);
    expect(() => combinationsOf(variations, { sample: null, seed: 1 })).toThrow('1,000,000');
    expect(combinationsOf(variations, { sample: 10, seed: 1 })).toHaveLength(10);
  });
});
