import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ABSENT, areAbsent, RECORDINGS } from '../../src/tape/recorded-data.fixture.ts';
import { botFolder, ROOT, type BotFolder } from './bot-folder.fixture.ts';
import { cleanUp, type Ended, evenkeel } from './running-bot.fixture.ts';

const MADE_UP = join(ROOT, 'test/fixtures/tapes/tickscope.csv');

let folder: BotFolder;
let other: BotFolder;
beforeEach(async () => { [folder, other] = await Promise.all([botFolder(), botFolder()]); });
afterEach(() => cleanUp(folder, other));

const played = (where: BotFolder, tape: string): Promise<Ended> => evenkeel(where, '--json', 'run', '--profile', 'paper', '--tape', tape, '--speed', 'max');
const lastLine = ({ out, err }: Ended): Record<string, unknown> => {
  const line = out.trimEnd().split('\n').at(-1) ?? '';
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    throw new Error(`not an object: ${line}\n${err}`);
  }
};

describe.skipIf(areAbsent)(`a recording is traded to its end, twice the same, and replays${ABSENT}`, () => {
  const { tickscope, btc15m, kalshiInxd } = RECORDINGS;
  test.each(Object.entries({ tickscope, btc15m, kalshiInxd }))('%s', async (_, tape) => {
    // Each with a journal of its own, so that they can run side by side.
    const [one, two] = await Promise.all([played(folder, tape), played(other, tape)]);
    expect([one.exit, two.exit], one.err + two.err).toEqual([0, 0]);
    const result = lastLine(one);
    expect(result).toMatchObject({ endedBecause: 'tape ended', zeroOpen: 'proved', clampedStamps: 0, commandHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
    expect(result['events']).toBeGreaterThan(1_000);
    expect(result['fills']).toBeGreaterThan(0);
    const { total, spread, inventory, fees, rebates, rewards } = result['pnl'] as Record<string, number>;
    expect(Number(spread) + Number(inventory) - Number(fees) + Number(rebates) + Number(rewards)).toBeCloseTo(Number(total), 6);
    const { events, fills, pnl, commandHash } = lastLine(two);
    expect({ events, fills, pnl, commandHash }).toEqual({ events: result['events'], fills: result['fills'], pnl: result['pnl'], commandHash: result['commandHash'] });

    const replay = await evenkeel(folder, '--json', 'replay', 'last', '--profile', 'paper');
    expect(replay.exit, replay.out + replay.err).toBe(0);
    expect(JSON.parse(replay.out)).toMatchObject({ commandHash, replayedHash: commandHash, difference: null });
  });
});

describe('a recording that cannot be read whole is refused with the file, the line where there is one, and the remedy', () => {
  const refusal = async (name: string, bytes: Uint8Array | string): Promise<Ended> => {
    const tape = join(folder.path, name);
    writeFileSync(tape, bytes);
    return played(folder, tape);
  };
  const lines = readFileSync(MADE_UP, 'utf8');

  test('cut off in the middle of its compression', async () => {
    const whole = gzipSync(lines);
    const { exit, err } = await refusal('cut.csv.gz', whole.subarray(0, whole.length >> 1));
    expect(exit, err).toBe(65);
    expect(err).toContain('cut.csv.gz');
    expect(err).toContain('MM_TAPE_TRUNCATED');
    expect(err).toContain('Fetch or export the file again');
  });

  test('cut off in the middle of a row', async () => {
    const { exit, err } = await refusal('cut.csv.gz', gzipSync(lines.slice(0, -5)));
    expect(exit, err).toBe(65);
    expect(err).toMatch(new RegExp(`cut\\.csv\\.gz:${lines.trimEnd().split('\n').length}\\b`));
    expect(err).toContain('MM_TAPE_TRUNCATED');
  });

  test('with the header of no known format, or one that lacks a column', async () => {
    const foreign = await refusal('foreign.csv', 'when,what\n1,2\n');
    expect(foreign.exit, foreign.err).toBe(65);
    expect(foreign.err).toMatch(/foreign\.csv:1\b/);
    expect(foreign.err).toContain('MM_TAPE_UNKNOWN_FORMAT');
    expect(foreign.err).toContain('Known formats are');
    const lacking = await refusal('lacking.csv', lines.replace('event_type', 'kind'));
    expect(lacking.exit, lacking.err).toBe(65);
    expect(lacking.err).toMatch(/lacking\.csv:1\b.*event_type/);
    expect(lacking.err).toContain('Export the recording again');
  });

  test('with a row that is not one', async () => {
    const { exit, err } = await refusal('row.csv', lines.replace('BID,0.40,100.0', 'BID,0.40,many'));
    expect(exit, err).toBe(65);
    expect(err).toMatch(/row\.csv:2\b/);
    expect(err).toContain('MM_TAPE_MALFORMED_ROW');
  });

  test('that is not there', async () => {
    const { exit, err } = await played(folder, join(folder.path, 'nowhere.csv.gz'));
    expect(exit, err).toBe(66);
    expect(err).toContain('nowhere.csv.gz');
    expect(err).toContain('MM_TAPE_NOT_FOUND');
  });
});
