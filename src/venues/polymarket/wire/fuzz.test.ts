import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeClobBooks } from './clob-book.ts';
import { decodeGammaEvent, decodeGammaMarket, decodeMarketsPage } from './gamma.ts';
import { decodeMarketFrame } from './market-channel.ts';
import { decodePolyboltFrame } from './polybolt.ts';
import { decodeRtdsFrame } from './rtds.ts';
import { parseJson } from './undecodable.ts';
import { decodeUserFrame } from './user-channel.ts';
import { frameFiles, frameText, haveNoFrames, NO_FRAMES } from './wire-fixtures.fixture.ts';

const ofJson = (decode: (value: unknown) => unknown) => (text: string): unknown => decode(parseJson(text));
const DECODERS: Readonly<Record<string, (text: string) => unknown>> = {
  market: decodeMarketFrame, user: decodeUserFrame, rtds: decodeRtdsFrame, polybolt: decodePolyboltFrame, books: ofJson(decodeClobBooks),
  gammaMarket: ofJson(decodeGammaMarket), gammaEvent: ofJson(decodeGammaEvent), page: ofJson(decodeMarketsPage),
};
const NASTY: readonly unknown[] = [null, '', '0', '-1', 'NaN', '1e400', 1e308, -0, 0.1, [], {}, [null], '999999999999999999999', true, '0.0000001', { length: 2 }];

/** No number in it is one that nobody can compute with. */
function expectFinite(value: unknown, path = ''): void {
  if (typeof value === 'number') { if (!Number.isFinite(value)) expect.fail(`${path} is ${value}`); }
  else if (typeof value === 'object' && value !== null) for (const [key, inner] of Object.entries(value)) expectFinite(inner, `${path}.${key}`);
}

function decodeAll(text: string): void {
  for (const [name, decode] of Object.entries(DECODERS)) expectFinite(decode(text), name);
}

/** Replaces one value somewhere in the tree, found by walking down by the numbers given. */
function mutated(value: unknown, steps: readonly number[], by: unknown): unknown {
  if (typeof value !== 'object' || value === null || steps.length === 0) return by;
  const keys = Object.keys(value);
  const key = keys[steps[0]! % Math.max(1, keys.length)];
  if (key === undefined) return by;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...(value as readonly unknown[])] : { ...value };
  (copy as Record<string, unknown>)[key] = mutated((copy as Record<string, unknown>)[key], steps.slice(1), by);
  return copy;
}

describe('no decoder throws, or gives a number that is none', () => {
  it('for any JSON and any text', () => {
    fc.assert(fc.property(fc.oneof(fc.json(), fc.string(), fc.string({ unit: 'binary' })), decodeAll), { numRuns: 500 });
  });

  it.skipIf(haveNoFrames)(`for real messages with a value put out of place${NO_FRAMES}`, () => {
    const frames = frameFiles().map(frameText).filter((text) => text.length < 20_000).map((text): unknown => JSON.parse(text));
    fc.assert(fc.property(fc.constantFrom(...frames), fc.array(fc.nat(30), { minLength: 1, maxLength: 6 }), fc.constantFrom(...NASTY), (frame, steps, by) => {
      decodeAll(JSON.stringify(mutated(frame, steps, by)));
    }), { numRuns: 1_500 });
  });

  it.skipIf(haveNoFrames)(`for real messages cut short${NO_FRAMES}`, () => {
    const frames = frameFiles().map(frameText).filter((text) => text.length < 20_000);
    fc.assert(fc.property(fc.constantFrom(...frames), fc.double({ min: 0, max: 1, noNaN: true }), (frame, share) => { decodeAll(frame.slice(0, Math.floor(frame.length * share))); }), { numRuns: 500 });
  });
});
