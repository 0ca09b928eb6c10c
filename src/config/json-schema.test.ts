import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configKeys } from './config-keys.ts';
import { jsonSchemas } from './json-schema.ts';

const ROOT = join(import.meta.dirname, '../..');

describe('what is generated from the schemas', () => {
  it('stands fresh in schemas/', () => {
    for (const { file, text } of jsonSchemas()) expect(readFileSync(join(ROOT, file), 'utf8'), file).toBe(text);
  });

  it('describes every key, with its unit', () => {
    const keys = configKeys();
    expect(keys.filter((key) => key.description === '' || key.unit === 'map').map((key) => key.path)).toEqual([]);
    const paths = keys.map((key) => `${key.file} ${key.path}`);
    expect(new Set(paths).size).toBe(paths.length);
    expect(keys.find((key) => key.path === 'strategies.*.quote.layers.step')).toMatchObject({ unit: 'price or ticks', default: '1 tick', isRequired: false });
    expect(keys.find((key) => key.path === 'strategies.*.quote.halfSpread')).toMatchObject({ default: null, isRequired: true });
  });
});
