// A market of Gamma as one that can be traded: what the adapter needs of it, what the core is told of it, and by what it resolves;
// or the reason why it is refused. Nothing that quoting needs is filled in where the venue does not say it.

import type { FeeSchedule } from '../../../core/domain/fees.ts';
import { NO_FEE } from '../../../core/domain/fees.ts';
import type { Instrument } from '../../../core/domain/instrument.ts';
import { MICROS, size, type Cash, type Price, type Size } from '../../../core/domain/numbers.ts';
import type { MarketVersion, PolymarketMarket } from '../polymarket-market.ts';
import { feesOf } from '../wire/fee-schedule.ts';
import { microsOf } from '../wire/micros-of.ts';
import type { GammaMarket } from '../wire/gamma.ts';
import { seriesOf } from './recurring-series.ts';
import { referenceTerms } from './reference-terms.ts';
import { resolutionTerms, type ResolutionTerms } from './resolution-terms.ts';
import { rewardTerms } from './reward-terms.ts';

/** Sizes of orders have two decimals, whatever the tick. */
const LOT = size(10_000);

/** Null for what the venue does not say. */
export interface MarketFacts { readonly volume24h: Cash | null; readonly liquidity: Cash | null }

export interface Listing {
  readonly kind: 'listing';
  readonly market: PolymarketMarket;
  /** Without its id, which is given in the order of listing. */
  readonly instrument: Omit<Instrument, 'id'>;
  readonly facts: MarketFacts;
  readonly resolution: ResolutionTerms;
  /** What the first and the second token stand for: "Yes" and "No", "Up" and "Down". */
  readonly outcomes: readonly [string, string];
  /** Whether it takes orders, and what a share of the first outcome has paid; null while that is not decided. */
  readonly isOpen: boolean;
  readonly paid: Price | null;
}
export interface Refusal { readonly kind: 'refusal'; readonly slug: string; readonly reason: string }

export interface ListingOptions { readonly venue: string; readonly now: number; /** What can be done with its tokens besides trading them. */ readonly abilities: TokenAbilities; /** True where something of ours may be in it: it is listed though it takes no orders. */ readonly isOurs?: boolean }
export type TokenAbilities = Pick<Instrument, 'canMerge' | 'canSplit' | 'canRedeem'>;

export function listingOf(market: GammaMarket, { venue, now, abilities, isOurs }: ListingOptions): Listing | Refusal {
  const { slug, events, eventStartTime, endDate } = market;
  const refuse = (reason: string): Refusal => ({ kind: 'refusal', slug, reason });
  const untradable = whyUntradable(market);
  if (untradable !== null && isOurs !== true) return refuse(untradable);
  const version = versionOf(market);
  if (version === null) return refuse(`it is of the unknown version ${market.version}`);
  const ids = version === 'v2' ? market.positionIds : market.clobTokenIds;
  const [yes, no] = market.outcomes;
  const [yesId, noId] = ids ?? [];
  if (yes === undefined || no === undefined || market.outcomes.length !== 2) return refuse(`it has ${market.outcomes.length} outcomes`);
  if (yesId === undefined || noId === undefined || ids?.length !== 2 || yesId === noId || !/^\d+$/.test(yesId) || !/^\d+$/.test(noId)) return refuse(`it has no ${version === 'v2' ? 'position' : 'token'} ids for its two outcomes`);
  const { orderPriceMinTickSize: tick, orderMinSize: minSize, negRisk } = market;
  if (tick === null || tick === undefined || tick === 0 || MICROS % tick !== 0) return refuse('it has no tick that divides a dollar');
  if (minSize === null || minSize === undefined) return refuse('it does not say how small an order may be');
  if (typeof negRisk !== 'boolean') return refuse('it does not say whether it is of a negative-risk event, which decides how orders are signed');
  const fees = feesIn(market);
  if (typeof fees === 'string') return refuse(fees);
  const resolution = resolutionTerms(market);
  if (typeof resolution === 'string') return refuse(resolution);
  const series = seriesOf(slug, eventStartTime);
  if (series === null && /^[a-z]+-updown-/.test(slug)) return refuse('its name and its start do not agree');
  if (series !== null && endDate === null) return refuse('it is of a series and has no end');
  const reference = referenceTerms(resolution, [yes, no]);
  const rewards = rewardTerms(market, now);
  const event = events?.[0]?.slug;
  return {
    kind: 'listing', outcomes: [yes, no], resolution, isOpen: untradable === null, paid: paidBy(market),
    market: { conditionId: market.conditionId, slug, yesId, noId, version, negRisk, tick: tick as Price, minSize: minSize as Size },
    facts: marketFacts(market),
    instrument: {
      name: slug, venue, tick: tick as Price, lot: LOT, minSize: minSize as Size, fees, endsAt: endDate, showsOwnOrders: true, canAmend: false, netsPairs: false, ...abilities,
      ...(event === undefined ? {} : { event }), ...(negRisk ? { isExclusive: true } : {}),
      ...(series === null || eventStartTime === null ? {} : { series: series.name, startsAt: eventStartTime }),
      ...(reference === null ? {} : { reference }),
      ...(rewards === null ? {} : { rewards }),
    },
  };
}

