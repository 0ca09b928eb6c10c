// Where the recordings for calibration are, if they are: in the folder that EVENKEEL_DATA names, or beside the repository.

import { existsSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = process.env.EVENKEEL_DATA ?? join(import.meta.dirname, '../../../shared/data');

export const ORDERS = join(ROOT, 'kalshi-mm-orders/order_events_2026-03-07_08.csv.gz');
export const PROBE = join(ROOT, 'polymarket-btc5m-maker-probe/maker_probe.jsonl.gz');

export const isAbsent = !existsSync(ORDERS) || !existsSync(PROBE);
/** To be added to a test's name, so that a skipped one says why. */
export const ABSENT = isAbsent ? ' (skipped: no recordings; set EVENKEEL_DATA to their folder)' : '';
