// What is fixed of a market when it is listed: its names, ids, rules and money.

import type { Price, Size } from '../../core/domain/numbers.ts';
import type { SyntheticMarket } from '../../exchange/synthetic-markets.ts';
import { CONTRACTS, type ExchangeContract } from '../chain/contracts.ts';
import type { MarketIds } from '../chain/market-ids.ts';

export interface EventTerms {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  /** Zero where its markets do not exclude each other. */
  readonly negRiskMarketId: string;
  readonly series: string | null;
}

export interface MarketTerms {
  /** Of the discovery API. */
  readonly id: string;
  readonly slug: string;
  readonly question: string;
  readonly description: string;
  readonly groupItemTitle: string;
  readonly category: string;
  readonly event: EventTerms;
  readonly version: 'v1' | 'v2';
  readonly negRisk: boolean;
  readonly ids: MarketIds;
  readonly outcomes: readonly [string, string];
  readonly tick: Price;
  readonly minSize: Size;
  readonly fee: { readonly rate: number; readonly exponent: number; readonly rebateRate: number; readonly type: string };
  /** `maxSpread` in cents, `daily` in dollars. */
  readonly rewards: { readonly minSize: number; readonly maxSpread: number; readonly daily: number; readonly minAgeS: number } | null;
  /** Whether takers are held back for a moment. */
  readonly hasTakerDelay: boolean;
  readonly listedAt: number;
  /** Of a market about a stretch of time: when that begins. */
  readonly startsAt: number | null;
  /** Null where nobody says when. */
  readonly endsAt: number | null;
  readonly resolutionSource: string;
  /** Who else trades in it; null where nobody does, or where somebody else says so. */
  readonly participants: SyntheticMarket | null;
  /** Of a market that follows a recording: every tick that it has there. It changes its tick then and only then. */
  readonly recordedTicks?: readonly Price[];
}

/** The ids that the two outcomes trade under. */
export const tradedIds = ({ version, ids }: MarketTerms): readonly [string, string] => (version === 'v2' ? ids.positionIds : ids.clobTokenIds);

export const exchangeOf = ({ version, negRisk }: MarketTerms): ExchangeContract =>
  version === 'v2' ? CONTRACTS.exchangeV3 : negRisk ? CONTRACTS.negRiskExchange : CONTRACTS.standardExchange;
