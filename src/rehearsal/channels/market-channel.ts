// The market channel: who watches which tokens, and what they are told as books change.

import type { OutcomeIndex, RehearsalMarket, ToldChange } from '../market/market.ts';
import { jsonOf } from '../json-of.ts';
import type { Exchange } from '../trading/exchange.ts';
import type { ExchangeObserver } from '../trading/observer.ts';
import type { Trade } from '../trading/trade.ts';
import { bestBidAsk, bookAfterTrade, lastTrade, marketResolved, newMarket, priceChanges, snapshot, tickSizeChange } from './market-frames.ts';
import type { Channel, ChannelClient } from './socket-server.ts';
import { z } from 'zod';

interface Watcher { readonly tokens: Set<string>; wantsMore: boolean }

const POLICY = 1008;
const OUTCOMES: readonly OutcomeIndex[] = [0, 1];
const subscription = z.object({
  type: z.string().optional(), operation: z.enum(['subscribe', 'unsubscribe']).optional(), assets_ids: z.array(z.string()), custom_feature_enabled: z.boolean().optional(), initial_dump: z.boolean().optional(),
});

export class MarketChannel implements Channel, ExchangeObserver {
  readonly #exchange: Exchange;
  readonly #watchers = new Map<ChannelClient, Watcher>();
  readonly #byToken = new Map<string, Set<ChannelClient>>();
  readonly #bests = new Map<RehearsalMarket, string>();

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
    exchange.observers.push(this);
  }

  mayPing(client: ChannelClient): boolean { return this.#watchers.has(client); }

  received(client: ChannelClient, text: string): void {
    const read = subscription.safeParse(jsonOf(text));
    if (!read.success || (read.data.operation === undefined && read.data.type?.toLowerCase() !== 'market')) return client.close(POLICY, 'invalid subscription payload');
    const { operation, assets_ids: tokenIds, custom_feature_enabled: wantsMore, initial_dump: wantsBooks = true } = read.data;
    const watcher = this.#watchers.get(client) ?? { tokens: new Set<string>(), wantsMore: false };
    this.#watchers.set(client, watcher);
    if (wantsMore === true) watcher.wantsMore = true;
    if (operation === 'unsubscribe') return this.#forget(client, watcher, tokenIds);
    const added = [...new Set(tokenIds)].filter((tokenId) => !watcher.tokens.has(tokenId));
    for (const tokenId of added) this.#watch(client, watcher, tokenId);
    // Who asks again for what it has gets no second snapshot.
    if (wantsBooks && added.length > 0) client.send(JSON.stringify(this.#snapshots(added)));
    return undefined;
  }

  left(client: ChannelClient): void {
    const watcher = this.#watchers.get(client);
    if (watcher !== undefined) this.#forget(client, watcher, [...watcher.tokens]);
    this.#watchers.delete(client);
  }

  bookChanged(market: RehearsalMarket, changes: readonly ToldChange[], trades: readonly Trade[]): void {
    const clients = this.#watching(market, OUTCOMES);
    if (clients.size === 0) return;
    const now = this.#exchange.now();
    for (const frame of priceChanges(market, changes, trades.length > 0, now)) this.#tell(clients, frame);
    for (const trade of trades) this.#tell(this.#watching(market, [trade.taker.outcome]), lastTrade(trade, now));
    if (trades.length > 0) for (const outcome of OUTCOMES) this.#tell(this.#watching(market, [outcome]), bookAfterTrade(market, outcome, now));
    const bests = `${market.best(0, 'bid')}/${market.best(0, 'ask')}`;
    if (this.#bests.get(market) === bests) return;
    this.#bests.set(market, bests);
    for (const outcome of OUTCOMES) this.#tell(this.#wanting(this.#watching(market, [outcome])), bestBidAsk(market, outcome, now));
  }

  tickChanged(market: RehearsalMarket, before: number): void {
    for (const outcome of OUTCOMES) this.#tell(this.#watching(market, [outcome]), tickSizeChange(market, outcome, before, this.#exchange.now()));
  }

  /** Told to everybody who asked for more, whatever they watch. */
  marketListed(market: RehearsalMarket): void { this.#tell(this.#wanting(new Set(this.#watchers.keys())), newMarket(market, this.#exchange.now())); }

  marketResolved(market: RehearsalMarket): void { this.#tell(this.#wanting(this.#watching(market, OUTCOMES)), marketResolved(market, this.#exchange.now())); }

  #watch(client: ChannelClient, watcher: Watcher, tokenId: string): void {
    watcher.tokens.add(tokenId);
    const clients = this.#byToken.get(tokenId) ?? new Set();
    clients.add(client);
    this.#byToken.set(tokenId, clients);
  }

  #forget(client: ChannelClient, watcher: Watcher, tokenIds: readonly string[]): void {
    for (const tokenId of tokenIds) {
      watcher.tokens.delete(tokenId);
      this.#byToken.get(tokenId)?.delete(client);
    }
  }

  #snapshots(tokenIds: readonly string[]): readonly unknown[] {
    const now = this.#exchange.now();
    return tokenIds.flatMap((tokenId) => {
      const market = this.#exchange.openByToken(tokenId);
      return market === null ? [] : [snapshot(market, market.outcomeOf(tokenId), now)];
    });
  }

  #watching(market: RehearsalMarket, outcomes: readonly OutcomeIndex[]): Set<ChannelClient> {
    const clients = new Set<ChannelClient>();
    for (const outcome of outcomes) for (const client of this.#byToken.get(market.tokenIds[outcome]) ?? []) clients.add(client);
    return clients;
  }

  #wanting(clients: ReadonlySet<ChannelClient>): Set<ChannelClient> { return new Set([...clients].filter((client) => this.#watchers.get(client)?.wantsMore === true)); }

  #tell(clients: ReadonlySet<ChannelClient>, frame: unknown): void {
    if (clients.size === 0) return;
    const text = JSON.stringify(frame);
    for (const client of clients) client.send(text);
  }
}
