// Where the real recordings are: in the folder that EVENKEEL_DATA names, or beside the repository. They are never part of it.

import { existsSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = process.env.EVENKEEL_DATA ?? join(import.meta.dirname, '../../../shared/data');

export const RECORDINGS = {
  tickscope: join(ROOT, 'polymarket-tickscope'),
  btc15m: join(ROOT, 'polymarket-btc15m-l2'),
  kalshiInxd: join(ROOT, 'kalshi-inxd-2023'),
  kalshiWs: join(ROOT, 'kalshi-ws'),
  kalshiTrades: join(ROOT, 'kalshi-trades'),
  kalshiBbo: join(ROOT, 'kalshi-bbo'),
  kalshiIndexTrades: join(ROOT, 'kalshi-index-trades'),
  binanceL2: join(ROOT, 'binance-l2'),
  updownL2: join(ROOT, 'polymarket-updown-l2-full'),
  priceChange2025: join(ROOT, 'polymarket-price-change-2025'),
  usBbo: join(ROOT, 'polymarket-us-bbo'),
  candles: join(ROOT, 'btc-ohlcv'),
} as const;
/** Single answers of venues: no recordings. */
export const PROTOCOL_FIXTURES = join(ROOT, 'nautilus-fixtures');
export const GAMMA_ANSWERS = join(ROOT, 'polymarket-gamma');

/** To be added to a test's name, so that a skipped one says why. */
export const ABSENT = existsSync(RECORDINGS.tickscope) ? '' : ' (skipped: no recordings; set EVENKEEL_DATA to their folder)';
export const areAbsent = ABSENT !== '';
