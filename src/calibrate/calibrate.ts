// One calibration: files in, findings out. Reads, refuses what is too little, fits, recommends.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { CALIBRATE_ERRORS } from '../errors/calibrate.ts';
import { EvenkeelError } from '../errors/define.ts';
import { fitsPattern } from '../core/market/market-pattern.ts';
import type { OpenedTape } from '../tape/opened-tape.ts';
import { ArrivalCounter } from './arrival-counter.ts';
import type { ArrivalCalibration, Calibration, DataUsed, OrderCalibration, ProbeCalibration } from './calibration.ts';
import { fitArrivals } from './fit-arrivals.ts';
import { fitOrders, tooLittle } from './fit-orders.ts';
import { fitProbe, LEAST_WINDOWS } from './fit-probe.ts';
import { readProbe } from './probe-window.ts';
import { readOrderLog } from './read-order-log.ts';
import { recommend, warningsOf } from './recommend.ts';

export interface CalibrationInput {
  /** Paths; null where not given. */
  readonly orders: string | null;
  readonly probe: string | null;
  readonly arrivals: ArrivalInput | null;
  readonly seed: number;
  /** Resamples for each interval. */
  readonly rounds: number;
  readonly progress: (done: number, of: number) => void;
}

/** `market`: a pattern; null for all. `read` hears of progress: the share read, where it is known, and rows. */
interface ArrivalInput { readonly tape: OpenedTape; readonly market: string | null; readonly read: (share: number | null, rows: number) => void }

export async function calibrate({ orders: ordersPath, probe: probePath, arrivals: given, seed, rounds, progress }: CalibrationInput): Promise<Calibration> {
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
  const arrivals = given === null ? null : await arrivalsOf(given, { seed, rounds });
  return { version: 1, seed, rounds, orders, probe, arrivals, recommendation: orders === null ? null : recommend(orders), warnings: warningsOf(orders, probe, arrivals) };
}

async function arrivalsOf({ tape, market, read }: ArrivalInput, resampling: { readonly seed: number; readonly rounds: number }): Promise<ArrivalCalibration> {
  const isWanted = (name: string): boolean => market === null || fitsPattern(market, name);
  const wanted = tape.instruments.filter(({ name }) => isWanted(name));
  if (wanted.length === 0) throw new EvenkeelError(CALIBRATE_ERRORS.tooLittle, `${tape.name}: no market is called ${market ?? '*'}`, { tape: tape.name });
  const counter = new ArrivalCounter(tape.instruments, tape.terms, isWanted);
  for await (const rows of tape.chunks()) {
    counter.read(rows);
    read(tape.shareRead(), tape.info.tapeRows);
  }
  counter.finish();
  const fitted = fitArrivals(counter, Math.max(...wanted.map(({ tick }) => tick)), resampling);
  if (typeof fitted === 'string') throw new EvenkeelError(CALIBRATE_ERRORS.tooLittle, `${tape.name}: ${fitted}`, { tape: tape.name });
  const data = (await tape.sources()).map(({ name, sha256 }) => ({ file: name, sha256 }));
  return { data, market, ...fitted };
}

async function dataUsed(file: string): Promise<DataUsed> {
  const hash = createHash('sha256');
  for await (const block of createReadStream(file)) hash.update(block as Buffer);
  return { file, sha256: hash.digest('hex') };
}
