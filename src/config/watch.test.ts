import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadConfig, type LoadedConfig, type LoadResult } from './load.ts';
import { DEMO_PROFILE, loaded, SMALL } from './test-files.fixture.ts';
import { LoaderThread } from './loader-thread.ts';
import { watchConfig, type ConfigWatch } from './watch.ts';
import { makerOf } from './maker-of.fixture.ts';

const CLOSED = `---\n${SMALL}...\n`;
const sized = (shares: number, text = CLOSED): string => text.replace('50 shares', `${shares} shares`);

/** Results as they come; `next` waits for one. */
class Results {
  readonly all: LoadResult[] = [];
  #wake: () => void = () => {};
  readonly take = (result: LoadResult): void => {
    this.all.push(result);
    this.#wake();
  };
  async next(): Promise<LoadResult> {
    if (this.all.length === 0) await new Promise<void>((resolve) => { this.#wake = resolve; });
    return this.all.shift() as LoadResult;
  }
}

let parent: string;
let dir: string;
let current: LoadedConfig;
let profile: string | undefined;
let watch: ConfigWatch | null = null;
let results: Results;
const file = (name: string): string => join(dir, name);

async function start(): Promise<void> {
  current = loaded(loadConfig({ dir, profile }));
  results = new Results();
  watch = watchConfig({ dir, profile: () => profile, current: () => current, onResult: results.take, onFailure: (error) => { throw error; } });
  // The thread and the file system are ready once a reload has gone through them.
  await watch.reloadNow();
}

async function nextSize(): Promise<number> {
  const config = loaded(await results.next());
  current = config;
  return makerOf(config.config).quote.size / 1e6;
}

/** Whatever was still on its way would have come before this. */
async function nothingElse(): Promise<void> {
  await watch?.reloadNow();
  await watch?.reloadNow();
  expect(results.all).toEqual([]);
}

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'evenkeel-watch-'));
  dir = join(parent, 'config');
  profile = undefined;
  mkdirSync(file('profiles'), { recursive: true });
  writeFileSync(file('strategies.yaml'), CLOSED);
  writeFileSync(file('profiles/demo.yaml'), DEMO_PROFILE);
  writeFileSync(file('profiles/paper.yaml'), DEMO_PROFILE.replace('mode: demo', 'mode: paper'));
});

afterEach(async () => {
  vi.restoreAllMocks();
  await watch?.close();
  watch = null;
  rmSync(parent, { recursive: true, force: true });
});

