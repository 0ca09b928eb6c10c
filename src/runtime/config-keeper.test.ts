import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadConfig, type LoadedConfig } from '../config/load.ts';
import type { GenerationRow, Written } from '../journal/records.ts';
import { ConfigKeeper, type ConfigTarget } from './config-keeper.ts';

const ROOT = join(import.meta.dirname, '../..');
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-keeper-'));
  cpSync(join(ROOT, 'strategies.yaml'), join(folder, 'strategies.yaml'));
  cpSync(join(ROOT, 'profiles'), join(folder, 'profiles'), { recursive: true });
});
afterEach(() => { rmSync(folder, { recursive: true }); });

const edit = (file: string, from: string, to: string): void => {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
  writeFileSync(path, text.replace(from, to));
};
const read = (): ReturnType<typeof loadConfig> => loadConfig({ dir: folder });
const loaded = (): LoadedConfig => {
  const result = read();
  if (!result.ok) throw new Error(result.problems.map((problem) => problem.text).join('\n'));
  return result.loaded;
};

interface Stage { readonly keeper: ConfigKeeper; readonly swaps: number[]; readonly said: string[]; readonly rows: GenerationRow[]; written: Written }
function stage(): Stage {
  const config = loaded();
  const rows: GenerationRow[] = [{ number: 1, hash: config.hash, at: 1, profile: 'demo', origin: 'start', loaded: config, changes: [] }];
  const swaps: number[] = [];
  const said: string[] = [];
  const at: { written: Written } = { written: { ok: true } };
  const target: ConfigTarget = {
    now: () => 5,
    generations: () => rows,
    generation: (number) => rows.find((row) => row.number === number) ?? null,
    highest: () => rows.at(-1)?.number ?? 0,
    record(row) {
      if (at.written.ok) rows.push(row);
      return at.written;
    },
    swap(generation) {
      // In the journal before it is in force.
      expect(rows.some((row) => row.number === generation)).toBe(true);
      swaps.push(generation);
    },
  };
  const keeper = new ConfigKeeper(rows[0] as GenerationRow, target, { config: (text) => { said.push(text); } });
  return { keeper, swaps, said, rows, get written() { return at.written; }, set written(value) { at.written = value; } };
}

