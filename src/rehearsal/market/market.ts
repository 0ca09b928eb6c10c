// One market as it trades: the book of its first outcome, of which the second outcome's is the mirror, and what the last
// request did to it. Owns no orders and no money.

import type { LevelList } from '../../core/domain/events.ts';
import { PAR, complement, type Price, type Size } from '../../core/domain/numbers.ts';
import type { Side } from '../../core/domain/side.ts';
import { MatchingEngine, type BookOrder } from '../../exchange/matching-engine.ts';
import { tradedIds, type MarketTerms } from './terms.ts';

export type OutcomeIndex = 0 | 1;

export interface Fill { readonly maker: BookOrder; readonly taker: BookOrder; readonly price: Price; readonly size: Size }
/** On the book of the first outcome. */
export interface LevelChange { readonly side: Side; readonly price: Price; readonly total: Size }
/** With the outcome that the order there was for, which the venue names first. */
export interface ToldChange extends LevelChange { readonly outcome: OutcomeIndex }
export interface Done<T> { readonly result: T; readonly fills: readonly Fill[]; readonly changes: readonly LevelChange[] }

/** Someone who trades by himself. */
export interface Participants {
  nextAt(): number;
  step(): void;
}

/** Every market's book has the finest tick that it may come to, so that a change of tick leaves the orders where they are. */
const FINEST = 1_000;

const finestOf = ({ tick, recordedTicks = [] }: MarketTerms): Price => recordedTicks.reduce<number>((finest, other) => commonDivisor(finest, other), Math.min(tick, FINEST)) as Price;
const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b));

export class RehearsalMarket {
  readonly terms: MarketTerms;
  readonly tokenIds: readonly [string, string];
  readonly engine: MatchingEngine;
  /** Of which every price in its book is a multiple. */
  readonly grid: Price;
  tick: Price;
  /** What a share of the first outcome paid; null until then. */
  paid: 0 | 1 | null = null;
  /** It is open, and orders are refused: its recording paused it, closed it or is over. */
  isStopped = false;
  /** In the price of the outcome that the taker traded; one for both outcomes, as the venue keeps it. */
  lastTrade: { readonly price: Price; readonly side: 'BUY' | 'SELL' } | null = null;
  /** Micro-dollars. */
  volume = 0;
  participants: Participants | null = null;
  #fills: Fill[] = [];
  #changes: LevelChange[] = [];

  constructor(terms: MarketTerms) {
    this.terms = terms;
    this.tick = terms.tick;
    this.tokenIds = tradedIds(terms);
    this.grid = finestOf(terms);
    this.engine = new MatchingEngine(this.grid, {
      matched: (maker, taker, price, size) => { this.#fills.push({ maker, taker, price, size }); },
      levelChanged: (side, price, total) => { this.#changes.push({ side, price, total }); },
    });
  }

  get isOpen(): boolean { return this.paid === null; }
  get takesOrders(): boolean { return this.isOpen && !this.isStopped; }

  outcomeOf(tokenId: string): OutcomeIndex { return tokenId === this.tokenIds[1] ? 1 : 0; }

  /** What `work` does to the book, and what came of it. */
  act<T>(work: () => T): Done<T> {
    const result = work();
    const done = { result, fills: this.#fills, changes: this.#changes };
    this.#fills = [];
    this.#changes = [];
    return done;
  }

  /** In the outcome's own price, best first. */
  levels(outcome: OutcomeIndex, side: Side): LevelList {
    if (outcome === 0) return this.engine.levels(side);
    return this.engine.levels(side === 'bid' ? 'ask' : 'bid').map((value, index) => (index % 2 === 0 ? PAR - value : value));
  }

  best(outcome: OutcomeIndex, side: Side): Price | null {
    if (outcome === 0) return this.engine.best(side);
    const mirrored = this.engine.best(side === 'bid' ? 'ask' : 'bid');
    return mirrored === null ? null : complement(mirrored);
  }

  /** Of the first outcome, as a fraction; half where a side is empty. */
  midpoint(): number {
    const bid = this.engine.best('bid');
    const ask = this.engine.best('ask');
    return bid === null || ask === null ? 0.5 : (bid + ask) / 2 / PAR;
  }
}
