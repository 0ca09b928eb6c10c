// Chainlink's prices of the moment, as Polymarket's data sockets pass them on.

import type { ReferenceSource } from '../../reference-source.ts';
import { PriceFeed, type PriceFeedParts } from './price-feed.ts';
import type { ReferenceWire } from './reference-wire.ts';

export const chainlinkSource = (wire: ReferenceWire, parts: Pick<PriceFeedParts, 'url' | 'credentials' | 'clock' | 'connect' | 'random'>): ReferenceSource => ({
  feed: wire.feed,
  open: (symbols, { onPrice, onDown, onRefused }) => new PriceFeed({
    ...parts, wire, subscriptions: symbols.map((symbol) => ({ source: 'spot', symbol, windowSeconds: null })),
    onPrice: ({ symbol, price, ts }) => { onPrice(symbol, price, ts); }, onDown, onRefused,
  }),
});
