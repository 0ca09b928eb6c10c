// `evenkeel calibrate`: fits queue and fills to recordings of real orders, and takers to recordings of the market; prints
// how well that predicts, and writes a profile with the fitted settings of the exchange and a report with everything.

import { existsSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { calibrate as fit } from '../calibrate/calibrate.ts';
import type { Calibration } from '../calibrate/calibration.ts';
import { profileOverlay } from '../calibrate/profile-overlay.ts';
import { CALIBRATE_ERRORS } from '../errors/calibrate.ts';
import { EvenkeelError } from '../errors/define.ts';
import { EXIT } from '../errors/exit-codes.ts';
import { openTape } from '../tape/open-tape.ts';
import { calibrationText } from './calibrate-text.ts';
import { progressLine } from './progress-line.ts';
import { refusal } from './refusal.ts';
import { readSeed } from './run-options.ts';
import type { Terminal } from './terminal.ts';

export interface CalibrateOptions {
  readonly dir: string;
  readonly json: boolean;
  readonly orders: string | null;
  readonly probe: string | null;
  /** Recordings of the market, and a pattern of its markets; null for all. */
  readonly tapes: readonly string[];
  readonly market: string | null;
  /** Files to write, from the folder of strategies.yaml. */
  readonly out: string;
  readonly report: string;
  /** Null: 1. */
  readonly seed: string | null;
  readonly force: boolean;
}

const ROUNDS = 1_000;
/** How often progress is told, in rounds. */
const TOLD_EVERY = 250;

export async function calibrate(options: CalibrateOptions, terminal: Terminal): Promise<number> {
  const { dir, json, orders, probe, tapes, market, force } = options;
  try {
    if (orders === null && probe === null && tapes.length === 0) throw new EvenkeelError(CALIBRATE_ERRORS.noInput, 'nothing to calibrate to');
    const seed = readSeed(options.seed);
    // Only orders fit a setting of the exchange.
    const out = orders === null ? null : resolve(dir, options.out);
    const report = resolve(dir, options.report);
    for (const path of [out, report]) {
      if (path !== null && !force && existsSync(path)) throw new EvenkeelError(CALIBRATE_ERRORS.exists, `${path} is already there`, { file: path });
    }
    const progress = (done: number, of: number): void => { if (done % TOLD_EVERY === 0) terminal.err(`intervals: ${done} of ${of} resamples`); };
    const bar = progressLine(terminal, { what: 'read', unit: 'rows' });
    const arrivals = tapes.length === 0 ? null : { tape: await openTape(tapes), market, read: (share: number | null, rows: number): void => { bar.update(share, rows); } };
    const calibration = await fit({ orders, probe, arrivals, seed, rounds: ROUNDS, progress });
    bar.end();
    await write(report, `${JSON.stringify(calibration, null, 2)}\n`);
    if (out !== null && calibration.recommendation !== null) await write(out, profileOverlay(calibration, calibration.recommendation, relative(dirname(out), resolve(dir, 'schemas/profile.schema.json'))));
    terminal.out(json ? JSON.stringify({ ...summary(calibration), profile: out, report }) : calibrationText(calibration, { out, report }));
    return EXIT.ok;
  } catch (error) {
    return refusal(error, terminal);
  }
}

/** What a script asks for; the report file holds the rest. */
function summary({ seed, orders, probe, arrivals, recommendation, warnings }: Calibration) {
  return {
    seed, queue: recommendation?.queue ?? null,
    orders: orders === null ? null : { chosen: orders.chosen, parameters: orders.parameters, families: orders.families, heldOut: orders.heldOut },
    probe: probe === null ? null : { outcomes: probe.outcomes, touched: probe.touched, isQueueIdentified: probe.isQueueIdentified, fill: probe.fill },
    arrivals: arrivals === null ? null : { written: arrivals.written, ratePerMinute: arrivals.ratePerMinute, reachCents: arrivals.reachCents, heldOut: arrivals.heldOut },
    warnings,
  };
}

/** Whole or not at all. */
async function write(path: string, text: string): Promise<void> {
  const beside = join(dirname(path), `.${process.pid}.calibrate.tmp`);
  try {
    await writeFile(beside, text);
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw new EvenkeelError(CALIBRATE_ERRORS.cannotWrite, `${path}: cannot be written (${(error as Error).message})`, { file: path });
  }
}
