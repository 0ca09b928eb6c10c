import { expect, test } from 'vitest';
import { updownSeries } from './polymarket-terms.ts';

test('the name of a short crypto market says its series and its beginning', () => {
  expect(updownSeries('btc-updown-15m-1765450800')).toEqual({ series: 'btc-updown-15m', startsAt: 1_765_450_800_000 });
  expect(updownSeries('sol-updown-1h-1765450800')).toEqual({ series: 'sol-updown-1h', startsAt: 1_765_450_800_000 });
});

test('other names say neither', () => {
  expect(updownSeries('will-it-rain-in-london')).toEqual({});
  expect(updownSeries('btc-updown-15m')).toEqual({});
});
