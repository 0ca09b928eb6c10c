// Chainlink's prices of the moment, as Polymarket's data socket passes them on.

import type { ReferenceSource } from '../../reference-source.ts';
import { PriceFeed, type PriceFeedParts } from './price-feed.ts';
import { RTDS } from './reference-wire.ts';

export const rtdsSource = (parts: Pick<PriceFeedParts, 'url' | 'clock' | 'connect' | 'random'>): ReferenceSource => ({
  feed: RTDS.feed,
  open: (symbols, { onPrice, onDown }) => new PriceFeed({
    ...parts, wire: RTDS, subscriptions: symbols.map((symbol) => ({ source: 'spot', symbol, windowSeconds: null })),
    onPrice: ({ symbol, price, ts }) => { onPrice(symbol, price, ts); }, onDown,
  }),
});
