// What the venue paid or pays for making markets: rewards by day and market, and rebates.

import { amountOf, fieldsOf, listOf, numberOf, paidOf, sizeOf, textOf } from './read-fields.ts';
import type { Size } from '../../../core/domain/numbers.ts';

export interface RewardPaid {
  /** YYYY-MM-DD. */
  readonly date: string;
  /** Null in a total over all markets. */
  readonly conditionId: string | null;
  /** The token that it is paid in. */
  readonly asset: string;
  /** Micro-units of that token. */
  readonly earned: number;
}

export function decodeRewardPaid(value: unknown): RewardPaid {
  const fields = fieldsOf(value, 'a reward');
  const conditionId = fields.condition_id === undefined ? null : textOf(fields, 'condition_id');
  return { date: textOf(fields, 'date').slice(0, 10), conditionId, asset: textOf(fields, 'asset_address'), earned: paidOf(fields, 'earnings') };
}

export interface RebatePaid { readonly date: string; readonly conditionId: string; /** Micro-dollars. */ readonly paid: number }

export function decodeRebate(value: unknown): RebatePaid {
  const fields = fieldsOf(value, 'a rebate');
  return { date: textOf(fields, 'date').slice(0, 10), conditionId: textOf(fields, 'condition_id'), paid: paidOf(fields, 'rebated_fees_usdc') };
}

export interface RewardProgramme {
  readonly conditionId: string;
  /** Distance in micro-dollars. */
  readonly maxSpread: number;
  readonly minSize: Size;
  /** Micro-dollars a day over all who take part. */
  readonly daily: number;
}

export function decodeProgramme(value: unknown): RewardProgramme {
  const fields = fieldsOf(value, 'a reward programme');
  // Without sponsors the total is left out in older answers: then it is what the venue itself pays.
  const daily = fields.total_daily_rate === undefined ? nativeDaily(fields.rewards_config) : amountOf(fields, 'total_daily_rate');
  return { conditionId: textOf(fields, 'condition_id'), maxSpread: amountOf(fields, 'rewards_max_spread') / 100, minSize: sizeOf(fields, 'rewards_min_size'), daily };
}

const nativeDaily = (configs: unknown): number =>
  listOf(configs, 'rewards_config').reduce<number>((sum, config) => sum + amountOf(fieldsOf(config, 'a reward config'), 'rate_per_day'), 0);

/** By condition: percent of the market's score that is ours at the moment. */
export function decodePercentages(value: unknown): ReadonlyMap<string, number> {
  const fields = fieldsOf(value, 'percentages');
  return new Map(Object.keys(fields).map((conditionId) => [conditionId, numberOf(fields, conditionId)]));
}
