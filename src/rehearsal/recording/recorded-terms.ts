// The terms of a recorded market as this venue lists it: what the recording knows, shifted in time, and of what it does not
// know as little as a listing needs.

import { id } from 'ethers';
import type { Instrument } from '../../core/domain/instrument.ts';
import { MICROS, type Price } from '../../core/domain/numbers.ts';
import type { RecordedIds } from '../../tape/recorded-ids.ts';
import { marketIds, questionOf, type MarketIds } from '../chain/market-ids.ts';
import type { MarketTerms } from '../market/terms.ts';

/** Every tick that the recording comes to. */
export interface RecordedTermsOptions { readonly now: number; readonly shifted: (recordedAt: number) => number; readonly ticks: readonly Price[] }

const FIRST_ID = 700_001;
const FIRST_EVENT = 17_001;
/** The least age at which orders earn, where a recording says that something is paid. */
const MIN_AGE_S = 4;
const CENT = 10_000;

export function recordedTerms(instruments: readonly Instrument[], ids: readonly (RecordedIds | null)[], { now, shifted, ticks }: RecordedTermsOptions): readonly MarketTerms[] {
  const events = [...new Set(instruments.map(eventOf))];
  return instruments.map((instrument, index): MarketTerms => {
    const { name, tick, minSize, fees: { taker, makerRebate = 0 }, rewards, endsAt, startsAt, series, isExclusive = false } = instrument;
    const slug = eventOf(instrument);
    const negRiskMarketId = isExclusive ? `${id(slug).slice(0, 64)}00` : '';
    const own = idsOf(name, ids[index] ?? null, isExclusive);
    const questionIndex = instruments.filter((other) => eventOf(other) === slug).indexOf(instrument);
    return {
      id: String(FIRST_ID + index), slug: name, question: name, description: `${name}, played from a recording for play money.`, groupItemTitle: isExclusive ? name : '', category: 'Recorded',
      event: { id: String(FIRST_EVENT + events.indexOf(slug)), slug, title: slug, negRiskMarketId, series: null },
      version: 'v1', negRisk: isExclusive, ids: isExclusive ? { ...own, questionId: questionOf(negRiskMarketId, questionIndex) } : own, outcomes: series === undefined ? ['Yes', 'No'] : ['Up', 'Down'],
      tick, minSize, fee: { rate: taker.rate, exponent: taker.exponent, rebateRate: makerRebate, type: 'recorded_fees' },
      rewards: rewards === undefined ? null : { minSize: rewards.minSize / MICROS, maxSpread: rewards.maxSpread / CENT, daily: rewards.daily / MICROS, minAgeS: MIN_AGE_S },
      hasTakerDelay: false, listedAt: now, startsAt: startsAt === undefined ? null : shifted(startsAt), endsAt: endsAt === null ? null : shifted(endsAt), resolutionSource: '', participants: null, recordedTicks: ticks,
    };
  });
}

const eventOf = ({ name, event }: Instrument): string => event ?? name;

/** The recording's own where it has such as the venue gives; the others always the same for the same name. */
function idsOf(name: string, recorded: RecordedIds | null, negRisk: boolean): MarketIds {
  const derived = marketIds(`recorded/${name}`, 'v1', negRisk);
  const [yes, no] = recorded?.tokens ?? [null, null];
  const condition = recorded?.condition ?? null;
  const token = (text: string | null, otherwise: string): string => (text !== null && /^[1-9]\d{0,77}$/.test(text) ? text : otherwise);
  return {
    ...derived, conditionId: condition !== null && /^0x[0-9a-f]{64}$/i.test(condition) ? condition : derived.conditionId,
    clobTokenIds: [token(yes, derived.clobTokenIds[0]), token(no, derived.clobTokenIds[1])],
  };
}
