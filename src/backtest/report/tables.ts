// The tables of a result as CSV files: fills, equity, markets, each over all models. Units stand in the names of the columns.

import { MARKOUT_SECONDS, type BacktestResult, type Markouts } from '../result.ts';
import { csv, type CsvValue } from './csv.ts';

const utc = (ts: number): string => new Date(ts).toISOString();
const MARKOUT_COLUMNS = MARKOUT_SECONDS.map((seconds) => `markout_${seconds}s_usd_per_share`);
const markoutValues = (markouts: Markouts): readonly CsvValue[] => MARKOUT_SECONDS.map((seconds) => markouts[seconds]);

export function fillsCsv({ models }: BacktestResult): string {
  return csv(
    ['model', 'time_ms', 'time_utc', 'market', 'side', 'price_usd', 'size_shares', 'fee_usd', 'liquidity', 'fair_value_usd', 'position_shares', ...MARKOUT_COLUMNS, 'ahead_at_joining_contracts', 'rested_ms', 'failed'],
    Object.entries(models).flatMap(([name, { fillRecords }]) => fillRecords.map((fill) => [
      name, fill.ts, utc(fill.ts), fill.market, fill.side, fill.price, fill.size, fill.fee, fill.liquidity, fill.fairValue, fill.position, ...markoutValues(fill.markouts), fill.aheadAtJoining, fill.restedMs, fill.failed,
    ])),
  );
}

export function equityCsv({ models }: BacktestResult): string {
  return csv(
    ['model', 'time_ms', 'time_utc', 'pnl_usd', 'gross_notional_usd'],
    Object.entries(models).flatMap(([name, { equity }]) => equity.ts.map((ts, i) => [name, ts, utc(ts), equity.pnl[i] ?? null, equity.grossNotional[i] ?? null])),
  );
}

export function marketsCsv({ models, unsettled }: BacktestResult): string {
  return csv(
    ['model', 'market', 'pnl_usd', 'spread_usd', 'adverse_selection_usd', 'inventory_usd', 'fees_usd', 'rebates_usd', 'rewards_usd', 'fills', 'volume_shares', 'position_shares', 'position_min_shares', 'position_max_shares', 'quote_uptime_share', ...MARKOUT_COLUMNS, 'settled_at_ms', 'outcome_missing'],
    Object.entries(models).flatMap(([model, { markets }]) => markets.map(({ name, pnl, ...market }) => [
      model, name, pnl.total, pnl.spread, pnl.adverseSelection, pnl.inventory, pnl.fees, pnl.rebates, pnl.rewards, market.fills, market.volume, market.position,
      market.inventory.min, market.inventory.max, market.quoteUptime, ...markoutValues(market.markouts), market.settledAt, unsettled.includes(name),
    ])),
  );
}
