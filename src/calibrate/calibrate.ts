// One calibration: files in, findings out. Reads, refuses what is too little, fits, recommends.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { CALIBRATE_ERRORS } from '../errors/calibrate.ts';
import { EvenkeelError } from '../errors/define.ts';
import type { Calibration, DataUsed, OrderCalibration, ProbeCalibration } from './calibration.ts';
import { fitOrders, tooLittle } from './fit-orders.ts';
import { fitProbe, LEAST_WINDOWS } from './fit-probe.ts';
import { readProbe } from './probe-window.ts';
import { readOrderLog } from './read-order-log.ts';
import { recommend, warningsOf } from './recommend.ts';

export interface CalibrationInput {
  /** Paths; null where not given. */
  readonly orders: string | null;
  readonly probe: string | null;
  readonly seed: number;
  /** Resamples for each interval. */
  readonly rounds: number;
  readonly progress: (done: number, of: number) => void;
}

export async function calibrate({ orders: ordersPath, probe: probePath, seed, rounds, progress }: CalibrationInput): Promise<Calibration> {
  let orders: OrderCalibration | null = null;
  if (ordersPath !== null) {
    const log = await readOrderLog(ordersPath);
    const missing = tooLittle(log);
    if (missing !== null) throw new EvenkeelError(CALIBRATE_ERRORS.tooLittle, `${ordersPath}: ${missing}`, { file: ordersPath });
    orders = { data: await dataUsed(ordersPath), ...fitOrders(log, { seed, rounds, progress }) };
  }
  let probe: ProbeCalibration | null = null;
  if (probePath !== null) {
    const windows = await readProbe(probePath);
    if (windows.length < LEAST_WINDOWS) throw new EvenkeelError(CALIBRATE_ERRORS.tooLittle, `${probePath}: ${windows.length} windows, and at least ${LEAST_WINDOWS} are needed`, { file: probePath });
    probe = { data: await dataUsed(probePath), ...fitProbe(windows, { seed, rounds }) };
  }
  return { version: 1, seed, rounds, orders, probe, recommendation: orders === null ? null : recommend(orders), warnings: warningsOf(orders, probe) };
}

async function dataUsed(file: string): Promise<DataUsed> {
  const hash = createHash('sha256');
  for await (const block of createReadStream(file)) hash.update(block as Buffer);
  return { file, sha256: hash.digest('hex') };
}
