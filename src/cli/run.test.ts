import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EXIT } from '../errors/exit-codes.ts';
import { Journal } from '../journal/journal.ts';
import { replay } from './replay.ts';
import { run } from './run.ts';
import type { RunOptions } from './run-options.ts';

const ROOT = join(import.meta.dirname, '../..');
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-run-'));
  cpSync(join(ROOT, 'strategies.yaml'), join(folder, 'strategies.yaml'));
  cpSync(join(ROOT, 'profiles'), join(folder, 'profiles'), { recursive: true });
});
afterEach(() => { rmSync(folder, { recursive: true }); });

const edit = (file: string, from: string, to: string): void => {
  const path = join(folder, file);
  writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
};
interface Ran { readonly exit: number; readonly out: string; readonly err: string }
async function ran(work: (terminal: Parameters<typeof run>[1]) => Promise<number>): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const exit = await work({ out: (text) => out.push(text), err: (text) => err.push(text), isColoured: false, environment: {} });
  return { exit, out: out.join('\n'), err: err.join('\n') };
}
const running = (options: Partial<RunOptions> = {}): Promise<Ran> => ran((terminal) => run({
  dir: folder, json: true, profile: null, tape: null, gaps: 'refuse', speed: 'max', duration: '2m', seed: null, api: false, lastGood: false, resume: false, confirm: null, ...options,
}, terminal));
const lastLine = ({ out }: Ran): Record<string, unknown> => JSON.parse(out.split('\n').at(-1) ?? '') as Record<string, unknown>;

describe('in virtual time', () => {
  test('trades, proves zero open orders, and two runs with one seed issue the same commands', async () => {
    const one = await running();
    const two = await running();
    expect(one.exit).toBe(EXIT.ok);
    expect(lastLine(one)).toMatchObject({ run: 1, zeroOpen: 'proved', endedBecause: 'duration over', clampedStamps: 0 });
    expect(lastLine(one)['events']).toBeGreaterThan(500);
    expect(lastLine(two)).toMatchObject({ run: 2, commandHash: lastLine(one)['commandHash'] });
    const other = await running({ seed: '2' });
    expect(lastLine(other)['commandHash']).not.toBe(lastLine(one)['commandHash']);
  });

  test('what was run replays', async () => {
    const { commandHash } = lastLine(await running());
    const replayed = await ran((terminal) => replay('last', { dir: folder, json: true, journal: null, profile: null }, terminal));
    expect(replayed.exit).toBe(EXIT.ok);
    expect(JSON.parse(replayed.out)).toMatchObject({ commandHash, replayedHash: commandHash, difference: null });
    const unknown = await ran((terminal) => replay('99', { dir: folder, json: true, journal: null, profile: null }, terminal));
    expect(unknown).toMatchObject({ exit: EXIT.noInput });
    expect(unknown.err).toContain('demo-seed-1');
  });
});

describe('is refused', () => {
  test('with the mistakes of the files, all of them', async () => {
    edit('strategies.yaml', 'halfSpread: 1.5c', 'halfSpred: 1.5c');
    edit('strategies.yaml', 'minEdge: 0.5c', 'minEdg: 0.5c');
    const { exit, err } = await running();
    expect(exit).toBe(EXIT.config);
    expect(err).toMatch(/halfSpred[^]*\n\nstrategies\.yaml:[^]*minEdg[^]*\n\nnothing was started/);
  });

  test('while another process holds the account', async () => {
    const journal = Journal.open(join(folder, 'data/demo.db'));
    expect(await running()).toMatchObject({ exit: EXIT.locked, err: expect.stringContaining('demo.db.lock') as string });
    journal.close();
  });

  test('when the port is taken, before anything is traded', async () => {
    const blocker = createServer();
    await new Promise<void>((resolve) => { blocker.listen(0, '127.0.0.1', resolve); });
    const address = blocker.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    edit('profiles/demo.yaml', '127.0.0.1:8787', `127.0.0.1:${port}`);
    const { exit, err } = await running({ speed: '1x', api: true });
    blocker.close();
    expect(exit).toBe(EXIT.unavailable);
    expect(err).toContain('MM_API_CANNOT_LISTEN');
    // Released: the next start is not in its own way.
    expect((await running()).exit).toBe(EXIT.ok);
  });

  test('with options that mean nothing, before the files are looked at', async () => {
    edit('strategies.yaml', 'halfSpread: 1.5c', 'halfSpred: 1.5c');
    expect(await running({ speed: 'fast' })).toMatchObject({ exit: EXIT.usage });
    expect(await running({ duration: '10' })).toMatchObject({ exit: EXIT.usage });
    expect(await running({ seed: 'x' })).toMatchObject({ exit: EXIT.usage });
    edit('strategies.yaml', 'halfSpred: 1.5c', 'halfSpread: 1.5c');
    expect(await running({ tape: 'x' })).toMatchObject({ exit: EXIT.usage });
  });
});

