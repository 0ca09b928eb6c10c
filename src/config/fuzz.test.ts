import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadSources, type LoadResult } from './load.ts';
import { canonicalJson, sha256, type SourceFiles } from './sources.ts';
import { loaded, SHIPPED, shippedText } from './test-files.fixture.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const WHOLE: SourceFiles = new Map(SHIPPED.map((file) => [file, bytes(shippedText(file))]));
const withFile = (file: string, content: Uint8Array): LoadResult => loadSources(new Map([...WHOLE, [file, content]]), file.includes('paper') ? 'paper' : undefined);

describe('files that are not what they should be', () => {
  it.each(SHIPPED)('refuses every byte-prefix of %s, or takes it to mean the same', (file) => {
    const whole = WHOLE.get(file) as Uint8Array;
    const meaning = loaded(withFile(file, whole)).hash;
    const otherwise: string[] = [];
    for (let length = 0; length < whole.byteLength; length++) {
      const result = withFile(file, whole.subarray(0, length));
      if (result.ok && result.loaded.hash !== meaning) otherwise.push(`${length} bytes`);
    }
    expect(otherwise).toEqual([]);
  });

  it('survives 5,000 random mutations, and what it accepts is complete', () => {
    const mutation = fc.record({
      file: fc.constantFrom(...SHIPPED), at: fc.double({ min: 0, max: 1, noNaN: true }), remove: fc.integer({ min: 0, max: 40 }),
      insert: fc.oneof(
        fc.uint8Array({ maxLength: 6 }),
        fc.string({ maxLength: 12, unit: fc.constantFrom(...'{}[]:,-#&*!|>\'"%@` \n\t0159cx$sharesticks') }).map(bytes),
        fc.constantFrom('__proto__: 1', '<<: *a', '- - - -', '? ', '{{{{', '...\n', '---\n', '!!js', '\u2028', 'constructor: { a: 1 }').map(bytes),
      ),
    });
    fc.assert(fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
      const files = new Map(WHOLE);
      for (const { file, at, remove, insert } of mutations) {
        const content = files.get(file) as Uint8Array;
        const start = Math.floor(at * content.byteLength);
        files.set(file, new Uint8Array([...content.subarray(0, start), ...insert, ...content.subarray(start + remove)]));
      }
      const result = loadSources(files, undefined);
      if (result.ok) expect(result.loaded.hash).toBe(sha256(canonicalJson(result.loaded.config)));
      else expect(result.problems.length).toBeGreaterThan(0);
    }), { numRuns: 5_000, seed: 20_260_101 });
  }, 240_000);

  it('refuses bombs of depth, of breadth and of names', () => {
    const strategies = shippedText('strategies.yaml').replace(/\.\.\.\n$/, '');
    const bombs = [
      `${strategies}x: ${'['.repeat(100_000)}\n...\n`,
      `${'- '.repeat(100_000)}a\n`,
      `${strategies}conditions:\n${Array.from({ length: 24 }, (_, i) => `  c${i}: { all: [ { condition: c${i + 1} }, { condition: c${i + 1} } ] }`).join('\n')}\n  c24: { fact: dailyPnl, operator: lessThan, value: $0 }\n...\n`,
      `a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n`,
      'a: b\n'.repeat(300_000),
    ];
    for (const bomb of bombs) expect(withFile('strategies.yaml', bytes(bomb)).ok).toBe(false);
  });
});
