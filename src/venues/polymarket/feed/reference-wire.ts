// The venue's two sockets of reference prices, as what a price feed needs of each: how to ask, how to read, and what an answer is
// the answer to.

import type { ChannelCredentials } from './channel-credentials.ts';
import type { PriceMessage, ReferenceMessage } from '../wire/reference-message.ts';
import { decodePolyboltFrame } from '../wire/polybolt.ts';
import { decodeRtdsFrame } from '../wire/rtds.ts';

/** "spot": Chainlink's price of the moment; "twap": its average over a window, which up/down markets resolve by; "binance": of the exchange. */
export type ReferenceSource = 'spot' | 'twap' | 'binance';
export interface ReferenceSubscription {
  readonly source: ReferenceSource;
  /** "BTC/USD", of Binance "BTC/USDT". */
  readonly symbol: string;
  /** Seconds, of an average; null for the others. */
  readonly windowSeconds: number | null;
}

export interface ReferenceWire {
  readonly feed: 'polymarket-rtds' | 'polymarket-polybolt';
  readonly pingEveryMs: number;
  readonly ping: 'text' | 'protocol';
  /** Null where nobody is asked who he is. */
  readonly authFrame: ((credentials: ChannelCredentials) => string) | null;
  /** Null for what the feed does not have. */
  readonly frameFor: (subscription: ReferenceSubscription) => string | null;
  readonly decode: (text: string) => ReferenceMessage;
  readonly isOf: (message: Pick<PriceMessage, 'topic' | 'symbol' | 'windowSeconds'>, subscription: ReferenceSubscription) => boolean;
}

const compact = (symbol: string): string => symbol.replace('/', '').toLowerCase();
const rtdsTopic = ({ source, windowSeconds }: ReferenceSubscription): string | null => {
  if (source === 'binance') return 'crypto_prices';
  if (source === 'spot') return 'crypto_prices_chainlink';
  return windowSeconds === 60 ? 'crypto_prices_twap_sixty' : windowSeconds === 30 ? 'crypto_prices_twap_thirty' : null;
};

/** Its price topics were announced to be removed in October 2026. */
export const RTDS: ReferenceWire = {
  feed: 'polymarket-rtds', pingEveryMs: 5_000, ping: 'text', authFrame: null, decode: decodeRtdsFrame,
  frameFor: (subscription) => {
    const topic = rtdsTopic(subscription);
    if (topic === null) return null;
    // A single space inside the filter's JSON gives silence.
    const asked = subscription.source === 'binance'
      ? { topic, type: 'update', filters: compact(subscription.symbol) }
      : { topic, type: '*', filters: JSON.stringify({ symbol: subscription.symbol.toLowerCase() }) };
    return JSON.stringify({ action: 'subscribe', subscriptions: [asked] });
  },
  isOf: ({ topic, symbol }, subscription) => topic === rtdsTopic(subscription) && compact(symbol) === compact(subscription.symbol),
};

const boltChannel = ({ source }: ReferenceSubscription): string | null => (source === 'spot' ? 'price.crypto' : source === 'twap' ? 'price.crypto.twap' : null);

/** By the venue's documentation of October 2026; it has never met the venue's own servers. */
export const POLYBOLT: ReferenceWire = {
  feed: 'polymarket-polybolt', pingEveryMs: 20_000, ping: 'protocol', decode: decodePolyboltFrame,
  authFrame: ({ apiKey, secret, passphrase }) => JSON.stringify({ op: 'auth', rid: 'auth', auth: { apiKey, secret, passphrase } }),
  frameFor: (subscription) => {
    const channel = boltChannel(subscription);
    if (channel === null) return null;
    // Averages are Chainlink's alone; of a moment there are prices of others.
    const filter = { symbol: compact(subscription.symbol), ...(subscription.source === 'twap' ? { window_seconds: subscription.windowSeconds } : { provider: 'chainlink' }) };
    return JSON.stringify({ op: 'subscribe', rid: `${channel}:${filter.symbol}`, subscriptions: [{ channel, filter }] });
  },
  isOf: ({ topic, symbol, windowSeconds }, subscription) =>
    topic === boltChannel(subscription) && compact(symbol) === compact(subscription.symbol) && (subscription.source !== 'twap' || windowSeconds === subscription.windowSeconds),
};
