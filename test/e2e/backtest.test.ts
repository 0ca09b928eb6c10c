import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TapeColumns } from '../../src/tape/columns.ts';
import { importTape } from '../../src/tape/import-tape.ts';
import { TapeCounter } from '../../src/tape/tape-info.ts';
import { syntheticTape } from '../replay/synthetic-tape.fixture.ts';
import { botFolder, ROOT, STRATEGIES, type BotFolder } from './bot-folder.fixture.ts';
import { cleanUp, type Ended, evenkeel } from './running-bot.fixture.ts';

let folder: BotFolder;
let tape: string;
let holed: string;
beforeAll(async () => {
  folder = await botFolder();
  tape = join(folder.path, 'half-hour.parquet');
  holed = join(folder.path, 'holed.parquet');
  await importTape(syntheticTape(5, 30), tape);
  await importTape(withHole(), holed);
}, 60_000);
afterAll(() => cleanUp(folder));

/** Nothing was recorded for the eleventh minute. */
function withHole(): ReturnType<typeof syntheticTape> {
  const whole = syntheticTape(5, 20);
  const info = new TapeCounter();
  return {
    ...whole, info,
    async *chunks() {
      for await (const chunk of whole.chunks()) {
        const from = chunk.ts[0]! + 600_000;
        const columns = new TapeColumns();
        let isTold = false;
        for (let i = 0; i < chunk.length; i++) {
          const ts = chunk.ts[i]!;
          if (ts >= from && !isTold) {
            isTold = true;
            columns.gap({ ts: from, market: -1, lengthMs: 60_000 });
            info.gaps.push({ market: null, from, to: from + 60_000, how: 'made up' });
          }
          if (ts < from || ts >= from + 60_000) columns.row(chunk.kind[i]!, ts, chunk.market[i]!, chunk.side[i]!, chunk.price[i]!, chunk.size[i]!);
        }
        info.countChunk(columns);
        yield columns;
      }
    },
  };
}

const backtest = (...words: string[]): Promise<Ended> => evenkeel(folder, '--json', 'backtest', '--profile', 'paper', ...words);
interface Model { readonly fills: number; readonly pnl: Readonly<Record<string, number>>; readonly commandHash: string }
interface Line {
  readonly events: number; readonly eventsPerSecond: number; readonly commandHash: string; readonly ended: string; readonly findings: readonly string[]; readonly assumptions: readonly string[];
  readonly models: Readonly<Record<string, Model>>; readonly report: { readonly html: string; readonly json: string } | null;
}
function lineOf<T = Line>({ out, err }: Ended): T {
  try {
    return JSON.parse(out.trimEnd().split('\n').at(-1) ?? '') as T;
  } catch {
    throw new Error(`the last line is no object: ${out}\n${err}`);
  }
}

