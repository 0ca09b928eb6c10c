import { expect, test } from 'vitest';
import { marketId } from '../core/domain/instrument.ts';
import { cash, timestamp } from '../core/domain/numbers.ts';
import { TapeColumns } from './columns.ts';

const ts = timestamp(1_000);
const reported = (volume24h: number | null, liquidity: number | null) =>
  ({ type: 'MarketFactsReported', ts, market: marketId(0), volume24h: volume24h === null ? null : cash(volume24h), liquidity: liquidity === null ? null : cash(liquidity) }) as const;

test.each([[5_000_000, 7], [0, null], [null, null]])('what a venue says of a market is given back as it was said (%s, %s)', (volume24h, liquidity) => {
  const columns = new TapeColumns();
  columns.push(reported(volume24h, liquidity));
  expect(columns.eventAt(0, ts, 'test', [])).toEqual(reported(volume24h, liquidity));
});
