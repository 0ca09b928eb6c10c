// `quote.reference`: a price outside the venue that decides the market, and how it becomes a fair value.

import { z } from 'zod';
import { FROM_REFERENCE } from '../../core/domain/reference.ts';
import { REFERENCE_FEEDS, type ReferenceSettings } from '../quote-settings.ts';
import { duration, type Reader } from '../units.ts';
import { choice, fault, setting, type SettingMeta } from './scalars.ts';

const SYMBOL = /^[A-Z0-9]{2,10}\/USD$/;
const symbol: Reader<string> = {
  unit: 'symbol', pattern: SYMBOL.source, examples: ['BTC/USD'], order: () => 0,
  read: (text) => (SYMBOL.test(text) ? { ok: true, value: text } : { ok: false, message: `\`${text}\` is not a price in dollars`, remedy: 'write it like `BTC/USD`' }),
};

export const reference = z.strictObject({
  feed: choice(REFERENCE_FEEDS, 'Where the price comes from. polymarket-polybolt: what Polymarket passes on of Chainlink, by which its markets are decided, to accounts alone; never tried against the real servers. polymarket-rtds: the same by the older socket, to everybody; its prices were announced to end in October 2026. kraken: what `venues.kraken` says; it is near, and not the same.'),
  symbol: setting(symbol, 'Which price. A market that is decided by another one is not quoted around it.'),
  // Of the windows of a recorded day the price went 1.4 to 1.6 times as far as 5 minutes let expect, 1.1 to 1.3 times as far as 30: what is passed on
  // of it is smooth over seconds, and a shorter window has shorter steps.
  volatility: setting(duration, 'How far back it is measured how much the price moves; known once it was watched for all of that.', { atLeast: '1m', atMost: '24h', why: 'a shorter window measures noise, a longer one is never full' }).prefault('30m'),
  // Of a recorded day half of Chainlink's prices came 1.6 s after their stamp, one in a hundred 2.5 s, once a second.
  maxAge: setting(duration, 'Older than this by the stamp of its feed, the price counts for nothing.', { atLeast: '1s', atMost: '60s', why: 'a fair value of a minute ago is what takers wait for' }).prefault('5s'),
}).meta({ description: 'A price outside the venue that the market is decided by.' } satisfies SettingMeta).optional();

interface Asks {
  readonly quote?: { readonly fairValue: string; readonly reference?: unknown } | undefined;
  readonly divergence?: { readonly from: string } | undefined;
}

/** Whoever goes by a reference has to say which. */
export function checkReference({ quote, divergence }: Asks, context: z.RefinementCtx): void {
  if (quote?.reference !== undefined) return;
  const remedy = 'add it: `quote: { reference: { feed: polymarket-polybolt, symbol: BTC/USD } }`';
  if (quote?.fairValue === 'reference') fault(context, 'missing', '`quote.reference` is needed by `quote.fairValue: reference`', remedy, ['quote', 'fairValue']);
  if (divergence?.from !== FROM_REFERENCE) return;
  if (quote === undefined) fault(context, 'contradiction', '`divergence.from: reference` needs `quote.reference`, which only a market maker has', 'hold it against `trades` or a market', ['divergence', 'from']);
  else fault(context, 'missing', '`quote.reference` is needed by `divergence.from: reference`', remedy, ['divergence', 'from']);
}

export const referenceSettings = ({ feed, symbol: of, volatility, maxAge }: NonNullable<z.output<typeof reference>>): ReferenceSettings =>
  ({ feed, symbol: of, volatilityMs: volatility, maxAgeMs: maxAge });