describe('a backtest', () => {
  test('ends with one object, the same on every run, with parts that add up, under every fill model', async () => {
    const [one, two] = await Promise.all([backtest(tape, '--no-report'), backtest('--tape', tape, '--no-report')]);
    expect([one.exit, two.exit], one.err + two.err).toEqual([0, 0]);
    const line = lineOf(one);
    expect(line).toMatchObject({ ended: 'end of tape', commandHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string, report: null });
    expect(Object.keys(line.models)).toEqual(['pessimistic', 'proportional', 'power', 'trade-through']);
    expect(line.events).toBeGreaterThan(5_000);
    expect(line.eventsPerSecond).toBeGreaterThan(0);
    for (const { fills, pnl } of Object.values(line.models)) {
      expect(fills).toBeGreaterThanOrEqual(0);
      expect(pnl['spread']! + pnl['inventory']! + pnl['adverseSelection']! - pnl['fees']! + pnl['rebates']! + pnl['rewards']!).toBeCloseTo(pnl['total']!, 6);
    }
    expect(line.models['pessimistic']!.fills).toBeGreaterThan(0);
    expect(lineOf(two)).toMatchObject({ events: line.events, commandHash: line.commandHash });
  });

  test('writes a report whose files say what the line says', async () => {
    const out = join(folder.path, 'report');
    const run = await backtest(tape, '--models', 'pessimistic,power:2', '--out', out);
    expect(run.exit, run.err).toBe(0);
    const line = lineOf(run);
    const whole = JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')) as Line;
    expect(whole.commandHash).toBe(line.commandHash);
    expect(line.assumptions).toContainEqual(expect.stringContaining('ahead^2'));
    expect(readFileSync(join(out, 'fills.csv'), 'utf8').trimEnd().split('\n')).toHaveLength(1 + line.models['pessimistic']!.fills + line.models['power']!.fills);
    expect(readFileSync(line.report!.html, 'utf8')).toContain('<!doctype html>');
    expect(existsSync(join(out, 'markets.csv'))).toBe(true);
  });

  test('reads aloud on a terminal', async () => {
    const { exit, out } = await evenkeel(folder, 'backtest', tape, '--profile', 'paper', '--models', 'pessimistic');
    expect(exit).toBe(0);
    expect(out).toMatch(/Under the pessimistic queue it (earns|loses) \$/);
    expect(out).toContain('assumed: market data travels 0 ms, orders 100 ms, answers 0 ms');
    expect(/report {2}(\S+)/.exec(out)?.[1]).toContain(join('data', 'backtests', 'half-hour-'));
  });

  test('of a part of the tape trades in that part alone', async () => {
    const at = (minute: number): string => new Date(Date.UTC(2026, 0, 5, 12, minute)).toISOString();
    const part = lineOf<Line & { readonly from: number; readonly to: number }>(await backtest(tape, '--models', 'pessimistic', '--from', at(10), '--to', at(20), '--no-report'));
    const whole = lineOf(await backtest(tape, '--models', 'pessimistic', '--no-report'));
    expect([part.from, part.to <= Date.parse(at(20))]).toEqual([Date.parse(at(10)), true]);
    expect(part.events).toBeLessThan(whole.events);
    expect(part.events).toBeGreaterThan(whole.events / 5);
  });

  test('stops at a hole and names it; as an outage it goes on, and says what it found', async () => {
    const refused = await backtest(holed, '--models', 'pessimistic', '--no-report');
    expect(refused.exit).toBe(65);
    expect(refused.err).toMatch(/nothing was recorded from 2026-01-05T12:10:00\.\d+Z to 2026-01-05T12:11:00\.\d+Z \(60 s\)/);
    expect(refused.err).toContain('--gaps outage');
    const outage = await backtest(holed, '--models', 'pessimistic', '--gaps', 'outage', '--no-report');
    expect(outage.exit, outage.err).toBe(0);
    expect(lineOf(outage).findings).toContainEqual(expect.stringContaining('hole of 60 s'));
  });

  test('of two configs says which quotes differ and what it came to, with an interval', async () => {
    folder.write('wider.yaml', folder.read(STRATEGIES).replaceAll(/halfSpread: 1(\.\d)?c/g, 'halfSpread: 3c'));
    const { exit, out, err } = await backtest(tape, '--models', 'pessimistic', '--compare', folder.path, join(folder.path, 'wider.yaml'), '--no-report');
    expect(exit, err).toBe(0);
    const { comparison, a, b } = lineOf<{ comparison: { models: readonly { difference: { fills: number }; quotes: unknown; isSame: boolean }[] }; a: Line; b: Line }>({ out, err, exit, signal: null });
    expect(comparison.models[0]).toMatchObject({ isSame: false, difference: { fills: b.models['pessimistic']!.fills - a.models['pessimistic']!.fills } });
    expect(b.models['pessimistic']!.fills).toBeLessThan(a.models['pessimistic']!.fills);
  });

  test('of a synthetic market shows what informed takers cost', async () => {
    const markout = async (informed: string): Promise<number> => {
      const line = lineOf<{ models: { matched: { markouts: Record<string, number> } } }>(await evenkeel(folder, '--json', 'backtest', '--synthetic', '2h', '--informed', informed, '--no-report'));
      return line.models.matched.markouts['60'] ?? Number.NaN;
    };
    const [few, many] = await Promise.all([markout('5%'), markout('95%')]);
    expect(many).toBeLessThan(few);
  });

  test('of a scenario settles what resolves in it', async () => {
    interface Settled { readonly tape: { readonly name: string }; readonly unsettled: readonly string[]; readonly models: { readonly matched: { readonly markets: readonly { readonly name: string; readonly settledAt: number | null }[] } } }
    const { tape: played, models, unsettled } = lineOf<Settled>(await evenkeel(folder, '--json', 'backtest', '--synthetic', '150m', '--scenario', 'resolution', '--no-report'));
    expect(played.name).toBe('synthetic resolution, 40% informed');
    expect(models.matched.markets.map(({ settledAt }) => settledAt === null)).toEqual([false, true, true, true, true, true]);
    expect(unsettled).not.toContain('resolution-1');
  });

  test('refuses what it cannot mean, with the remedy', async () => {
    for (const [words, exit, says] of [
      [['nowhere.parquet'], 66, 'MM_TAPE_NOT_FOUND'], [[], 64, 'no recording was given'], [[tape, '--models', 'lucky'], 64, 'the models are pessimistic'],
      [[tape, '--models', 'power'], 64, 'power:3'], [[tape, '--gaps', 'ignore'], 64, 'refuse (a hole ends the run)'], [[tape, '--from', 'noon'], 64, '2026-06-07T01:35:00Z'],
      [[tape, '--synthetic', '1h'], 64, 'give one of them'], [[tape, '--informed', '5%'], 64, '--informed is for --synthetic'], [[tape, '--scenario', 'jump'], 64, '--scenario is for --synthetic'],
      [['--synthetic', '1h', '--scenario', 'storm'], 64, 'trend, jump, chop, one-sided, resolution'], [[tape, '--profile', 'nobody'], 78, 'there is no profile `nobody`'],
    ] as const) {
      const ended = await backtest(...words);
      expect([words, ended.exit, ended.err.includes(says) ? says : ended.err]).toEqual([words, exit, says]);
    }
  });

  test('that is interrupted gives what there is so far', async () => {
    const child = spawn(join(ROOT, 'bin/evenkeel'), ['-C', folder.path, '--json', 'backtest', '--synthetic', '2000h', '--no-report'], { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.on('data', (text: Buffer) => { out += text.toString(); });
    child.stderr.on('data', (text: Buffer) => { err += text.toString(); });
    // It is computing once it takes the signal in its own way.
    const asked = setInterval(() => { if (!err.includes('SIGINT')) child.kill('SIGINT'); }, 4_000);
    const [exit] = await once(child, 'close') as [number];
    clearInterval(asked);
    expect(exit, err).toBe(1);
    const line = lineOf({ out, err, exit, signal: null });
    expect(line.ended).toBe('stopped by the operator');
    expect(line.events).toBeGreaterThan(0);
  }, 30_000);
});
