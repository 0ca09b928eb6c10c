import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cash, count, distance, duration, factor, percent, price, rate, readWindowed, size, type Reader } from './units.ts';
import { writeCash, writeDistance, writeDuration, writePercent, writePrice, writeSize } from './write-units.ts';

const value = <T>(reader: Reader<T>, text: string): T => {
  const reading = reader.read(text);
  if (!reading.ok) throw new Error(`${reading.message}: ${reading.remedy}`);
  return reading.value;
};
const refusal = <T>(reader: Reader<T>, text: string): string => {
  const reading = reader.read(text);
  return reading.ok ? `accepted as ${JSON.stringify(reading.value)}` : `${reading.message}; ${reading.remedy}`;
};

describe('units', () => {
  it('reads what an operator writes into core units', () => {
    expect([price, price, price].map((reader, i) => value(reader, ['2c', '0.5c', '0.02'][i] ?? ''))).toEqual([20_000, 5_000, 20_000]);
    expect(value(price, '+0.8c')).toBe(8_000);
    expect(value(price, '-1c')).toBe(-10_000);
    expect(value(distance, '3 ticks')).toEqual({ micros: 0, ticks: 3 });
    expect(value(distance, '1 tick')).toEqual({ micros: 0, ticks: 1 });
    expect(value(distance, '1.5c')).toEqual({ micros: 15_000, ticks: 0 });
    expect(['$250', '-$10', '$50_000', '$0.000001'].map((text) => value(cash, text))).toEqual([250e6, -10e6, 50_000e6, 1]);
    expect(value(size, '500 shares')).toBe(500e6);
    expect(value(size, '1 share')).toBe(1e6);
    expect(['80%', '-12.5%', '7%'].map((text) => value(percent, text))).toEqual([0.8, -0.125, 0.07]);
    expect(value(factor, '1.5x')).toBe(1.5);
    expect(['500ms', '30s', '5m', '12h', '1.5s'].map((text) => value(duration, text))).toEqual([500, 30_000, 300_000, 43_200_000, 1_500]);
    expect(value(count, '12')).toBe(12);
    expect(['12 per 1m', '0.4 per 1s', '1_000 per 2h', '3 per 500ms'].map((text) => value(rate, text))).toEqual([0.2, 0.4, 1_000 / 7_200, 6]);
  });

  it('reads a value with the window it is measured over', () => {
    expect(readWindowed(price, '3c per 1s')).toEqual({ ok: true, value: { value: 30_000, windowMs: 1_000 } });
    expect(readWindowed(percent, '80% over 30s')).toEqual({ ok: true, value: { value: 0.8, windowMs: 30_000 } });
    expect(readWindowed(price, '3c')).toEqual({ ok: true, value: { value: 30_000, windowMs: null } });
    expect(readWindowed(price, '3c per 1').ok).toBe(false);
  });

  it('suggests the spelling for a bare number', () => {
    expect(refusal(price, '2')).toContain('did you mean `2c`?');
    expect(refusal(distance, '1.5')).toContain('`1.5c` or `1.5 ticks`');
    expect(refusal(cash, '250')).toContain('did you mean `$250`?');
    expect(refusal(cash, '-40')).toContain('did you mean `-$40`?');
    expect(refusal(size, '50')).toContain('did you mean `50 shares`?');
    expect(refusal(percent, '80')).toContain('did you mean `80%`?');
    expect(refusal(factor, '2')).toContain('did you mean `2x`?');
    expect(refusal(duration, '30')).toContain('`30s`');
    expect(refusal(rate, '12')).toContain('did you mean `12 per 1m`?');
    expect(refusal(rate, '12 per 1')).toContain('`1s`');
    expect(refusal(rate, '12 per 0s')).toContain('nothing comes in no time');
    expect(refusal(rate, 'many per 1m')).toContain('decimal number');
    expect(refusal(rate, '12/min')).toContain('write it like `12 per 1m`');
  });

  it('refuses comma thousands with the underscore spelling', () => {
    expect(refusal(cash, '$50,000')).toContain('`$50_000`');
    expect(refusal(size, '1,000 shares')).toContain('`1_000 shares`');
    expect(refusal(cash, '$5_00')).toContain('three digits');
  });

  it('refuses what cannot be held exactly', () => {
    expect(refusal(cash, '$0.0000001')).toContain('six decimals');
    expect(refusal(price, '0.00001c')).toContain('six decimals');
    expect(refusal(cash, '$99999999999')).toContain('larger');
    expect(refusal(duration, '0.0001s')).toContain('1ms');
    expect(refusal(count, '1.5')).toContain('not a count');
    expect(refusal(duration, '-5s')).toContain('negative');
  });

  it('refuses words, other units and empty text', () => {
    for (const reader of [price, distance, cash, size, percent, factor, duration, rate, count] as Reader<unknown>[]) {
      for (const text of ['', 'lots', '1e3', 'Infinity', 'NaN', '0x10', '1.2.3', '--1', '1..0', '٣']) {
        expect(reader.read(text).ok, `${reader.unit} ${text}`).toBe(false);
      }
    }
    expect(price.read('$2').ok).toBe(false);
    expect(size.read('$2').ok).toBe(false);
  });

  it('reads back exactly what it writes', () => {
    const micros = fc.maxSafeInteger();
    fc.assert(fc.property(micros, (m) => {
      expect(value(price, writePrice(m))).toBe(m);
      expect(value(cash, writeCash(m))).toBe(m);
      expect(value(size, writeSize(m))).toBe(m);
    }));
    fc.assert(fc.property(fc.integer({ min: -1000, max: 1000 }), (ticks) => {
      fc.pre(ticks !== 0);
      expect(value(distance, writeDistance({ micros: 0, ticks }))).toEqual({ micros: 0, ticks });
    }));
    fc.assert(fc.property(fc.integer({ min: 0, max: 9e9 }), (ms) => {
      expect(value(duration, writeDuration(ms))).toBe(ms);
    }));
    fc.assert(fc.property(fc.integer({ min: -1e6, max: 1e6 }), (hundredths) => {
      const text = `${hundredths / 100}%`;
      expect(writePercent(value(percent, text))).toBe(text === '0%' ? '0%' : text);
    }));
  });

  it('has patterns for editors that are never stricter than the readers', () => {
    for (const reader of [price, distance, cash, size, percent, factor, duration, rate, count] as Reader<unknown>[]) {
      const pattern = new RegExp(reader.pattern);
      for (const text of reader.examples) expect(pattern.test(text) && reader.read(text).ok, `${reader.unit} ${text}`).toBe(true);
      fc.assert(fc.property(fc.constantFrom(...reader.examples), fc.integer({ min: 0, max: 99 }), (example, n) => {
        const text = example.replace(/\d[\d_.]*/, String(n));
        if (reader.read(text).ok) expect(pattern.test(text), text).toBe(true);
      }));
    }
  });
});