/** Only once the oracle's word is final: prices of a closed market that is still disputed may be 0 and 1 too. */
function paidBy({ closed, umaResolutionStatus, outcomePrices }: GammaMarket): Price | null {
  if (closed !== true || umaResolutionStatus !== 'resolved' || outcomePrices === null || outcomePrices === undefined) return null;
  const [yes, no] = outcomePrices.map((text) => microsOf(text));
  return yes !== undefined && no !== undefined && yes >= 0 && no >= 0 && yes + no === MICROS ? yes as Price : null;
}

/** Null where it is open to orders. */
function whyUntradable({ active, closed, acceptingOrders, enableOrderBook, events, negRiskOther, groupItemTitle }: GammaMarket): string | null {
  if (closed !== false) return 'it is closed';
  if (active !== true) return 'it is not active';
  if (enableOrderBook !== true) return 'it has no order book';
  if (acceptingOrders !== true) return 'it takes no orders';
  if (negRiskOther === true) return 'it is the "Other" of its event, which changes as outcomes are named';
  if (events?.[0]?.negRiskAugmented !== true) return null;
  const title = groupItemTitle?.trim() ?? '';
  if (title === '') return 'it is of an event that outcomes are added to, and has no name there';
  if (/^other\b/i.test(title)) return 'it is the "Other" of its event, which changes as outcomes are named';
  // "Person A", "Company BC": what it will stand for is not decided. Refuses the odd real name of that form too.
  return /^\p{Lu}\p{Ll}+ \p{Lu}{1,2}$/u.test(title) ? `it is the placeholder "${title}" of an event that outcomes are added to` : null;
}

/** Gamma did not name versions before there were two. */
function versionOf({ version }: GammaMarket): MarketVersion | null {
  if (version === null || version === undefined) return 'v1';
  return version === 'v1' || version === 'v2' ? version : null;
}

/** The text is why they are not known. */
export function feesIn({ feesEnabled, feeSchedule }: GammaMarket): FeeSchedule | string {
  if (feesEnabled === false) return { maker: NO_FEE, taker: NO_FEE };
  if (feeSchedule === null || feeSchedule === undefined) return feesEnabled === true ? 'it charges fees and does not say which' : 'it does not say whether it charges fees';
  const fees = feesOf(feeSchedule);
  return fees === 'unknown-exponent' ? `its fees have the exponent ${feeSchedule.exponent}` : fees;
}

export const marketFacts = ({ volume24hr, volume24hrClob, liquidityNum, liquidityClob }: GammaMarket): MarketFacts =>
  ({ volume24h: dollars(volume24hr ?? volume24hrClob), liquidity: dollars(liquidityNum ?? liquidityClob) });

const dollars = (amount: number | null | undefined): Cash | null => (amount === null || amount === undefined ? null : (Math.round(amount * MICROS) as Cash));
