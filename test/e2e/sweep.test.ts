import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importTape } from '../../src/tape/import-tape.ts';
import { syntheticTape } from '../replay/synthetic-tape.fixture.ts';
import { botFolder, ROOT, type BotFolder } from './bot-folder.fixture.ts';
import { cleanUp, eventually, evenkeel, type Ended } from './running-bot.fixture.ts';

let folder: BotFolder;
let tape: string;
let long: string;
beforeAll(async () => {
  folder = await botFolder();
  tape = join(folder.path, 'ten-minutes.parquet');
  long = join(folder.path, 'long.parquet');
  await importTape(syntheticTape(5, 10), tape);
  await importTape(syntheticTape(6, 120), long);
}, 60_000);
afterAll(() => cleanUp(folder));

const SPREADS = 'presets.calm.quote.halfSpread=0.5c,1c';
const SIZES = 'presets.calm.quote.size=10..40 shares step 30';
const sweep = (...words: string[]): Promise<Ended> => evenkeel(folder, '--json', 'sweep', '--profile', 'paper', ...words);

interface Row { readonly rank: number; readonly parameters: Readonly<Record<string, string>>; readonly model: string; readonly pnl: number; readonly sharpe: number | null; readonly deflatedSharpe: number | null; readonly key: string }
interface Line {
  readonly jobs: number; readonly done: number; readonly reused: number; readonly refused: number; readonly failed: number; readonly seconds: number; readonly isPartial: boolean;
  readonly best: Omit<Row, 'rank' | 'key'> | null; readonly ranked: readonly Row[]; readonly refusals: readonly { readonly parameters: Row['parameters']; readonly message: string }[];
  readonly walkForward: { readonly folds: readonly { readonly train: { readonly to: number }; readonly test: { readonly from: number }; readonly chosen: unknown }[] } | null;
  readonly report: { readonly html: string; readonly json: string; readonly csv: string };
}
function lineOf({ out, err }: Ended): Line {
  try {
    return JSON.parse(out.trimEnd().split('\n').at(-1) ?? '') as Line;
  } catch {
    throw new Error(`the last line is no object: ${out}\n${err}`);
  }
}

