// What the venue paid or pays for making markets: rewards by day and market, and rebates.

import { amountOf, fieldsOf, listOf, numberOf, optionalText, paidOf, sizeOf, textOf, UnreadableAnswer, utcDateOf } from './read-fields.ts';
import type { Size } from '../../../core/domain/numbers.ts';

export interface RewardPaid {
  /** YYYY-MM-DD, in UTC. */
  readonly date: string;
  /** Null in a total over all markets. */
  readonly conditionId: string | null;
  /** Whom it was paid to; null where that is not said. */
  readonly maker: string | null;
  /** The token that it is paid in. */
  readonly asset: string;
  /** Micro-units of that token; below zero for what is taken back. */
  readonly earned: number;
}

export function decodeRewardPaid(value: unknown): RewardPaid {
  const fields = fieldsOf(value, 'a reward');
  const conditionId = fields.condition_id === undefined ? null : textOf(fields, 'condition_id');
  return { date: utcDateOf(fields, 'date'), conditionId, maker: optionalText(fields, 'maker_address') || null, asset: textOf(fields, 'asset_address'), earned: paidOf(fields, 'earnings') };
}

export interface RebatePaid { readonly date: string; readonly conditionId: string; readonly maker: string | null; /** Micro-dollars. */ readonly paid: number }

function decodeRebate(value: unknown): RebatePaid {
  const fields = fieldsOf(value, 'a rebate');
  return { date: utcDateOf(fields, 'date'), conditionId: textOf(fields, 'condition_id'), maker: optionalText(fields, 'maker_address') || null, paid: paidOf(fields, 'rebated_fees_usdc') };
}

/** A row of a statement that cannot be read: what of it, and the token that it is in, as far as that can be. */
export interface UnreadableRow { readonly unreadable: string; readonly asset: string | null }
export type RewardRow = RewardPaid | UnreadableRow;
export type RebateRow = RebatePaid | UnreadableRow;

/** One row of many: it does not cost the others. */
export const rewardRow = (value: unknown): RewardRow => rowOr(() => decodeRewardPaid(value), () => textOf(fieldsOf(value, 'a reward'), 'asset_address'));
export const rebateRow = (value: unknown): RebateRow => rowOr(() => decodeRebate(value), () => null);

function rowOr<T>(read: () => T, assetOf: () => string | null): T | UnreadableRow {
  const row = readable(read);
  if (!(row instanceof UnreadableAnswer)) return row;
  const asset = readable(assetOf);
  return { unreadable: row.message, asset: asset instanceof UnreadableAnswer ? null : asset };
}

function readable<T>(read: () => T): T | UnreadableAnswer {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnreadableAnswer) return error;
    throw error;
  }
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
