// Where the venue's own servers are (facts as of 2026-11), and what a profile puts in their place.

export interface PolymarketHosts {
  readonly clob: string; readonly gamma: string; readonly data: string; readonly relayer: string;
  readonly wsMarket: string; readonly wsUser: string; readonly polybolt: string; readonly rtds: string;
}

const VENUE_HOSTS: PolymarketHosts = {
  clob: 'https://clob.polymarket.com', gamma: 'https://gamma-api.polymarket.com', data: 'https://data-api.polymarket.com', relayer: 'https://relayer-v2.polymarket.com',
  wsMarket: 'wss://ws-subscriptions-clob.polymarket.com/ws/market', wsUser: 'wss://ws-subscriptions-clob.polymarket.com/ws/user',
  polybolt: 'wss://ws-live-v2.polymarket.com/ws', rtds: 'wss://ws-live-data.polymarket.com',
};

export const hostsOf = (named: Readonly<Partial<PolymarketHosts>>): PolymarketHosts => ({ ...VENUE_HOSTS, ...named });