test('--last-good starts from the config that was in force when the files have mistakes', async () => {
  await running();
  edit('strategies.yaml', 'halfSpread: 1.5c', 'halfSpred: 1.5c');
  const { exit, out } = await running({ lastGood: true });
  expect(exit).toBe(EXIT.ok);
  expect(JSON.parse(out.split('\n').at(-1) ?? '')).toMatchObject({ generation: 1 });
});

test('--last-good says that the files are rejected, and takes them once they are corrected', async () => {
  await running();
  edit('strategies.yaml', 'halfSpread: 1.5c', 'halfSpred: 1.5c');
  const said: string[] = [];
  const terminal = {
    out: (text: string) => {
      said.push(text);
      if (text.includes('stays in force')) edit('strategies.yaml', 'halfSpred: 1.5c', 'halfSpread: 2.5c');
    },
    err: () => {}, isColoured: false, environment: {},
  };
  await run({ dir: folder, json: false, profile: null, tape: null, gaps: 'refuse', speed: '5x', duration: '15s', seed: null, api: false, lastGood: true, resume: false, confirm: null }, terminal);
  expect(said.join('\n')).toMatch(/halfSpred[^]*generation 1 stays in force[^]*generation 2 in force \(saved\)/);
}, 20_000);

test('without the API it still applies what is saved', async () => {
  const out: string[] = [];
  let isEdited = false;
  const terminal = {
    out: (text: string) => {
      out.push(text);
      if (isEdited || !text.includes('quoting 5 markets')) return;
      isEdited = true;
      edit('strategies.yaml', 'halfSpread: 1.5c', 'halfSpread: 2.5c');
    },
    err: () => {}, isColoured: false, environment: {},
  };
  await run({ dir: folder, json: false, profile: null, tape: null, gaps: 'refuse', speed: '5x', duration: '15s', seed: null, api: false, lastGood: false, resume: false, confirm: null }, terminal);
  expect(out.join('\n')).toContain('generation 2 in force (saved)');
}, 20_000);

test('SIGTERM ends a running process in order: cancelled, proved, sealed, exit 0', async () => {
  edit('profiles/demo.yaml', '127.0.0.1:8787', '127.0.0.1:0');
  const script = `import { run } from ${JSON.stringify(join(ROOT, 'src/cli/run.ts'))};
    const say = (text) => { process.stdout.write(text + '\\n'); };
    process.exitCode = await run({ dir: ${JSON.stringify(folder)}, json: false, profile: null, tape: null, gaps: 'refuse', speed: null, duration: null, seed: null, api: true, lastGood: false, resume: false, confirm: null },
      { out: say, err: say, isColoured: false, environment: {} });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  const exited = new Promise<number | null>((resolve) => { child.on('close', resolve); });
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('open orders and holdings confirmed')) resolve();
    });
    child.on('close', () => { resolve(); });
  });
  // Where the commands find it, whatever the profile on disk says by now.
  const addressFile = join(folder, 'data/demo.api');
  expect(output).toContain(`API on ${readFileSync(addressFile, 'utf8').trim()} `);
  child.kill('SIGTERM');
  expect(await exited).toBe(EXIT.ok);
  expect(output).toContain('zero open orders proved');
  expect(output).toContain('ended: SIGTERM');
  expect(existsSync(addressFile)).toBe(false);
  // One line for the stop, not one for every market.
  expect(output.match(/the session is being stopped/g)).toHaveLength(1);
});