describe('watching the configuration', () => {
  it('sees a file written in place', async () => {
    await start();
    writeFileSync(file('strategies.yaml'), sized(51));
    expect(await nextSize()).toBe(51);
    writeFileSync(file('strategies.yaml'), sized(52));
    expect(await nextSize()).toBe(52);
    await nothingElse();
  });

  it('sees a file renamed over it', async () => {
    await start();
    for (const size of [51, 52]) {
      writeFileSync(file('.strategies.tmp'), sized(size));
      renameSync(file('.strategies.tmp'), file('strategies.yaml'));
      expect(await nextSize()).toBe(size);
    }
    await nothingElse();
  });

  it('sees the way of vim: the old file moved to a backup, a new one written', async () => {
    await start();
    for (const size of [51, 52]) {
      writeFileSync(file('4913'), '');
      unlinkSync(file('4913'));
      renameSync(file('strategies.yaml'), file('strategies.yaml~'));
      writeFileSync(file('strategies.yaml'), sized(size));
      unlinkSync(file('strategies.yaml~'));
      expect(await nextSize()).toBe(size);
    }
    await nothingElse();
  });

  it('sees sed -i', async () => {
    await start();
    for (const [from, to] of [[50, 51], [51, 52]] as const) {
      execFileSync('sed', ['-i', `s/${from} shares/${to} shares/`, file('strategies.yaml')]);
      expect(await nextSize()).toBe(to);
    }
    await nothingElse();
  });

  it('sees a ConfigMap swapped, twice', async () => {
    const version = (name: string, size: number): void => {
      mkdirSync(file(`${name}/profiles`), { recursive: true });
      writeFileSync(file(`${name}/strategies.yaml`), sized(size));
      writeFileSync(file(`${name}/profiles/demo.yaml`), DEMO_PROFILE);
      symlinkSync(name, file('..data_tmp'));
      renameSync(file('..data_tmp'), file('..data'));
    };
    rmSync(file('profiles'), { recursive: true });
    unlinkSync(file('strategies.yaml'));
    version('..2026_01', 50);
    symlinkSync('..data/strategies.yaml', file('strategies.yaml'));
    symlinkSync('..data/profiles', file('profiles'));
    await start();
    version('..2026_02', 51);
    rmSync(file('..2026_01'), { recursive: true });
    expect(await nextSize()).toBe(51);
    version('..2026_03', 52);
    rmSync(file('..2026_02'), { recursive: true });
    expect(await nextSize()).toBe(52);
    await nothingElse();
  });

  it('sees the whole directory replaced, and edits in the new one', async () => {
    await start();
    const next = join(parent, 'next');
    mkdirSync(join(next, 'profiles'), { recursive: true });
    writeFileSync(join(next, 'profiles/demo.yaml'), DEMO_PROFILE);
    writeFileSync(join(next, 'strategies.yaml'), sized(51));
    renameSync(dir, join(parent, 'old'));
    renameSync(next, dir);
    expect(await nextSize()).toBe(51);
    writeFileSync(file('strategies.yaml'), sized(52));
    expect(await nextSize()).toBe(52);
    await nothingElse();
  });

  it('rejects a deletion, and recovers when the file returns as it was', async () => {
    await start();
    unlinkSync(file('strategies.yaml'));
    const gone = await results.next();
    expect(gone.ok ? [] : gone.problems.map((problem) => problem.code)).toEqual(['MM_CONFIG_UNREADABLE']);
    writeFileSync(file('strategies.yaml'), CLOSED);
    expect(loaded(await results.next()).hash).toBe(current.hash);
    await nothingElse();
  });

  it('is silent when a file is touched and holds what it held', async () => {
    await start();
    utimesSync(file('strategies.yaml'), new Date(), new Date());
    writeFileSync(file('strategies.yaml'), readFileSync(file('strategies.yaml')));
    await nothingElse();
  });

  it('makes one result of two edits in 50 ms, that of the last', async () => {
    await start();
    writeFileSync(file('strategies.yaml'), sized(51));
    await new Promise((resolve) => setTimeout(resolve, 30));
    writeFileSync(file('strategies.yaml'), sized(52));
    expect(await nextSize()).toBe(52);
    await nothingElse();
  });

  it('never takes a half-written file, also without markers', async () => {
    writeFileSync(file('strategies.yaml'), `${SMALL}rules:\n  - { name: a, when: { fact: dailyPnl, operator: lessThan, value: -$1 }, then: [ { pull: both } ] }\n`);
    await start();
    const whole = readFileSync(file('strategies.yaml'), 'utf8');
    // The cut is a valid file which lost its only rule; the rest follows later than two reads apart.
    writeFileSync(file('strategies.yaml'), SMALL);
    await new Promise((resolve) => setTimeout(resolve, 300));
    writeFileSync(file('strategies.yaml'), whole.replace('-$1', '-$2'));
    expect(loaded(await results.next()).config.rules).toHaveLength(1);
    await nothingElse();
  });

  it.each([
    ['a strategy', (text: string) => `${text}${text.slice(text.indexOf('  one:')).replace('one:', 'two:').replace('"*"', 'rain')}`],
    ['a preset', (text: string) => `presets:\n  idle: { quote: { size: 5 shares } }\n${text}`],
    ['a rule', (text: string) => `${text}rules:\n  - { name: a, when: { fact: dailyPnl, operator: lessThan, value: -$1 }, then: [ { pull: both } ] }\n`],
  ])('holds a save that takes out %s until it has stood still for a second', async (_what, grown) => {
    writeFileSync(file('strategies.yaml'), grown(SMALL));
    await start();
    // Changed elsewhere too, so that it is no prefix of what is in force.
    writeFileSync(file('strategies.yaml'), sized(51, SMALL));
    const asked = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(results.all).toEqual([]);
    expect(await nextSize()).toBe(51);
    expect(performance.now() - asked).toBeGreaterThan(950);
    await nothingElse();
  });

  it('reads for a swap only what has stood still, and tells nobody else', async () => {
    const whole = `${SMALL}rules:\n  - { name: a, when: { fact: dailyPnl, operator: lessThan, value: -$1 }, then: [ { pull: both } ] }\n`;
    writeFileSync(file('strategies.yaml'), whole);
    await start();
    writeFileSync(file('strategies.yaml'), sized(51, SMALL));
    const settled = watch?.settled('paper');
    await new Promise((resolve) => setTimeout(resolve, 300));
    writeFileSync(file('strategies.yaml'), whole);
    const result = await settled;
    expect(result?.ok === true ? [result.loaded.config.profile, result.loaded.config.rules.length] : null).toEqual(['paper', 1]);
    await nothingElse();
  });

  it('asks less and less often while the loading itself fails, and says so until it works again', async () => {
    await start();
    const load = vi.spyOn(LoaderThread.prototype, 'load').mockImplementation(async () => { throw new Error('out of memory'); });
    await watch?.close();
    const failures: string[] = [];
    watch = watchConfig({ dir, profile: () => profile, current: () => current, onResult: results.take, onFailure: (error) => { failures.push(error.message); } });
    writeFileSync(file('strategies.yaml'), sized(51));
    await expect.poll(() => watch?.failure, { timeout: 3_000 }).toBe('out of memory');
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(failures).toHaveLength(1);
    load.mockRestore();
    expect(await nextSize()).toBe(51);
    expect(watch.failure).toBeNull();
  }, 15_000);

  it('sees edits of the profile in force, and none of another', async () => {
    await start();
    writeFileSync(file('profiles/paper.yaml'), DEMO_PROFILE.replace('mode: demo', 'mode: paper\nlimits: { dailyLoss: $7 }'));
    await nothingElse();
    writeFileSync(file('profiles/demo.yaml'), `${DEMO_PROFILE}limits: { dailyLoss: $5 }\n`);
    expect(loaded(await results.next()).config.limits.dailyLoss).toBe(5e6);
  });

  it('follows a session that was swapped to another profile', async () => {
    await start();
    profile = 'paper';
    current = loaded(loadConfig({ dir, profile }));
    await nothingElse();
    writeFileSync(file('profiles/paper.yaml'), DEMO_PROFILE.replace('mode: demo', 'mode: paper\nlimits: { dailyLoss: $7 }'));
    expect(loaded(await results.next()).config).toMatchObject({ mode: 'paper', limits: { dailyLoss: 7e6 } });
  });

  it('finds an edit made between the load and the watch', async () => {
    current = loaded(loadConfig({ dir }));
    writeFileSync(file('strategies.yaml'), sized(51));
    results = new Results();
    watch = watchConfig({ dir, profile: () => undefined, current: () => current, onResult: results.take, onFailure: (error) => { throw error; } });
    expect(await nextSize()).toBe(51);
  });

  it('reports the mistakes of a bad save, then the correction', async () => {
    await start();
    writeFileSync(file('strategies.yaml'), sized(51).replace('halfSpread', 'halfSpred'));
    const bad = await results.next();
    expect(bad.ok ? '' : bad.problems[0]?.message).toContain('halfSpred');
    writeFileSync(file('strategies.yaml'), sized(51));
    expect(await nextSize()).toBe(51);
    await nothingElse();
  });
});
