// What the venue pays for standing near the midpoint, as the core scores it.

import type { RewardTerms } from '../../../core/domain/instrument.ts';
import { MICROS } from '../../../core/domain/numbers.ts';
import type { GammaMarket } from '../wire/gamma.ts';

const CENT = MICROS / 100;
/** pUSD, USDC.e and USDC: what a dollar of reward may be paid in. */
const DOLLARS = new Set(['0xc011a7e12a19f7b1f670d46f03b03f3342e82dfb', '0x2791bca1f2de4661ed88a30c99a7a9449aa84174', '0x3c499c542cef5e3811e1192ce70d8cc03d5c3359']);

export const isDollar = (asset: string): boolean => DOLLARS.has(asset.toLowerCase());

/** Null where none is paid now. A programme paid in something that is no dollar is left out. */
export function rewardTerms({ clobRewards, rewardsMaxSpread, rewardsMinSize }: GammaMarket, now: number): RewardTerms | null {
  let daily = 0;
  for (const { assetAddress, rewardsDailyRate, startDate, endDate } of clobRewards ?? []) {
    const isOn = (startDate ?? -Infinity) <= now && now < (endDate ?? Infinity);
    if (isOn && isDollar(assetAddress)) daily += Math.round((rewardsDailyRate ?? 0) * MICROS);
  }
  if (daily === 0 || rewardsMaxSpread === null || rewardsMaxSpread === undefined || rewardsMaxSpread === 0 || rewardsMinSize === null || rewardsMinSize === undefined) return null;
  return { maxSpread: Math.round(rewardsMaxSpread * CENT), minSize: rewardsMinSize, daily };
}
