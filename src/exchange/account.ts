// What one account holds at a venue: cash, YES and NO per market, and what its live orders have reserved of both. A buy
// reserves cash, a sell reserves tokens, never both for one share. Refuses by throwing whatever would overdraw it: the
// exchange asks `shortage` first.

import { feeFor, type FeeSchedule } from '../core/domain/fees.ts';
import type { MarketId } from '../core/domain/instrument.ts';
import { complement, notional, type Cash, type Price, type Size } from '../core/domain/numbers.ts';
import type { ClientOrderId, Leg } from '../core/domain/order.ts';
import { canonicalOrder, legPrice } from './complement.ts';

/** What a live order may still cost. */
export interface OrderTerms {
  readonly clientId: ClientOrderId;
  readonly market: MarketId;
  readonly leg: Leg;
  /** Unfilled. */
  readonly size: Size;
  readonly postOnly: boolean;
  readonly fees: FeeSchedule;
  /** Fills come in multiples of it: it bounds how often a fee can be rounded up. */
  readonly lot: Size;
}

export interface Requirement { readonly cash: Cash; readonly tokens: Size }

export interface MarketHolding { readonly market: MarketId; readonly yes: Size; readonly no: Size }

/** The worst case of an order, over all prices and ways it can be filled at. */
export function requirementFor(terms: OrderTerms, size: Size = terms.size): Requirement {
  if (size === 0) return { cash: 0 as Cash, tokens: 0 as Size };
  const { leg, fees } = terms;
  const { price } = canonicalOrder(leg);
  const fills = Math.ceil(size / terms.lot);
  const makerFee = fees.maker.rate === 0 ? 0 : feeFor(fees.maker, price, size) + fills * fees.maker.roundUpTo;
  const takerFee = terms.postOnly || fees.taker.rate === 0 ? 0 : feeFor(fees.taker, price, size) + fills * fees.taker.roundUpTo;
  const fee = Math.max(makerFee, takerFee);
  // The limit is the worst price, for either leg: cost plus fee rises towards it while rate ≤ 1, since |d/dp p(1−p)| ≤ 1 and
  // a fee on value, which is charged at the YES price p whatever the leg, has d/dp (p + offset) = 1.
  const value = notional(leg.price, size);
  if (leg.action === 'buy') return { cash: (value + fee) as Cash, tokens: 0 as Size };
  // A sale pays its own fee, but for the dust that rounding can leave (each fill truncates up to a micro-dollar).
  return { cash: (fee === 0 ? 0 : Math.max(0, fee + fills - value)) as Cash, tokens: size };
}

/** `merged`: tokens that a live sale counts on though they were netted away; their dollars are kept for it. */
interface Holding { yes: number; no: number; reservedYes: number; reservedNo: number; merged: number }
interface Reservation { terms: OrderTerms; remaining: Size; cash: number }

/** A fill that did not settle, as it was applied. `price` is canonical. */
export interface FailedFill { readonly market: MarketId; readonly leg: Leg; readonly price: Price; readonly size: Size; readonly fee: Cash }

export class ExchangeAccount {
  readonly #autoNets: boolean;
  readonly #holdings = new Map<MarketId, Holding>();
  readonly #reservations = new Map<ClientOrderId, Reservation>();
  /** What a share of YES paid in each. */
  readonly #settled = new Map<MarketId, Price>();
  #cash: number;
  #reservedCash = 0;

  /** `autoNets`: pairs of YES and NO become cash at par at once; where false they stay two tokens. */
  constructor(options: { readonly cash: Cash; readonly autoNets: boolean; readonly holdings?: readonly MarketHolding[] }) {
    if (!Number.isSafeInteger(options.cash) || options.cash < 0) throw new RangeError(`an account cannot open with cash ${options.cash}`);
    this.#cash = options.cash;
    this.#autoNets = options.autoNets;
    for (const holding of options.holdings ?? []) this.deposit(holding);
  }

  /** Tokens that the account brings with it, before it trades in their market. */
  deposit({ market, yes, no }: MarketHolding): void {
    if (!Number.isSafeInteger(yes) || !Number.isSafeInteger(no) || yes < 0 || no < 0) {
      throw new RangeError(`an account cannot open with ${yes} YES and ${no} NO of market ${market}`);
    }
    const holding = this.#holding(market);
    holding.yes += yes;
    holding.no += no;
    this.#net(holding);
  }

