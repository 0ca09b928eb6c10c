import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkCommand } from './check.ts';
import { schemaCommand } from './schema.ts';
import { showCommand } from './show.ts';

const ROOT = join(import.meta.dirname, '../..');
let dir: string;
let out: string;
let err: string;
const streams = { stdout: { write: (text: string) => { out += text; } }, stderr: { write: (text: string) => { err += text; } } };

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'evenkeel-cli-'));
  for (const name of ['strategies.yaml', 'profiles', 'schemas']) cpSync(join(ROOT, name), join(dir, name), { recursive: true });
  out = '';
  err = '';
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
const spoil = (): void => writeFileSync(join(dir, 'strategies.yaml'), readFileSync(join(dir, 'strategies.yaml'), 'utf8').replace('halfSpread: 1.5c', 'halfSpred: 1.5'));

describe('the commands about the configuration', () => {
  it('check says ok with 0, and every mistake with 78', async () => {
    expect(await checkCommand({ dir, ...streams })).toBe(0);
    expect(out).toMatch(/^ok: profile demo, 3 strategies, 3 rules/);
    spoil();
    expect(await checkCommand({ dir, ...streams })).toBe(78);
    expect(err).toContain('strategies.yaml:13:7  quote.halfSpred is not a setting of `quote`');
    expect(err).toContain('1 mistake\n');
    out = '';
    expect(await checkCommand({ dir, json: true, ...streams })).toBe(78);
    expect(JSON.parse(out)).toMatchObject({ ok: false, problems: [{ code: 'MM_CONFIG_UNKNOWN_KEY', line: 13, column: 7 }] });
  });

  it('show prints each value with its origin, for the profile asked for', async () => {
    expect(await showCommand({ dir, profile: 'paper', ...streams })).toBe(0);
    expect(out).toMatch(/^mode +paper +profiles\/paper\.yaml:6:7$/m);
    expect(out).toMatch(/^strategies\.demo-markets\.skew\.target +0 shares +schema default$/m);
    out = '';
    expect(await showCommand({ dir, json: true, ...streams })).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ ok: true, config: { profile: 'demo' } });
    spoil();
    expect(await showCommand({ dir, ...streams })).toBe(78);
  });

  it('schema tells a stale file, and writes it', async () => {
    expect(await schemaCommand({ dir, check: true, ...streams })).toBe(0);
    writeFileSync(join(dir, 'schemas/profile.schema.json'), '{}');
    expect(await schemaCommand({ dir, check: true, ...streams })).toBe(1);
    expect(await schemaCommand({ dir, ...streams })).toBe(0);
    expect(await schemaCommand({ dir, check: true, ...streams })).toBe(0);
  });
});
