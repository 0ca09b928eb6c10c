// Every format of recordings that can be read, in the order in which a file is held against them.

import { binanceL2 } from './binance-l2.ts';
import { btc15m } from './btc15m.ts';
import { candles } from './candles.ts';
import { kalshiBbo } from './kalshi-bbo.ts';
import { kalshiIndexTrades } from './kalshi-index-trades.ts';
import { kalshiInxd } from './kalshi-inxd.ts';
import { kalshiTrades } from './kalshi-trades.ts';
import { kalshiWs } from './kalshi-ws.ts';
import { priceChange2025 } from './price-change-2025.ts';
import type { RecordingFormat } from './recording-format.ts';
import { tickscope } from './tickscope.ts';
import { updownL2 } from './updown-l2.ts';
import { usBbo } from './us-bbo.ts';

export const FORMATS: readonly RecordingFormat[] = [
  tickscope,
  btc15m,
  kalshiInxd,
  kalshiWs,
  kalshiTrades,
  kalshiBbo,
  kalshiIndexTrades,
  binanceL2,
  updownL2,
  priceChange2025,
  usBbo,
  candles,
];