  /** All of it, reserved or not. */
  get cash(): Cash { return this.#cash as Cash; }
  get reservedCash(): Cash { return this.#reservedCash as Cash; }
  get freeCash(): Cash { return (this.#cash - this.#reservedCash) as Cash; }

  /** All tokens of a market, reserved or not. */
  holding(market: MarketId): { readonly yes: Size; readonly no: Size } {
    const held = this.#holdings.get(market);
    return { yes: (held?.yes ?? 0) as Size, no: (held?.no ?? 0) as Size };
  }

  freeTokens(market: MarketId, outcome: 'yes' | 'no'): Size {
    const held = this.#holdings.get(market);
    if (held === undefined) return 0 as Size;
    return Math.max(0, outcome === 'yes' ? held.yes - held.reservedYes : held.no - held.reservedNo) as Size;
  }

  /** Every market in which something is held. */
  holdings(): readonly MarketHolding[] {
    const held: MarketHolding[] = [];
    for (const [market, { yes, no }] of this.#holdings) {
      if (yes !== 0 || no !== 0) held.push({ market, yes: yes as Size, no: no as Size });
    }
    return held;
  }

  /** Null when the order is covered, otherwise what is missing, in words. */
  shortage(terms: OrderTerms): string | null {
    const { cash, tokens } = requirementFor(terms);
    if (cash > this.freeCash) return `needs ${cash} micro-dollars, ${this.freeCash} are free`;
    const free = this.freeTokens(terms.market, terms.leg.outcome);
    if (tokens > free) return `sells ${tokens} micro-shares of ${terms.leg.outcome}, ${free} are free`;
    return null;
  }

  /** Before an order goes to the book, whether it rests or takes. */
  reserve(terms: OrderTerms): void {
    if (this.#reservations.has(terms.clientId)) throw new RangeError(`order ${terms.clientId} has a reserve already`);
    if (this.#settled.has(terms.market)) throw new RangeError(`market ${terms.market} is settled`);
    const missing = this.shortage(terms);
    if (missing !== null) throw new RangeError(`order ${terms.clientId} ${missing}`);
    const reservation: Reservation = { terms, remaining: 0 as Size, cash: 0 };
    this.#reservations.set(terms.clientId, reservation);
    this.#resize(reservation, terms.size);
  }

  /** Moves cash and tokens of one fill at the canonical `price`, out of the order's reserve. A full fill ends the reserve. */
  applyFill(fill: { readonly clientId: ClientOrderId; readonly price: Price; readonly size: Size; readonly fee: Cash }): void {
    const reservation = this.#reservation(fill.clientId);
    const { leg, market } = reservation.terms;
    if (fill.size <= 0 || fill.size > reservation.remaining) {
      throw new RangeError(`a fill of ${fill.size} on order ${fill.clientId} with ${reservation.remaining} left`);
    }
    const holding = this.#holding(market);
    const value = notional(legPrice(leg, fill.price), fill.size);
    const tokens = leg.action === 'buy' ? fill.size : -fill.size;
    this.#cash += (leg.action === 'buy' ? -value : value) - fill.fee;
    if (leg.outcome === 'yes') holding.yes += tokens;
    else holding.no += tokens;
    this.#resize(reservation, (reservation.remaining - fill.size) as Size);
    this.#net(holding);
    if (this.#cash < this.#reservedCash) throw new RangeError(`order ${fill.clientId} overdrew the account: cash ${this.#cash}, reserved ${this.#reservedCash}`);
  }

  /** An amended order gives back what it no longer needs. */
  lower(clientId: ClientOrderId, remaining: Size): void {
    const reservation = this.#reservation(clientId);
    if (remaining > reservation.remaining) throw new RangeError(`order ${clientId} cannot be raised from ${reservation.remaining} to ${remaining}`);
    this.#resize(reservation, remaining);
    this.#net(this.#holding(reservation.terms.market));
  }

  /** The order is gone from the book. Nothing happens when its reserve ended with its last fill. */
  release(clientId: ClientOrderId): void {
    if (this.#reservations.has(clientId)) this.lower(clientId, 0 as Size);
  }

  /** From now on the order is charged by other fees. Its reserve follows, which may leave the account uncovered. */
  chargeBy(clientId: ClientOrderId, fees: FeeSchedule): void {
    const reservation = this.#reservation(clientId);
    reservation.terms = { ...reservation.terms, fees };
    this.#resize(reservation, reservation.remaining);
  }

  /** True when cash and tokens stand behind every reserve. Where they do not, orders have to be released until they do. */
  get isCovered(): boolean {
    if (this.#cash < this.#reservedCash) return false;
    if (this.#autoNets) return true;
    for (const { yes, no, reservedYes, reservedNo } of this.#holdings.values()) if (yes < reservedYes || no < reservedNo) return false;
    return true;
  }

  /**
   * Takes a fill back: its value, its fee and its tokens. Tokens that have been passed on meanwhile are bought back as pairs, a
   * dollar each, whose other half stays. Returns false, and does nothing, where all the account's cash would not do; else
   * the account may be left uncovered.
   */
  undo({ market, leg, price, size, fee }: FailedFill): boolean {
    const holding = this.#holding(market);
    const isBuy = leg.action === 'buy';
    const isYes = leg.outcome === 'yes';
    let yes = holding.yes + (isYes ? (isBuy ? -size : size) : 0);
    let no = holding.no + (isYes ? 0 : isBuy ? -size : size);
    const value = notional(legPrice(leg, price), size);
    let cash = this.#cash + (isBuy ? value : -value) + fee;
    const missing = this.#autoNets ? -Math.min(yes, no) : Math.max(0, -yes, -no);
    yes += missing;
    no += missing;
    cash -= missing;
    const yesPays = this.#settled.get(market);
    if (yesPays !== undefined) {
      cash += notional(yesPays, yes as Size) + notional(complement(yesPays), no as Size);
      yes = no = 0;
    }
    if (cash < 0) return false;
    this.#cash = cash;
    holding.yes = yes;
    holding.no = no;
    this.#net(holding);
    return true;
  }

  /** So many free dollars become a YES and a NO each. Null when it was done, else what is in the way. */
  split(market: MarketId, size: Size): string | null {
    if (this.#autoNets) return 'pairs are netted at once';
    if (this.#settled.has(market)) return 'the market is settled';
    if (!(size > 0) || size > this.freeCash) return `${this.freeCash} micro-dollars are free, ${size} were asked for`;
    const held = this.#holding(market);
    held.yes += size;
    held.no += size;
    this.#cash -= size;
    this.#net(held);
    return null;
  }

  /** Pairs of YES and NO that no order counts on become a dollar each. Null when it was done, else what is in the way. */
  merge(market: MarketId, size: Size): string | null {
    const held = this.#holding(market);
    const free = Math.min(held.yes - held.reservedYes, held.no - held.reservedNo);
    if (!(size > 0) || size > free) return `${Math.max(0, free)} pairs are free, ${size} were asked for`;
    held.yes -= size;
    held.no -= size;
    this.#cash += size;
    return null;
  }

  /** Money from outside: what a venue pays for making. */
  credit(amount: Cash): void { this.#cash += amount; }

  /** Pays out every token of a resolved market, once; its orders have to be gone first. Returns what was paid. */
  settle(market: MarketId, yesPays: Price): Cash {
    for (const { terms } of this.#reservations.values()) {
      if (terms.market === market) throw new RangeError(`market ${market} cannot settle while order ${terms.clientId} is live`);
    }
    this.#settled.set(market, yesPays);
    const { yes, no } = this.holding(market);
    const paid = notional(yesPays, yes) + notional(complement(yesPays), no);
    this.#cash += paid;
    this.#holdings.delete(market);
    return paid as Cash;
  }

  #holding(market: MarketId): Holding {
    let holding = this.#holdings.get(market);
    if (holding === undefined) {
      holding = { yes: 0, no: 0, reservedYes: 0, reservedNo: 0, merged: 0 };
      this.#holdings.set(market, holding);
    }
    return holding;
  }

  #reservation(clientId: ClientOrderId): Reservation {
    const reservation = this.#reservations.get(clientId);
    if (reservation === undefined) throw new RangeError(`order ${clientId} has no reserve`);
    return reservation;
  }

  #resize(reservation: Reservation, remaining: Size): void {
    const { terms } = reservation;
    const needed = requirementFor(terms, remaining).cash;
    this.#reservedCash += needed - reservation.cash;
    reservation.cash = needed;
    if (terms.leg.action === 'sell') {
      const holding = this.#holding(terms.market);
      if (terms.leg.outcome === 'yes') holding.reservedYes += remaining - reservation.remaining;
      else holding.reservedNo += remaining - reservation.remaining;
    }
    reservation.remaining = remaining;
    if (remaining === 0) this.#reservations.delete(terms.clientId);
  }

  /**
   * A pair that is merged pays its dollar even when a live sale counts on one of its tokens; the dollar is then reserved, and
   * the fill of that sale mints the pair again and delivers from it (fewer than no tokens: pairs below zero).
   */
  #net(holding: Holding): void {
    if (this.#autoNets) {
      const pairs = Math.min(holding.yes, holding.no);
      holding.yes -= pairs;
      holding.no -= pairs;
      this.#cash += pairs;
    }
    const merged = Math.max(0, holding.reservedYes - holding.yes) + Math.max(0, holding.reservedNo - holding.no);
    this.#reservedCash += merged - holding.merged;
    holding.merged = merged;
  }
}
