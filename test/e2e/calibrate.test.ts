import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LAWS, orderCsv, simulatedOrders } from '../../src/calibrate/simulated-orders.fixture.ts';
import { probeJsonl, simulatedProbe } from '../../src/calibrate/simulated-probe.fixture.ts';
import { simulatedTakers } from '../../src/calibrate/simulated-takers.fixture.ts';
import { columnTape } from '../../src/tape/column-tape.fixture.ts';
import { importTape } from '../../src/tape/import-tape.ts';
import { botFolder, type BotFolder } from './bot-folder.fixture.ts';
import { cleanUp, evenkeel } from './running-bot.fixture.ts';

const ORDERS = orderCsv(simulatedOrders(LAWS, { seed: 1, events: 20, ordersEach: 100 }));
const PROBE = probeJsonl(simulatedProbe({ touched: () => 0.7, filledWhenTouched: () => 1 }, { seed: 1, windows: 60 }));

let folder: BotFolder;
let orders: string;
let probe: string;
beforeEach(async () => {
  folder = await botFolder();
  orders = join(folder.path, 'orders.csv');
  probe = join(folder.path, 'probe.jsonl');
  writeFileSync(orders, ORDERS);
  writeFileSync(probe, PROBE);
});
afterEach(() => cleanUp(folder));

test('prints predicted against observed, and writes a profile that loads and a report that holds the rest', async () => {
  const { exit, out, err } = await evenkeel(folder, 'calibrate', '--orders', orders, '--probe', probe, '--seed', '7');
  expect(exit, err).toBe(0);
  expect(err).toContain('intervals: 1000 of 1000 resamples');
  for (const words of ['Executions predicted and observed, for events the fit did not see', 'contracts ahead', 'half-life of what leaves by itself', 'the queue model cannot be identified from this', 'Mind']) expect(out).toContain(words);
  const report = JSON.parse(folder.read('calibration.json')) as { seed: number; orders: { data: { sha256: string }; heldOut: { rows: unknown[] } }; recommendation: { queue: { model: string; halfLifeMs: number } } };
  expect(report).toMatchObject({ seed: 7, orders: { data: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string } }, recommendation: { queue: { model: 'decay' } } });
  expect(report.orders.heldOut.rows).toHaveLength(5);
  expect(folder.read('profiles/calibrated.yaml')).toContain(`queue: { model: decay, halfLife: ${report.recommendation.queue.halfLifeMs / 1_000}s }`);
  const check = await evenkeel(folder, 'check', '--profile', 'calibrated');
  expect(check.exit, check.out + check.err).toBe(0);
});

test('says the same in one object with --json, twice the same for one seed', async () => {
  const run = async () => (await evenkeel(folder, '--json', 'calibrate', '--orders', orders, '--force')).out;
  const [one, two] = [await run(), await run()];
  expect(one).toBe(two);
  expect(JSON.parse(one)).toMatchObject({ queue: { model: 'decay' }, probe: null, profile: join(folder.path, 'profiles/calibrated.yaml'), report: join(folder.path, 'calibration.json') });
});

test('overwrites nothing without --force, and says so before it begins', async () => {
  folder.write('calibration.json', 'mine');
  const refused = await evenkeel(folder, 'calibrate', '--orders', orders);
  expect(refused.exit).toBe(1);
  expect(refused.err).toContain('calibration.json is already there');
  expect(refused.err).not.toContain('resamples');
  expect(folder.read('calibration.json')).toBe('mine');
  expect(existsSync(join(folder.path, 'profiles/calibrated.yaml'))).toBe(false);
  expect((await evenkeel(folder, 'calibrate', '--orders', orders, '--report', 'other.json')).exit).toBe(0);
});

test('writes no profile from a probe alone, which fits no setting', async () => {
  const { exit, out } = await evenkeel(folder, 'calibrate', '--probe', probe);
  expect(exit).toBe(0);
  expect(out).toContain('no profile written');
  expect(existsSync(join(folder.path, 'profiles/calibrated.yaml'))).toBe(false);
  expect(JSON.parse(folder.read('calibration.json'))).toMatchObject({ orders: null, recommendation: null });
});

