import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timestamp } from '../../../core/domain/numbers.ts';
import { haveNoFrames, NO_FRAMES, recordedText } from '../wire/wire-fixtures.fixture.ts';
import { seriesNamed, seriesOf, slugsOf, windowsFrom, type RecurringSeries } from './recurring-series.ts';

const named = (name: string): RecurringSeries => {
  const series = seriesNamed(name);
  if (series === null) throw new Error(`${name} is none`);
  return series;
};
const HOURLY = named('btc-updown-1h');

describe('a recurring series', () => {
  it('has windows that begin at whole multiples of their length', () => {
    const now = Date.UTC(2026, 7, 22, 16, 7, 3);
    expect(windowsFrom(named('btc-updown-5m'), now, 2)).toEqual([5, 10, 15].map((minute) => Date.UTC(2026, 7, 22, 16, minute)));
    expect(windowsFrom(named('eth-updown-4h'), now, 1)).toEqual([16, 20].map((hour) => Date.UTC(2026, 7, 22, hour)));
    expect(slugsOf(named('btc-updown-5m'), Date.UTC(2026, 7, 22, 16))).toEqual(['btc-updown-5m-1787414400']);
  });

  it('is one of those that the venue runs', () => {
    expect(['btc-updown-5m', 'hype-updown-15m', 'doge-updown-1h', 'sol-updown-4h'].map((name) => seriesNamed(name)?.lengthMs)).toEqual([300_000, 900_000, 3_600_000, 14_400_000]);
    expect(['btc-updown-7m', 'abc-updown-5m', 'btc', 'btc-updown-5m-1', 'btc-updown-constructor', ''].map(seriesNamed)).toEqual([null, null, null, null, null, null]);
  });

  it('names its hours by the clock of New York, in summer, in winter, at midnight and at noon', () => {
    const slug = (...utc: [number, number, number, number]): string | undefined => slugsOf(HOURLY, Date.UTC(...utc))[0];
    expect(slug(2026, 10, 21, 0)).toBe('bitcoin-up-or-down-november-20-2026-7pm-et');
    expect(slug(2026, 6, 4, 4)).toBe('bitcoin-up-or-down-july-4-2026-12am-et');
    expect(slug(2026, 6, 4, 16)).toBe('bitcoin-up-or-down-july-4-2026-12pm-et');
    expect(slugsOf(named('eth-updown-1h'), Date.UTC(2026, 2, 12, 17))[1]).toBe('ethereum-up-or-down-march-12-1pm-et');
  });

  it('skips an hour in spring and names two alike in autumn', () => {
    const names = (day: number, month: number): string[] => Array.from({ length: 24 }, (_, hour) => slugsOf(HOURLY, Date.UTC(2026, month, day, 4 + hour))[0] ?? '');
    expect(names(8, 2).some((name) => name.includes('march-8-2026-2am'))).toBe(false);
    expect(new Set(names(1, 10)).size).toBe(23);
    expect(names(1, 10).filter((name) => name.endsWith('november-1-2026-1am-et'))).toHaveLength(2);
  });

  it('is that of a market whose name and start agree, and of no other', () => {
    fc.assert(fc.property(fc.constantFrom('btc-updown-5m', 'eth-updown-15m', 'xrp-updown-1h', 'sol-updown-4h'), fc.nat(100_000), fc.nat(1), (name, n, which) => {
      const series = named(name);
      const startsAt = timestamp(1_780_272_000_000 + n * series.lengthMs);
      const slugs = slugsOf(series, startsAt);
      const slug = slugs[which % slugs.length] ?? '';
      expect(seriesOf(slug, startsAt)?.name).toBe(name);
      expect(seriesOf(slug, timestamp(startsAt + 60_000))).toBeNull();
      expect(seriesOf(slug, null)).toBeNull();
    }));
    expect(seriesOf('rain', timestamp(0))).toBeNull();
  });

  it.skipIf(haveNoFrames)(`is known for every recorded market of one${NO_FRAMES}`, () => {
    const markets = recordedText('polymarket-gamma/gamma_markets_pages_2026-03-11.jsonl.gz').trim().split('\n')
      .flatMap((line) => (JSON.parse(line) as { readonly body: { readonly markets: readonly { readonly slug: string; readonly eventStartTime?: string }[] } }).body.markets)
      .filter(({ slug }) => /-updown-|-up-or-down-.*(am|pm)-et$/.test(slug));
    expect(markets.length).toBeGreaterThan(10);
    for (const { slug, eventStartTime } of markets) expect(seriesOf(slug, timestamp(Date.parse(eventStartTime ?? ''))), slug).not.toBeNull();
  });
});