describe('a sweep', () => {
  test('ranks every combination of the grid, and a second run takes what the first has done', async () => {
    const out = join(folder.path, 'grid');
    const first = await sweep(tape, '--vary', SPREADS, '--vary', SIZES, '--out', out);
    expect(first.exit, first.err).toBe(0);
    const line = lineOf(first);
    expect(line).toMatchObject({ jobs: 4, done: 4, reused: 0, refused: 0, failed: 0, isPartial: false, walkForward: null });
    expect(line.ranked.map(({ rank }) => rank)).toEqual([1, 2, 3, 4]);
    expect(new Set(line.ranked.map(({ parameters }) => JSON.stringify(parameters))).size).toBe(4);
    expect(line.ranked.map(({ pnl }) => pnl)).toEqual(line.ranked.map(({ pnl }) => pnl).toSorted((a, b) => b - a));
    const { rank: _rank, key: _key, ...best } = line.ranked[0]!;
    expect(best).toMatchObject(line.best!);
    expect(Object.keys(line.best!)).toEqual(['parameters', 'model', 'pnl', 'sharpe', 'deflatedSharpe']);

    const html = readFileSync(line.report.html, 'utf8');
    expect(html).toContain('Where the good values lie');
    expect(html).not.toMatch(/(?:src|href)="/);
    expect(readFileSync(line.report.csv, 'utf8').trimEnd().split('\r\n')).toHaveLength(5);
    expect((JSON.parse(readFileSync(line.report.json, 'utf8')) as { readonly ranking: { readonly rows: readonly unknown[] } }).ranking.rows).toHaveLength(4);

    const again = lineOf(await sweep('--tape', tape, '--vary', SPREADS, '--vary', SIZES, '--out', out, '--jobs', '1'));
    expect(again).toMatchObject({ jobs: 4, done: 4, reused: 4 });
    expect(again.ranked).toEqual(line.ranked);
    const wider = lineOf(await sweep(tape, '--vary', 'presets.calm.quote.halfSpread=0.5c,1c,2c', '--vary', SIZES, '--out', out));
    expect(wider).toMatchObject({ jobs: 6, done: 6, reused: 4 });
  });

  test('measures a combination as a backtest of the files with its values does', async () => {
    const { ranked } = lineOf(await sweep(tape, '--vary', 'presets.calm.quote.halfSpread=0.7c', '--models', 'pessimistic'));
    const before = folder.read('strategies.yaml');
    folder.edit('strategies.yaml', 'halfSpread: 1.5c', 'halfSpread: 0.7c');
    const { out } = await evenkeel(folder, '--json', 'backtest', '--profile', 'paper', tape, '--models', 'pessimistic', '--no-report');
    folder.write('strategies.yaml', before);
    expect((JSON.parse(out) as { readonly models: { readonly pessimistic: { readonly pnl: { readonly total: number } } } }).models.pessimistic.pnl.total).toBe(ranked[0]!.pnl);
  });

  test('does not run a combination that the check refuses, and says why', async () => {
    const run = await sweep(tape, '--vary', 'presets.calm.quote.minEdge=0.1c,-1c', '--models', 'pessimistic');
    expect(run.exit, run.err).toBe(0);
    expect(lineOf(run)).toMatchObject({ jobs: 1, done: 1, refused: 1, refusals: [{ parameters: { 'presets.calm.quote.minEdge': '-1c' }, message: expect.stringContaining('a negative edge would quote to lose') as string }] });
    const none = await sweep(tape, '--vary', 'presets.calm.quote.minEdge=-2c,-1c');
    expect([none.exit, none.err]).toEqual([64, expect.stringContaining('all 2 combinations are refused')]);
  });

  test('that walks forward chooses on what came before and measures what came after', async () => {
    const line = lineOf(await sweep(tape, '--vary', SPREADS, '--walk-forward', '2', '--models', 'pessimistic'));
    expect(line).toMatchObject({ jobs: 2 + 2 * 2 + 2, done: 8 });
    const { folds } = line.walkForward!;
    expect(folds).toHaveLength(2);
    for (const { train, test: tested, chosen } of folds) {
      expect(tested.from).toBe(train.to);
      expect(chosen).toMatchObject({ parameters: {}, inSample: {}, outOfSample: {} });
    }
  });

  test('is written down in a file, whose settings count less than what is typed', async () => {
    folder.write('sweep.yaml', ['vary:', '  presets.calm.quote.halfSpread: [0.5c, 1c]', '  presets.calm.quote.size: 10..40 shares step 10', `tapes: ${tape}`, 'profile: paper', 'sample: 5', 'seed: 7', 'models: [pessimistic]', ''].join('\n'));
    const file = join(folder.path, 'sweep.yaml');
    expect(lineOf(await evenkeel(folder, '--json', 'sweep', '--file', file))).toMatchObject({ jobs: 5, best: { model: 'pessimistic' } });
    expect(lineOf(await evenkeel(folder, '--json', 'sweep', '--file', file, '--sample', '3', '--models', 'power:2'))).toMatchObject({ jobs: 3, best: { model: 'power' } });
    folder.write('sweep.yaml', 'vary:\n  presets.calm.quote.size: [1 share]\nsamples: 5\n');
    const wrong = await evenkeel(folder, '--json', 'sweep', '--file', file);
    expect([wrong.exit, wrong.err]).toEqual([64, expect.stringContaining('sweep.yaml:3: there is no setting `samples`; did you mean `sample`?')]);
  });

  test('reads aloud on a terminal', async () => {
    const { exit, out, err } = await evenkeel(folder, 'sweep', tape, '--profile', 'paper', '--vary', SPREADS, '--vary', 'profile.exchange.queue={ model: pessimistic },{ model: power, exponent: 2 }');
    expect(exit, err).toBe(0);
    expect(out).toMatch(/sweep of 4 combinations on ten-minutes: 4 of 4 backtests done/);
    expect(out).toContain('profile.exchange.queue is an assumption about the exchange');
    expect(out).toMatch(/^1 .*[+−]\$/m);
    expect(/report {2}(\S+)/.exec(out)?.[1]).toContain(join('data', 'sweeps', 'ten-minutes-'));
  });

  test('refuses what it cannot mean, with the remedy', async () => {
    for (const [words, exit, says] of [
      [[tape], 64, 'MM_SWEEP_BAD_VARY'], [['--vary', SPREADS], 64, 'no recording was given'], [['nowhere.parquet', '--vary', SPREADS], 66, 'MM_TAPE_NOT_FOUND'],
      [[tape, '--vary', 'presets.clam.quote.size=1 share'], 64, 'did you mean `calm`?'], [[tape, '--vary', SPREADS, '--vary', SPREADS], 64, 'is varied twice'],
      [[tape, '--vary', SPREADS, '--rank-by', 'luck'], 64, 'pnl or sharpe'], [[tape, '--vary', SPREADS, '--sample', '0'], 64, 'a whole number from 1'], [[tape, '--vary', SPREADS, '--models', 'power'], 64, 'power:3'],
      [[tape, '--vary', SPREADS, '--database', 'mysql://x'], 64, 'PGPASSWORD'], [['--worker', '--tapes', '.'], 64, '--worker needs the --database'],
      [[tape, '--vary', SPREADS, '--database', 'postgres://me:secret@127.0.0.1:1/x'], 69, 'MM_SWEEP_DATABASE'], [[tape, '--vary', SPREADS, '--file', 'nowhere.yaml'], 64, 'nowhere.yaml'],
    ] as const) {
      const ended = await sweep(...words);
      expect([words, ended.exit, ended.err.includes(says) ? says : ended.err]).toEqual([words, exit, says]);
      expect(ended.err).not.toContain('secret');
    }
  });

  test('that is interrupted ranks what there is so far, and goes on from there', async () => {
    const out = join(folder.path, 'interrupted');
    const results = join(out, 'results');
    const words = [long, '--vary', 'presets.calm.quote.halfSpread=0.5c..2c step 0.1c', '--models', 'pessimistic', '--out', out, '--jobs', '1'];
    const child = spawn(join(ROOT, 'bin/evenkeel'), ['-C', folder.path, '--json', 'sweep', '--profile', 'paper', ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    let err = '';
    child.stdout.on('data', (text: Buffer) => { said += text.toString(); });
    child.stderr.on('data', (text: Buffer) => { err += text.toString(); });
    const closed = once(child, 'close') as Promise<[number]>;
    await eventually('the first result is stored', () => (existsSync(results) && readdirSync(results).some((file) => file.endsWith('.json')) ? true : null), () => err);
    child.kill('SIGINT');
    const [exit] = await closed;
    expect(exit, err).toBe(1);
    const partial = lineOf({ out: said, err, exit, signal: null });
    expect(partial.isPartial).toBe(true);
    expect(partial.done).toBeGreaterThan(0);
    expect(partial.done).toBeLessThan(16);
    expect(partial.ranked).toHaveLength(partial.done);
    expect(readFileSync(partial.report.html, 'utf8')).toContain('Partial result');
    const whole = lineOf(await sweep(...words));
    expect(whole).toMatchObject({ done: 16, reused: partial.done, isPartial: false });
  }, 60_000);
});