describe('a save', () => {
  test('that changes a setting takes force as the next generation, in words', () => {
    const { keeper, swaps, said } = stage();
    edit('strategies.yaml', 'halfSpread: 1.5c', 'halfSpread: 2.5c');
    keeper.consider(read());
    expect(swaps).toEqual([2]);
    expect(keeper.plan()).toMatchObject({ status: 'nothing', generation: 2, next: null });
    expect(said[0]).toContain('generation 2 in force');
    expect(said[0]).toContain('quote.halfSpread 1.5c → 2.5c');
  });

  test('is announced before the quotes move by it, with the warnings that came with it', () => {
    const { keeper, swaps, said } = stage();
    const push = said.push.bind(said);
    said.push = (...texts) => { expect(swaps).toEqual([]); return push(...texts); };
    edit('strategies.yaml', 'minEdge: 0.5c', 'minEdge: 1.8c');
    keeper.consider(read());
    expect(swaps).toEqual([2]);
    expect(said[0]).toMatch(/generation 2 in force \(saved\)[^]*\n {2}warning: strategies\.yaml:\d+:\d+ {2}quote\.minEdge is more than quote\.halfSpread/);
  });

  test('that means the same and brings a warning shows that once', () => {
    const { keeper, swaps, said } = stage();
    edit('strategies.yaml', 'presets:\n', 'presets:\n  idle: { quote: { size: 5 shares } }\n');
    keeper.consider(read());
    edit('strategies.yaml', 'presets:\n', '# moved\npresets:\n');
    keeper.consider(read());
    expect([swaps, said]).toEqual([[], [expect.stringMatching(/^the files mean what generation 1 does\n {2}warning: .*preset `idle` is used by no strategy$/)]]);
  });

  test('that means the same is silent', () => {
    const { keeper, swaps, said } = stage();
    edit('strategies.yaml', 'profile: demo', '# a comment\nprofile: demo');
    keeper.consider(read());
    expect([swaps, said]).toEqual([[], []]);
  });

  test('with a mistake changes nothing and shows it, and the correction clears it', () => {
    const { keeper, swaps, said } = stage();
    edit('strategies.yaml', 'halfSpread: 1.5c', 'halfSpred: 1.5c');
    keeper.consider(read());
    expect(keeper.status).toBe('rejected');
    expect(keeper.plan().problems[0]?.code).toBe('MM_CONFIG_UNKNOWN_KEY');
    expect(said[0]).toContain('generation 1 stays in force');
    expect(keeper.apply('test')).toMatchObject({ ok: false, code: 'MM_CONFIG_INVALID' });
    edit('strategies.yaml', 'halfSpred: 1.5c', 'halfSpread: 1.5c');
    keeper.consider(read());
    expect(keeper.status).toBe('in-force');
    expect(swaps).toEqual([]);
  });

  test('that raises a limit is applied at once where no money is at stake', () => {
    const { keeper, swaps } = stage();
    edit('profiles/base.yaml', 'grossNotional: $2_000', 'grossNotional: $3_000');
    keeper.consider(read());
    expect(swaps).toEqual([2]);
  });

  test('that touches what only a restart can change is refused whole, at its place', () => {
    const { keeper, swaps } = stage();
    edit('profiles/demo.yaml', '127.0.0.1:8787', '127.0.0.1:8788');
    edit('strategies.yaml', 'halfSpread: 1.5c', 'halfSpread: 2.5c');
    keeper.consider(read());
    expect(swaps).toEqual([]);
    expect(keeper.status).toBe('rejected');
    expect(keeper.plan().problems[0]).toMatchObject({ code: 'MM_CONFIG_NEEDS_RESTART', file: 'profiles/demo.yaml' });
    expect(keeper.plan().problems[0]?.line).toBeGreaterThan(1);
    expect(keeper.plan().problems[0]?.text).toMatch(/\n +\| +\^+ Take that change back/);
    expect(keeper.plan().changes.length).toBeGreaterThan(1);
  });

  test('does not take force when the journal cannot hold it', () => {
    const on = stage();
    edit('strategies.yaml', 'halfSpread: 1.5c', 'halfSpread: 2.5c');
    on.written = { ok: false, reason: 'database or disk is full' };
    on.keeper.consider(read());
    expect(on.swaps).toEqual([]);
    expect(on.keeper.plan()).toMatchObject({ status: 'pending', generation: 1, next: 2 });
    on.written = { ok: true };
    expect(on.keeper.apply('test')).toMatchObject({ ok: true, generation: 2 });
    expect(on.swaps).toEqual([2]);
  });
});

describe('revert', () => {
  test('makes an older config a new generation, and the files are then pending', () => {
    const { keeper, swaps, rows } = stage();
    edit('strategies.yaml', 'halfSpread: 1.5c', 'halfSpread: 2.5c');
    keeper.consider(read());
    expect(keeper.revert(1, 'test')).toMatchObject({ ok: true, generation: 3 });
    expect(swaps).toEqual([2, 3]);
    expect(rows[2]?.hash).toBe(rows[0]?.hash);
    expect(keeper.status).toBe('pending');
    expect(keeper.plan()).toMatchObject({ status: 'pending', generation: 3, next: 4, needsApply: true });
    expect(keeper.apply('test')).toMatchObject({ ok: true, generation: 4 });
    expect(keeper.status).toBe('in-force');
  });

  test('to a generation that never was, or of another profile, is refused', () => {
    const { keeper, rows, swaps } = stage();
    rows.push({ ...(rows[0] as GenerationRow), number: 2, profile: 'paper' });
    expect(keeper.revert(9, 'test')).toMatchObject({ ok: false, code: 'MM_CONFIG_UNKNOWN_GENERATION' });
    expect(keeper.revert(2, 'test')).toMatchObject({ ok: false, code: 'MM_CONFIG_OTHER_PROFILE' });
    expect(swaps).toEqual([]);
  });

  test('to what is in force changes nothing', () => {
    const { keeper, swaps } = stage();
    expect(keeper.revert(1, 'test')).toEqual({ ok: true, generation: 1, changes: [] });
    expect(swaps).toEqual([]);
  });
});

test('apply with nothing pending is refused', () => {
  expect(stage().keeper.apply('test')).toMatchObject({ ok: false, code: 'MM_CONFIG_NOTHING_PENDING' });
});
