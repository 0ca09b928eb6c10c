import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeAnyFrame } from './market-channel.ts';
import { quickPriceChange } from './quick-price-change.ts';
import { frameText, haveNoFrames, NO_FRAMES } from './wire-fixtures.fixture.ts';

const text = (letters: string, maxLength: number) => fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength });
const decimal = fc.oneof(text('0123456789.', 8), fc.constantFrom('', '0', '1', '0.5', '.48', '0.140', '-1', 'x', '0.0000001'));
const mostly = <T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>): fc.Arbitrary<T> => fc.oneof({ weight: 12, arbitrary: usual }, { weight: 1, arbitrary: odd });
const sound = fc.constantFrom('0.5', '.48', '0.123', '0.9990');
const entry = fc.record({
  asset_id: text('0123456789', 77), price: mostly(sound, decimal), size: mostly(fc.constantFrom('0', '12.5', '10500100'), decimal), side: mostly(fc.constantFrom('BUY', 'SELL'), fc.constant('HOLD')),
  hash: mostly(text('0123456789abcdef', 40), fc.constantFrom('', '\\', '"', 'é')), best_bid: mostly(fc.oneof(sound, fc.constant('')), decimal), best_ask: mostly(fc.oneof(sound, fc.constant('1')), decimal),
});
const frame = fc.record({ market: text('0x123456789abcdef', 66), price_changes: fc.array(entry, { maxLength: 4 }), timestamp: mostly(fc.constant('1790658674035'), text('0123456789', 15)), event_type: mostly(fc.constant('price_change'), fc.constant('book')) });

describe('the quick way', () => {
  it('reads what the other way reads, or leaves it', () => {
    let read = 0;
    fc.assert(fc.property(frame, (value) => {
      const written = JSON.stringify(value);
      const quick = quickPriceChange(written);
      if (quick === null) return;
      read++;
      expect([quick]).toEqual(decodeAnyFrame(written));
    }), { numRuns: 5_000 });
    expect(read).toBeGreaterThan(500);
  });

  it('leaves a frame that a byte is missing from, or in which one is another', () => {
    const whole = JSON.stringify({ market: '0xm', price_changes: [{ asset_id: '7', price: '0.5', size: '200', side: 'BUY', hash: 'ab', best_bid: '0.5', best_ask: '' }], timestamp: '1757908892351', event_type: 'price_change' });
    expect(quickPriceChange(whole)).not.toBeNull();
    for (const more of [' ', '}', 'x', whole]) expect(quickPriceChange(whole + more), more).toBeNull();
    fc.assert(fc.property(fc.nat(whole.length - 1), fc.constantFrom('', '"', '{', '}', ',', '0', '9', 'x', '\\', ' '), (at, by) => {
      const changed = whole.slice(0, at) + by + whole.slice(at + 1);
      const quick = quickPriceChange(changed);
      if (quick !== null) expect([quick]).toEqual(decodeAnyFrame(changed));
    }), { numRuns: 2_000 });
  });

  it.skipIf(haveNoFrames)(`takes every recorded change of the venue${NO_FRAMES}`, () => {
    const messages = (JSON.parse(frameText('polymarket-newer/ws_market_price_change_crossing_burst.json')) as readonly { readonly event_type: string }[]).filter(({ event_type }) => event_type === 'price_change');
    expect(messages).toHaveLength(49);
    for (const message of messages) {
      const written = JSON.stringify(message);
      expect([quickPriceChange(written)]).toEqual(decodeAnyFrame(written));
    }
  });
});
