// The arithmetic of recurring up/down markets: which windows there are and what their markets are called. Windows of 5 and 15
// minutes and of 4 hours carry their start in the name; hourly ones are named by the clock of New York, where one hour of the year
// comes twice under one name.

import { timestamp, type TimestampMs } from '../../../core/domain/numbers.ts';

export interface RecurringSeries {
  /** "btc-updown-15m", as in the operator's config. */
  readonly name: string;
  readonly coin: string;
  readonly lengthMs: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const LENGTHS: ReadonlyMap<string, number> = new Map([['5m', 5 * MINUTE_MS], ['15m', 15 * MINUTE_MS], ['1h', HOUR_MS], ['4h', 4 * HOUR_MS]]);
/** What hourly markets call the coin. */
const LONG_NAMES: ReadonlyMap<string, string> = new Map([['btc', 'bitcoin'], ['eth', 'ethereum'], ['sol', 'solana'], ['xrp', 'xrp'], ['doge', 'dogecoin'], ['bnb', 'bnb'], ['hype', 'hype']]);

/** Null for a name that is no series of the venue. */
export function seriesNamed(name: string): RecurringSeries | null {
  const [, coin = '', length = ''] = /^([a-z]+)-updown-(\w+)$/.exec(name) ?? [];
  const lengthMs = LENGTHS.get(length);
  return lengthMs === undefined || !LONG_NAMES.has(coin) ? null : { name, coin, lengthMs };
}

/** Starts of the window at hand and of the `ahead` after it. */
export function windowsFrom({ lengthMs }: RecurringSeries, now: number, ahead: number): readonly TimestampMs[] {
  const current = Math.floor(now / lengthMs) * lengthMs;
  return Array.from({ length: ahead + 1 }, (_, i) => timestamp(current + i * lengthMs));
}

/** What the market of a window may be called, the likeliest first: hourly names had no year before 2026-04. */
export function slugsOf({ name, coin, lengthMs }: RecurringSeries, startsAt: number): readonly string[] {
  if (lengthMs !== HOUR_MS) return [`${name}-${startsAt / 1_000}`];
  const part = new Map(NEW_YORK.formatToParts(startsAt).map(({ type, value }) => [type, value.toLowerCase()]));
  const day = `${LONG_NAMES.get(coin)}-up-or-down-${part.get('month')}-${part.get('day')}`;
  const hour = `${part.get('hour')}${part.get('dayPeriod')}-et`;
  return [`${day}-${part.get('year')}-${hour}`, `${day}-${hour}`];
}

const NEW_YORK = new Intl.DateTimeFormat('en-US', { timeZone: 'America/New_York', year: 'numeric', month: 'long', day: 'numeric', hour: 'numeric', hour12: true });

/** The series of a market by its name and the start that the venue states; null for one of none, or one whose name and start disagree. */
export function seriesOf(slug: string, startsAt: TimestampMs | null): RecurringSeries | null {
  if (startsAt === null) return null;
  const short = /^([a-z]+-updown-\w+)-\d+$/.exec(slug)?.[1];
  const long = /^([a-z]+)-up-or-down-.+-et$/.exec(slug)?.[1];
  const coin = [...LONG_NAMES].find(([, name]) => name === long)?.[0];
  const series = seriesNamed(short ?? `${coin ?? ''}-updown-1h`);
  return series !== null && startsAt % series.lengthMs === 0 && slugsOf(series, startsAt).includes(slug) ? series : null;
}
