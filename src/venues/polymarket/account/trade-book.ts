// The account's trades, into fills: each fill of each of our orders is told once, whatever socket and REST repeat, and taken
// back once if its settlement fails. What is matched and not yet on chain is kept, since balances do not show it. Pure but
// for what it remembers.

import type { FillFailed, OrderFilled } from '../../../core/domain/events.ts';
import type { Instrument } from '../../../core/domain/instrument.ts';
import { MICROS, complement, notional, type Cash, type Price, type Size, type TimestampMs } from '../../../core/domain/numbers.ts';
import type { Side } from '../../../core/domain/side.ts';
import { conditionKey } from '../condition-key.ts';
import type { PolymarketMarket } from '../polymarket-market.ts';
import type { MakerFill, TradeStatus, UserTrade } from '../wire/user-message.ts';
import type { OurOrders } from './our-orders.ts';
import { RecentMap } from './recent-map.ts';

export interface ListedMarket { readonly market: PolymarketMarket; readonly instrument: Instrument }
export interface TradeBookOptions {
  readonly orders: OurOrders;
  /** By condition; null for one that is not listed. */
  readonly listed: (conditionId: string) => ListedMarket | null;
  /** Who we are on the wire: the API key, and the wallet that orders are made from. */
  readonly apiKey: string;
  readonly maker: string;
  /** Venue time at which the session began: what strangers' orders matched before is in the first holdings. */
  readonly startedAt: number;
}

/** What a fill moves, of our own. `tokens` of the outcome, signed; `cash` signed, micro-dollars. */
export interface Movement { readonly conditionId: string; readonly outcome: 'yes' | 'no'; readonly tokens: number; readonly cash: number }

/** One of our orders in one trade. */
interface Part { readonly orderId: string; readonly liquidity: 'maker' | 'taker'; readonly token: string; readonly action: 'buy' | 'sell'; readonly price: Price; readonly size: Size; readonly fillId: string }
type Fill = Omit<OrderFilled, 'type' | 'ts'>;
interface Told { readonly fill: Fill; readonly movement: Movement }
interface Seen { status: TradeStatus; readonly matchedAt: number; readonly told: readonly Told[]; readonly movements: readonly Movement[] }

/** Not final, and not on chain either: balances may still lack it. */
const UNSETTLED: ReadonlySet<TradeStatus> = new Set(['matched-not-broadcast', 'matched', 'retrying', 'unknown']);
const RANK: Readonly<Record<TradeStatus, number>> = { unknown: 0, 'matched-not-broadcast': 1, matched: 2, retrying: 3, mined: 4, confirmed: 5, failed: 6 };
const MOST_TRADES = 20_000;

export class TradeBook {
  readonly #options: TradeBookOptions;
  readonly #seen = new RecentMap<string, Seen>(MOST_TRADES);
  readonly #moved = new Map<string, number>();
  readonly #filled = new RecentMap<string, number>(MOST_TRADES);
  /** What fills that were told have moved so far, micro-dollars. */
  movedCash = 0;

