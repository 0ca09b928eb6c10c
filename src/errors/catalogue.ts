// Every error an operator can meet, from all rooms. The reference page is made of it; a code belongs to one entry.

import { API_CLIENT_ERRORS, API_ERRORS } from './api.ts';
import { BACKTEST_ERRORS } from './backtest.ts';
import { CALIBRATE_ERRORS } from './calibrate.ts';
import { CONFIG_ERRORS } from './config.ts';
import type { ErrorSpec } from './define.ts';
import { JOURNAL_ERRORS } from './journal.ts';
import { KEYS_ERRORS } from './keys.ts';
import { PREVIEW_ERRORS } from './preview.ts';
import { REHEARSAL_ERRORS } from './rehearsal.ts';
import { RECORD_ERRORS } from './record.ts';
import { RUNTIME_ERRORS } from './runtime.ts';
import { SWEEP_ERRORS } from './sweep.ts';
import { TAPE_ERRORS } from './tape.ts';
import { VENUE_ERRORS } from './venues.ts';
import { WALLET_ERRORS } from './wallet.ts';

export const CATALOGUE: readonly ErrorSpec[] = [
  ...Object.values<ErrorSpec>(CONFIG_ERRORS),
  ...Object.values<ErrorSpec>(RUNTIME_ERRORS),
  ...Object.values<ErrorSpec>(JOURNAL_ERRORS),
  ...TAPE_ERRORS,
  ...Object.values<ErrorSpec>(RECORD_ERRORS),
  ...Object.values<ErrorSpec>(BACKTEST_ERRORS),
  ...Object.values<ErrorSpec>(PREVIEW_ERRORS),
  ...Object.values<ErrorSpec>(SWEEP_ERRORS),
  ...Object.values<ErrorSpec>(CALIBRATE_ERRORS),
  ...VENUE_ERRORS,
  ...Object.values<ErrorSpec>(KEYS_ERRORS),
  ...Object.values<ErrorSpec>(WALLET_ERRORS),
  ...Object.values<ErrorSpec>(REHEARSAL_ERRORS),
  ...Object.values<ErrorSpec>(API_ERRORS),
  ...Object.values<ErrorSpec>(API_CLIENT_ERRORS),
].toSorted((a, b) => (a.code < b.code ? -1 : 1));
