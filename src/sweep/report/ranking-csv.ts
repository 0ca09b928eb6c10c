// The ranking as a table for other programs: a row for each combination, units in the names of the columns. Refused and
// failed ones stand at its end, without figures.

import { csv, type CsvValue } from '../../backtest/report/csv.ts';
import type { Parameters } from '../plan-sweep.ts';
import type { SweepResult } from '../run-sweep.ts';

const FIGURES = [
  'pnl_usd', 'spread_usd', 'adverse_selection_usd', 'inventory_usd', 'fees_usd', 'rebates_usd', 'rewards_usd', 'fills', 'volume_shares', 'max_drawdown_usd', 'quote_uptime_share',
  'picked_off_share', 'markout_60s_usd_per_share', 'sharpe_per_bucket', 'bucket_ms', 'probabilistic_sharpe', 'deflated_sharpe',
] as const;

export function rankingCsv({ parameters, ranking, refused, failed }: SweepResult): string {
  const paths = parameters.map(({ path }) => path);
  const others = [...new Set(ranking.rows.flatMap(({ otherModels }) => otherModels.map(({ model }) => model)))];
  const values = (of: Parameters): readonly CsvValue[] => paths.map((path) => of[path] ?? null);
  const absent = (what: string, of: Parameters, message: string): readonly CsvValue[] => [what, null, ...values(of), null, ...FIGURES.map(() => null), ...others.map(() => null), null, message];
  return csv(
    ['state', 'rank', ...paths, 'model', ...FIGURES, ...others.map((model) => `pnl_usd_${model}`), 'job', 'message'],
    [
      ...ranking.rows.map(({ parts, ...row }) => [
        'measured', row.rank, ...values(row.parameters), row.model,
        parts.total, parts.spread, parts.adverseSelection, parts.inventory, parts.fees, parts.rebates, parts.rewards, row.fills, row.volume, row.maxDrawdown, row.quoteUptime,
        row.pickedOff, row.markout60, row.sharpe, row.bucketMs, row.probabilisticSharpe, row.deflatedSharpe,
        ...others.map((model) => row.otherModels.find((other) => other.model === model)?.pnl ?? null), row.key, null,
      ]),
      ...refused.map((one) => absent('refused', one.parameters, one.message)),
      ...failed.map((one) => absent('failed', one.parameters, one.message)),
    ],
  );
}