  constructor(options: TradeBookOptions) { this.#options = options; }

  /** Null where the trade is of a market that is not listed: list it and apply the trade again. */
  apply(trade: UserTrade, now: TimestampMs): readonly (OrderFilled | FillFailed)[] | null {
    const listed = this.#options.listed(trade.market);
    if (listed === null) return null;
    const known = this.#seen.get(trade.id);
    if (known !== undefined) return this.#follow(known, trade.status, now);
    const parts = this.#partsOf(trade);
    if (parts.length === 0) return [];
    const news = parts.filter((part) => this.#isNews(part, trade));
    const told = news.map((part): Told => ({ fill: this.#fillOf(part, listed), movement: movementOf(part, listed) }));
    this.#seen.set(trade.id, { status: trade.status, matchedAt: trade.matchedAt, told, movements: parts.map((part) => movementOf(part, listed)) });
    const fills = told.map(({ fill }): OrderFilled => ({ type: 'OrderFilled', ts: now, ...fill }));
    for (const { orderId, size } of news) this.#count(orderId, size);
    for (const { movement } of told) this.#move(movement, 1);
    return trade.status === 'failed' ? [...fills, ...this.#failed(told, now)] : fills;
  }

  /** The same in micro-shares of an outcome. */
  moved(conditionId: string, outcome: 'yes' | 'no'): number { return this.#moved.get(`${conditionId}/${outcome}`) ?? 0; }

  #count(orderId: string, size: Size): void {
    const { orders } = this.#options;
    this.#filled.set(orderId, this.filledOf(orderId) + size);
    if (this.filledOf(orderId) >= (orders.byId(orderId)?.size ?? Infinity)) orders.end(orderId);
  }

  /** Micro-shares of an order that were told as fills, those that failed later included. */
  filledOf(orderId: string): number { return this.#filled.get(orderId) ?? 0; }

  /** When the oldest trade matched whose end is not known; Infinity where there is none. */
  oldestUnsettledAt(): number { return [...this.#seen.values()].reduce((oldest, { status, matchedAt }) => (UNSETTLED.has(status) ? Math.min(oldest, matchedAt) : oldest), Infinity); }

  /** What is matched and not on chain yet. */
  unsettled(): readonly Movement[] {
    return [...this.#seen.values()].flatMap(({ status, movements }) => (UNSETTLED.has(status) ? movements : []));
  }

  #follow(known: Seen, status: TradeStatus, now: TimestampMs): readonly FillFailed[] {
    // Failed is final; before it a status may come late, and a mined trade may be retried after all.
    if (known.status === 'failed' || known.status === 'confirmed' || status === 'unknown') return [];
    if (RANK[status] < RANK[known.status] && status !== 'retrying') return [];
    known.status = status;
    return status === 'failed' ? this.#failed(known.told, now) : [];
  }

  #failed(told: readonly Told[], now: TimestampMs): readonly FillFailed[] {
    for (const { movement } of told) this.#move(movement, -1);
    return told.map(({ fill }) => failureOf(fill, now));
  }

  #move({ conditionId, outcome, tokens, cash }: Movement, sign: 1 | -1): void {
    const key = `${conditionId}/${outcome}`;
    this.#moved.set(key, (this.#moved.get(key) ?? 0) + sign * tokens);
    this.movedCash += sign * cash;
  }

  #partsOf(trade: UserTrade): readonly Part[] {
    const { apiKey, maker: wallet } = this.#options;
    const parts = trade.makers.filter(({ orderId, owner, makerAddress }) => owner === apiKey || makerAddress.toLowerCase() === wallet.toLowerCase() || this.#isOurs(orderId))
      .map((maker): Part => ({ ...maker, liquidity: 'maker', fillId: fillIdOf(trade, maker) }));
    // The owner that a message of the channel names is whom it was sent to, on whichever side. A taker of ours that met a maker of
    // ours is in both.
    return trade.ourPart === 'taker' || this.#isOurs(trade.takerOrderId) ? [...parts, ...takerParts(trade)] : parts;
  }

  #isOurs(orderId: string): boolean { return this.#options.orders.originOf(orderId) !== 'stranger'; }

  /** What matched before the session, of orders that an earlier one knew to have ended or that are not ours, is booked or in the first holdings. */
  #isNews({ orderId }: Part, { matchedAt }: UserTrade): boolean {
    return matchedAt >= this.#options.startedAt || this.#options.orders.originOf(orderId) === 'session';
  }

  #fillOf({ orderId, token, action, price, size, fillId, liquidity }: Part, { market, instrument }: ListedMarket): Fill {
    const isYes = token === market.yesId;
    const canonical = isYes ? price : complement(price);
    const side: Side = (action === 'buy') === isYes ? 'bid' : 'ask';
    return {
      clientId: this.#options.orders.nameOf(orderId), market: instrument.id, fillId, side, price: canonical, size, liquidity,
      fee: liquidity === 'taker' ? takerFee(instrument, canonical, size) : (0 as Cash),
    };
  }
}

const fillIdOf = ({ id }: UserTrade, { orderId }: MakerFill): string => `${id}/${orderId.slice(2, 14)}`;

/** A taker pays each maker its price, so that one trade is as many fills. Where the rows do not add up, the trade's own price. */
function takerParts(trade: UserTrade): readonly Part[] {
  const { takerOrderId: orderId, token, action, price, size, makers, id } = trade;
  const whole = { orderId, liquidity: 'taker', token, action } as const;
  if (makers.length === 0 || makers.reduce((sum, maker) => sum + maker.size, 0) !== size) return [{ ...whole, price, size, fillId: `${id}/taker` }];
  return makers.map((maker) => ({ ...whole, price: maker.token === token ? maker.price : complement(maker.price), size: maker.size, fillId: fillIdOf(trade, maker) }));
}

/** Rounded to the nearest 0.00001, half up; less than that is nothing. */
function takerFee({ fees: { taker } }: Instrument, price: Price, size: Size): Cash {
  const p = price / MICROS;
  let perShare = taker.rate;
  for (let i = 0; i < taker.exponent; i++) perShare *= p * (1 - p);
  return (Math.floor((perShare * size) / taker.roundUpTo + 0.5 + 1e-9) * taker.roundUpTo) as Cash;
}

function movementOf({ token, action, price, size, liquidity }: Part, { market, instrument }: ListedMarket): Movement {
  const isYes = token === market.yesId;
  const fee = liquidity === 'taker' ? takerFee(instrument, isYes ? price : complement(price), size) : 0;
  const value = notional(price, size);
  return {
    conditionId: conditionKey(market.conditionId), outcome: isYes ? 'yes' : 'no',
    tokens: action === 'buy' ? size : -size, cash: (action === 'buy' ? -value : value) - fee,
  };
}

const failureOf = ({ clientId, market, fillId, side, price, size, fee }: Fill, ts: TimestampMs): FillFailed => ({ type: 'FillFailed', ts, clientId, market, fillId, side, price, size, fee });
