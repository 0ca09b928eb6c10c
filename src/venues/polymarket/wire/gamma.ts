// Markets and events as Gamma describes them: strict on the fields that trading hangs on, blind to all others, so that new ones
// change nothing. What a field means is left to discovery; what is not said stays undefined. Pure.

import { z } from 'zod';
import { decimalNumber, moment, momentOrNone, someText, textList, whyNot } from './schema-values.ts';
import { isFields, undecodable, type Undecodable } from './undecodable.ts';

const flag = z.boolean().nullish();
const amount = z.number().finite().nonnegative().nullish();

const feeSchedule = z.object({ exponent: z.number(), rate: z.number().min(0).max(1), takerOnly: z.boolean(), rebateRate: z.number().min(0).max(1).nullish() });
const reward = z.object({ assetAddress: z.string(), rewardsDailyRate: z.number().finite().nonnegative().nullish(), startDate: moment.nullish(), endDate: moment.nullish() });
const series = z.object({ slug: someText });
const cryptoConfig = z.object({ asset: z.string().nullish(), duration: z.string().nullish(), twapEnabled: flag, twapLookbackSeconds: z.number().int().positive().nullish() });
const metadata = z.object({ priceToBeat: z.number().positive().nullish(), finalPrice: z.number().positive().nullish() });

/** An event as it stands inside its markets, and around them. */
const eventHead = z.object({
  slug: someText, negRiskAugmented: flag, seriesSlug: z.string().nullish(), series: z.array(series).nullish(), eventMetadata: metadata.nullish(),
});

const market = z.object({
  id: z.string().nullish(), slug: someText, conditionId: z.string().regex(/^0x[0-9a-fA-F]{62,64}$/, 'is no condition id'), question: z.string().nullish(),
  version: z.string().nullish(), outcomes: textList, clobTokenIds: textList.nullish(), positionIds: textList.nullish(),
  active: flag, closed: flag, acceptingOrders: flag, enableOrderBook: flag,
  startDate: momentOrNone, endDate: momentOrNone, eventStartTime: momentOrNone,
  negRisk: flag, negRiskOther: flag, groupItemTitle: z.string().nullish(),
  orderPriceMinTickSize: decimalNumber.nullish(), orderMinSize: decimalNumber.nullish(),
  liquidityNum: amount, liquidityClob: amount, volume24hr: amount, volume24hrClob: amount,
  rewardsMinSize: decimalNumber.nullish(), rewardsMaxSpread: z.number().nonnegative().nullish(), clobRewards: z.array(reward).nullish(),
  feesEnabled: flag, feeSchedule: feeSchedule.nullish(),
  resolutionSource: z.string().nullish(), description: z.string().nullish(), cryptoMarketConfig: cryptoConfig.nullish(),
  events: z.array(eventHead).nullish(),
});

export type GammaMarket = z.output<typeof market> & { readonly kind: 'market' };
export interface GammaPage { readonly kind: 'page'; readonly markets: readonly (GammaMarket | Undecodable)[]; /** Null at the end. */ readonly next: string | null }

export function decodeGammaMarket(value: unknown): GammaMarket | Undecodable {
  const read = market.safeParse(value);
  return read.success ? { kind: 'market', ...read.data } : whyNot(read.error, nameOf(value));
}

/** The markets of an event, each with the event that it does not name itself. */
export function decodeGammaEvent(value: unknown): readonly (GammaMarket | Undecodable)[] {
  const head = eventHead.safeParse(value);
  if (!head.success) return [whyNot(head.error)];
  const { markets } = value as { readonly markets?: unknown };
  if (!Array.isArray(markets)) return [undecodable('markets: is no list')];
  return markets.map((each): GammaMarket | Undecodable => {
    const decoded = decodeGammaMarket(each);
    return decoded.kind === 'market' ? { ...decoded, events: [head.data] } : decoded;
  });
}

/** An answer of `/markets/keyset`. */
export function decodeMarketsPage(value: unknown): GammaPage | Undecodable {
  if (!isFields(value) || !Array.isArray(value.markets)) return undecodable('markets: is no list');
  const { next_cursor: cursor } = value;
  if (cursor !== undefined && cursor !== null && typeof cursor !== 'string') return undecodable('next_cursor: is no text');
  return { kind: 'page', markets: value.markets.map(decodeGammaMarket), next: typeof cursor === 'string' && cursor !== '' ? cursor : null };
}

const nameOf = (value: unknown): string | null => (isFields(value) && typeof value.slug === 'string' ? value.slug : null);
