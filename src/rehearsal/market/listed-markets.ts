// The markets that a rehearsal opens with: one of each kind that the venue has, and as many plain ones beside them as are
// asked for. Invented.

import { id } from 'ethers';
import { MICROS, price, size, type Price } from '../../core/domain/numbers.ts';
import { SYNTHETIC_MAKERS, type SyntheticMarket } from '../../exchange/synthetic-markets.ts';
import { marketIds, questionOf, type MarketIds } from '../chain/market-ids.ts';
import type { EventTerms, MarketTerms } from './terms.ts';

/** A plain one, a neg-risk event of three, one of Protocol V2, and the series. */
export const FEWEST_MARKETS = 6;

const DAY = 86_400_000;
const CENT = price(10_000);
const WEATHER = { rate: 0.05, exponent: 1, rebateRate: 0.25, type: 'weather_fees' };
const POLITICS = { rate: 0.04, exponent: 1, rebateRate: 0.25, type: 'politics_fees' };
const CULTURE = { rate: 0.05, exponent: 1, rebateRate: 0.25, type: 'culture_fees' };

export interface ListingOptions { readonly seed: number; readonly now: number; readonly pace: number; readonly isQuiet: boolean }

interface Sketch {
  readonly slug: string; readonly question: string; readonly startPrice: number; readonly category: string; readonly fee: MarketTerms['fee'];
  readonly version?: 'v2'; readonly event?: EventTerms; readonly tick?: Price; readonly groupItemTitle?: string; readonly questionIndex?: number;
}

const VOTE = 'who-wins-the-harbour-vote';
const vote: EventTerms = { id: '9001', slug: VOTE, title: 'Who wins the harbour vote?', negRiskMarketId: `${id(VOTE).slice(0, 64)}00`, series: null };

const SKETCHES: readonly Sketch[] = [
  { slug: 'will-it-rain-in-lisbon', question: 'Will it rain in Lisbon this week?', startPrice: 0.62, category: 'Weather', fee: WEATHER },
  { slug: 'will-the-probe-land-on-the-moon', question: 'Will the probe land on the Moon?', startPrice: 0.31, category: 'Tech', fee: CULTURE, version: 'v2' },
  { slug: 'will-almeida-win-the-harbour-vote', question: 'Will Almeida win the harbour vote?', startPrice: 0.48, category: 'Politics', fee: POLITICS, event: vote, groupItemTitle: 'Almeida', questionIndex: 0 },
  { slug: 'will-bergstrom-win-the-harbour-vote', question: 'Will Bergström win the harbour vote?', startPrice: 0.33, category: 'Politics', fee: POLITICS, event: vote, groupItemTitle: 'Bergström', questionIndex: 1 },
  { slug: 'will-costa-win-the-harbour-vote', question: 'Will Costa win the harbour vote?', startPrice: 0.17, category: 'Politics', fee: POLITICS, event: vote, groupItemTitle: 'Costa', questionIndex: 2, tick: price(1_000) },
];

/** All but the series, which lists its own. */
export function listedMarkets(count: number, options: ListingOptions): readonly MarketTerms[] {
  const more = Array.from({ length: Math.max(0, count - FEWEST_MARKETS) }, (_, index): Sketch => ({
    slug: `will-ferry-${index + 1}-be-late`, question: `Will ferry ${index + 1} be late this week?`, startPrice: 0.2 + 0.6 * ((index * 0.618) % 1), category: 'Weather', fee: WEATHER,
  }));
  return [...SKETCHES, ...more].map((sketch, index) => termsOf(sketch, index, options));
}

function termsOf(sketch: Sketch, index: number, options: ListingOptions): MarketTerms {
  const { slug, question, version = 'v1', event } = sketch;
  return {
    id: String(500_001 + index), slug, question, description: `${question} A market of the rehearsal: it is played for play money, and its outcome is drawn from the seed.`,
    groupItemTitle: sketch.groupItemTitle ?? '', category: sketch.category, version, negRisk: event !== undefined,
    event: event ?? { id: String(10_001 + index), slug, title: question, negRiskMarketId: '', series: null },
    ids: idsOf(sketch, options.seed), outcomes: ['Yes', 'No'], tick: sketch.tick ?? CENT, minSize: size(5 * MICROS), fee: sketch.fee,
    rewards: { minSize: 20, maxSpread: 4.5, daily: 50, minAgeS: 4 }, hasTakerDelay: false, listedAt: options.now - DAY, startsAt: null, endsAt: options.now + 30 * DAY,
    resolutionSource: '', participants: options.isQuiet ? null : synthetic(slug, sketch.startPrice, options.pace),
  };
}

function idsOf({ slug, version, event, questionIndex }: Sketch, seed: number): MarketIds {
  const ids = marketIds(`${seed}/${slug}`, version ?? 'v1', event !== undefined);
  return event === undefined || questionIndex === undefined ? ids : { ...ids, questionId: questionOf(event.negRiskMarketId, questionIndex) };
}

const synthetic = (name: string, startPrice: number, pace: number): SyntheticMarket => ({
  name, startPrice, volatility: 0.03, jumpsPerHour: 8, jump: 0.25, estimateLagMs: 15_000, requotesPerMinute: 60 * pace,
  noisePerMinute: 4 * pace, noiseShares: 12, informedPerMinute: 6 * pace, informedShares: 15, informedEdge: 7_000, makers: SYNTHETIC_MAKERS,
});

export interface SeriesWindow { readonly startsAt: number; readonly endsAt: number; readonly seed: number; readonly now: number }

/** One window of the recurring up-or-down series. Its slug is what the venue calls it whatever the length of the window. */
export function windowTerms({ startsAt, endsAt, seed, now }: SeriesWindow): MarketTerms {
  const slug = `btc-updown-5m-${Math.floor(startsAt / 1_000)}`;
  const question = `Bitcoin Up or Down - ${new Date(startsAt).toISOString().slice(0, 19)}Z`;
  return {
    id: String(Math.floor(startsAt / 1_000)), slug, question, description: 'This market will resolve to "Up" if the sixty-second mean of the rehearsal\'s bitcoin at the end of the window is at least that at its start.',
    groupItemTitle: '', category: 'Crypto', event: { id: `7${Math.floor(startsAt / 1_000)}`, slug, title: question, negRiskMarketId: '', series: 'btc-up-or-down-5m' },
    version: 'v1', negRisk: false, ids: marketIds(`${seed}/${slug}`, 'v1', false), outcomes: ['Up', 'Down'], tick: CENT, minSize: size(5 * MICROS),
    fee: { rate: 0.07, exponent: 1, rebateRate: 0.2, type: 'crypto_fees_v2' }, rewards: { minSize: 50, maxSpread: 4.5, daily: 20, minAgeS: 4 }, hasTakerDelay: true,
    listedAt: now, startsAt, endsAt, resolutionSource: 'https://data.chain.link/streams/btc-usd-twap-60s-streams', participants: null,
  };
}