test('fits takers to a tape, and prints settings that a strategy takes', async () => {
  const tape = join(folder.path, 'takers.parquet');
  await importTape(columnTape(simulatedTakers({ perMinute: 6, reachCents: 1.5 }, { seed: 1, minutes: 200 })), tape);
  const { exit, out, err } = await evenkeel(folder, 'calibrate', tape, '--seed', '3');
  expect(exit, err).toBe(0);
  for (const words of ['Takers by how far from the midpoint they reached', 'To paste into a strategy', 'whatever stood ahead of it', 'no profile written']) expect(out).toContain(words);
  expect(out).not.toContain('OUTSIDE');
  const pasted = /arrivals: (\{ rate: .* per 1m, reach: .*c \})/.exec(out)?.[1] ?? '';
  folder.write('strategies.yaml', folder.read('strategies.yaml').replace('fairValue: micro-price ', `model: glft\n      risk: { tolerance: $50 }\n      arrivals: ${pasted}\n      fairValue: micro-price `));
  const check = await evenkeel(folder, 'check');
  expect(check.exit, check.out + check.err).toBe(0);
  expect((await evenkeel(folder, 'show')).out).toContain('glft');

  const json = JSON.parse((await evenkeel(folder, '--json', 'calibrate', tape, '--seed', '3', '--force')).out) as { arrivals: { written: { rate: string; reach: string } } };
  expect(json).toMatchObject({ queue: null, orders: null, profile: null, arrivals: { ratePerMinute: { value: expect.closeTo(6, 0) as number }, heldOut: { folds: 5 } } });
  expect(pasted).toBe(`{ rate: ${json.arrivals.written.rate}, reach: ${json.arrivals.written.reach} }`);
  const refused = await evenkeel(folder, 'calibrate', tape, '--market', 'b*', '--force');
  expect(refused).toMatchObject({ exit: 65, err: expect.stringContaining('no market is called b*') as string });
});

test.each([
  ['nothing to calibrate to', [], 64, 'MM_CALIBRATE_NO_INPUT'],
  ['a file that is not there', ['--orders', 'nowhere.csv'], 66, 'MM_TAPE_NOT_FOUND'],
  ['a seed that is none', ['--probe', 'probe.jsonl', '--seed', 'luck'], 64, 'MM_RUN_BAD_OPTION'],
])('refuses %s', async (_, words, code, name) => {
  const { exit, err } = await evenkeel(folder, 'calibrate', ...words);
  expect(exit, err).toBe(code);
  expect(err).toContain(name);
});

test('names file and line of a damaged row, and leaves nothing behind', async () => {
  writeFileSync(orders, ORDERS.replace(/canceled/, 'vanished'));
  const line = readFileSync(orders, 'utf8').split('\n').findIndex((row) => row.endsWith('vanished')) + 1;
  const { exit, err } = await evenkeel(folder, 'calibrate', '--orders', orders);
  expect(exit).toBe(65);
  expect(err).toContain(`orders.csv:${line}  column detail: "vanished" is neither executed nor canceled`);
  expect(existsSync(join(folder.path, 'calibration.json'))).toBe(false);
});

test('refuses to fit too little', async () => {
  writeFileSync(orders, orderCsv(simulatedOrders(LAWS, { seed: 1, events: 12, ordersEach: 2 })));
  const { exit, err } = await evenkeel(folder, 'calibrate', '--orders', orders);
  expect(exit).toBe(65);
  expect(err).toContain('at least 30 are needed');
});

test('says in a word when the place to write to is missing', async () => {
  const { exit, err } = await evenkeel(folder, 'calibrate', '--probe', probe, '--report', 'missing/folder/c.json');
  expect(exit).toBe(73);
  expect(err).toContain('MM_CALIBRATE_CANNOT_WRITE');
});
