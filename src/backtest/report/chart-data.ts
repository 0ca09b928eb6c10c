// What the charts of the report need of a result, small enough to travel inside one file: figures rounded to what is shown,
// series and fills thinned where a result is too large, and what was left out counted.

import type { BacktestResult, FillRecord, MarketSeries, ModelResult } from '../result.ts';
import { ColumnPool, SCALE, thinned, type PackedColumn } from './column-pool.ts';

/** Numbers of all market series together that a report carries; about 5 bytes each. */
const MOST_CELLS = 1_000_000;
/** Fills of all models together; about 30 bytes each. */
const MOST_FILLS = 40_000;
const FEWEST_POINTS = 50;
const COLUMNS_OF_A_MARKET = 8;

export interface ChartData {
  readonly columns: readonly PackedColumn[];
  readonly models: readonly {
    readonly name: string; readonly equity: number; readonly ts: number; readonly gross: number;
    /** Cents a share: at the fill, after 1, 10, 60 and 300 s. */
    readonly markouts: readonly (number | null)[];
    readonly markets: readonly MarketCharts[];
  }[];
}
/** Indexes into `columns`, save for names and the marks of fills. */
export interface MarketCharts {
  readonly name: string; readonly ts: number; readonly fair: number; readonly bestBid: number; readonly bestAsk: number;
  readonly ourBid: number; readonly ourAsk: number; readonly position: number; readonly pnl: number;
  readonly fills: { readonly ts: number; readonly price: number; readonly size: number; readonly markout: number; /** One letter a fill: b bought, s sold; capital where it failed to settle. */ readonly marks: string };
}

export interface Thinning { readonly points: number | null; readonly fills: boolean }

export function chartData(result: BacktestResult): { readonly data: ChartData; readonly thinning: Thinning } {
  const models = Object.entries(result.models);
  const series = models.flatMap(([, { markets }]) => markets.map((market) => market.series));
  const longest = Math.max(0, ...series.map(({ ts }) => ts.length));
  const most = series.length === 0 ? longest : Math.max(FEWEST_POINTS, Math.floor(MOST_CELLS / COLUMNS_OF_A_MARKET / series.length));
  const fillsOfModel = models.length === 0 ? 0 : Math.floor(MOST_FILLS / models.length);
  const pool = new ColumnPool();
  const charts = models.map(([name, model]) => {
    const fills = thinned(model.fillRecords, fillsOfModel);
    const byMarket = Map.groupBy(fills, ({ market }) => market);
    return {
      name, ts: pool.add(model.equity.ts, SCALE.ms), equity: pool.add(model.equity.pnl, SCALE.money), gross: pool.add(model.equity.grossNotional, SCALE.money),
      markouts: markoutsOf(model),
      markets: model.markets.map((market) => ({ name: market.name, ...marketColumns(pool, market.series, most), fills: fillColumns(pool, byMarket.get(market.name) ?? []) })),
    };
  });
  const thinning = { points: longest > most ? most : null, fills: models.some(([, model]) => model.fillRecords.length > fillsOfModel) };
  return { data: { columns: pool.columns, models: charts }, thinning };
}

const toCents = (value: number | null): number | null => (value === null ? null : Math.round(value * 1e4) / 100);

function markoutsOf({ pnl, volume, markouts }: ModelResult): readonly (number | null)[] {
  return [volume === 0 ? null : pnl.spread / volume, markouts[1], markouts[10], markouts[60], markouts[300]].map(toCents);
}

function marketColumns(pool: ColumnPool, series: MarketSeries, most: number): Omit<MarketCharts, 'name' | 'fills'> {
  const add = (values: readonly (number | null)[], scale: number): number => pool.add(thinned(values, most), scale);
  return {
    ts: add(series.ts, SCALE.ms), fair: add(series.fairValue, SCALE.price), bestBid: add(series.bestBid, SCALE.price), bestAsk: add(series.bestAsk, SCALE.price),
    ourBid: add(series.ourBid, SCALE.price), ourAsk: add(series.ourAsk, SCALE.price), position: add(series.position, SCALE.shares), pnl: add(series.pnl, SCALE.money),
  };
}

function fillColumns(pool: ColumnPool, fills: readonly FillRecord[]): MarketCharts['fills'] {
  return {
    ts: pool.add(fills.map(({ ts }) => ts), SCALE.ms), price: pool.add(fills.map(({ price }) => price), SCALE.price), size: pool.add(fills.map(({ size }) => size), SCALE.shares),
    markout: pool.add(fills.map(({ markouts }) => markouts[60]), SCALE.price),
    marks: fills.map(({ side, failed }) => (side === 'bid' ? (failed ? 'B' : 'b') : failed ? 'S' : 's')).join(''),
  };
}
