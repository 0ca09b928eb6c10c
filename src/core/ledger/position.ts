// The books of one market: tokens held, what they cost, and P&L by part. Money identity, exact in micro-dollars at every
// step: canonical cash + value(position at mark) = spread + inventory, and total = spread + inventory − fees + rebates + rewards.
// A share of NO is a YES sold short with its dollar of collateral, so a NO bought at 1 − p counts as a YES sold at p.

import { MICROS, PAR, complement, notional, type Cash, type Price, type Size } from '../domain/numbers.ts';
import type { Leg } from '../domain/order.ts';
import { direction, opposite, type Side } from '../domain/side.ts';
import type { CarriedMarket } from '../domain/events.ts';
import { partsOf, totalOf } from './pnl-parts.ts';

export interface PositionSnapshot {
  readonly yes: number; readonly no: number; readonly mark: number | null; readonly cost: number;
  readonly spread: number; readonly inventory: number; readonly fees: number;
  /** Absent in snapshots of versions before incentives were booked. */
  readonly rebates?: number; readonly rewards?: number;
  readonly entryFees?: number;
  /** Absent where nothing waits to be redeemed. */
  readonly unclaimed?: { readonly yes: number; readonly no: number };
}

export class Position {
  /** Micro-shares held of each outcome, ≥ 0. */
  yes = 0;
  no = 0;
  /** Fair value the position is valued at, micro-dollars; NaN before there was one. */
  mark = NaN;
  /** What the net position cost, signed, in canonical YES dollars: average cost = cost / net. */
  cost = 0;
  /** Fees paid for what is held, micro-dollars ≥ 0; part of `fees`. */
  entryFees = 0;
  /** P&L by part, micro-dollars. Spread: edge against the mark at each fill. Inventory: what the marks did to what was held. */
  spread = 0;
  inventory = 0;
  fees = 0;
  /** What the venue paid for making: parts of takers' fees, shares of reward pools. */
  rebates = 0;
  rewards = 0;

  /** Tokens of a resolved market that wait to be redeemed. Their value is in the P&L already; the cash comes when they are turned in. */
  unclaimedYes = 0;
  unclaimedNo = 0;

  /** All that the venue holds for us, what waits to be redeemed included. */
  get heldYes(): number { return this.yes + this.unclaimedYes; }
  get heldNo(): number { return this.no + this.unclaimedNo; }
  /** Micro-dollars that turning in all that waits pays. */
  get claim(): number { return this.unclaimedYes === 0 && this.unclaimedNo === 0 ? 0 : this.#worth(this.unclaimedYes, this.unclaimedNo); }
  #worth(yes: number, no: number): number { return notional(this.mark, yes) + notional(PAR - this.mark, no); }
  /** YES less NO. */
  get net(): number { return this.yes - this.no; }
  get pnl(): number { return totalOf(this); }
  /** What is held at the mark, less what it cost; 0 while nothing has priced it: it is then taken to have cost the first price there is. */
  get unrealised(): number { return Number.isNaN(this.mark) ? 0 : notional(this.mark, this.net) - this.cost; }
  /** The rest of the P&L, fees and payments included: it moves only when something trades, settles or is paid. */
  get realised(): number { return this.pnl - this.unrealised; }
  /** Micro-dollars per YES share; NaN while flat. */
  get averageCost(): number { return this.net === 0 ? NaN : (this.cost / this.net) * MICROS; }

  /** What is held, at what it cost: dollars that would be lost if it paid nothing. */
  get notionalAtCost(): number {
    const net = this.net;
    // What nothing has priced may have cost all that it can pay.
    if (Number.isNaN(this.mark)) return notional(PAR, Math.abs(net));
    return net >= 0 ? this.cost : this.cost + notional(PAR, -net);
  }

  /** Values what is held at a new mark. Returns the change of P&L. */
  remark(mark: number): number {
    if (mark === this.mark) return 0;
    const net = this.net;
    // What the venue said we hold before anything priced it is taken to have cost the first price there is.
    if (Number.isNaN(this.mark)) this.cost = notional(mark, net);
    const change = net === 0 || Number.isNaN(this.mark) ? 0 : notional(mark, net) - notional(this.mark, net);
    this.mark = mark;
    this.inventory += change;
    return change;
  }

  /** Returns the change of P&L. `price` is canonical. Without any mark yet the fill is its own mark: no edge is claimed. */
  applyFill(side: Side, leg: Leg, price: Price, size: Size, fee: Cash): number {
    if (Number.isNaN(this.mark)) {
      this.mark = price;
      this.cost = notional(price, this.net);
    }
    const sign = direction(side);
    const before = this.net;
    const after = before + sign * size;
    const edge = -sign * notional(price, size) + notional(this.mark, after) - notional(this.mark, before);
    this.spread += edge;
    this.fees += fee;

    if (before === 0 || Math.sign(before) === sign) {
      this.cost += sign * notional(price, size);
      this.entryFees = Math.max(0, this.entryFees + fee);
    } else if (size < Math.abs(before)) {
      this.entryFees = Math.round((this.entryFees / before) * after);
      this.cost = Math.round((this.cost / before) * after);
    } else {
      this.entryFees = Math.max(0, Math.round((fee * Math.abs(after)) / size));
      this.cost = notional(price, after);
    }

    this.#moveTokens(leg, size);
    return edge - fee;
  }

  /**
   * Takes back a fill that did not settle: the same trade the other way at its own price, with its fee returned. Where its
   * tokens were passed on meanwhile, what is missing is held as the other outcome. `costGivenUp`: what a micro-share that it
   * closed had cost, which is what it costs again; −1 where it opened. Returns the change of P&L and of cash.
   */
  reverseFill(side: Side, leg: Leg, price: Price, size: Size, fee: Cash, costGivenUp = -1): { readonly change: number; readonly cash: number } {
    const paid = notional(leg.outcome === 'yes' ? price : complement(price), size);
    const { net, cost } = this;
    const sign = direction(opposite(side));
    const change = this.applyFill(opposite(side), { ...leg, action: leg.action === 'buy' ? 'sell' : 'buy' }, price, size, (-fee + 0) as Cash);
    // Sold at a loss and back, it would otherwise seem to have been cheap.
    if (costGivenUp >= 0 && (net === 0 || Math.sign(net) === sign)) this.cost = cost + Math.round(sign * size * costGivenUp);
    const missing = Math.max(0, -this.yes, -this.no);
    this.yes += missing;
    this.no += missing;
    return { change, cash: (leg.action === 'buy' ? paid : -paid) + fee - missing };
  }

  #moveTokens(leg: Leg, size: Size): void {
    const change = leg.action === 'buy' ? size : -size;
    if (leg.outcome === 'yes') this.yes += change;
    else this.no += change;
  }

  /** Pairs of YES and NO become a dollar each, at most `most` of them. Returns the cash freed. */
  mergePairs(most = Infinity): Cash {
    const pairs = Math.min(this.yes, this.no, most);
    this.yes -= pairs;
    this.no -= pairs;
    return notional(PAR, pairs as Size);
  }

  /** Dollars become pairs. Returns the cash spent. */
  splitPairs(size: Size): Cash {
    this.yes += size;
    this.no += size;
    return notional(PAR, size);
  }

  /**
   * Tokens come (or go, negative) for `paid` micro-dollars in all (negative: they brought it): a part of a conversion within an
   * event. Exact, where a price a share would have to be rounded. Returns the change of P&L.
   */
  exchange(outcome: 'yes' | 'no', tokens: number, paid: number): number {
    const change = outcome === 'yes' ? tokens : -tokens;
    // In canonical dollars a NO brings in its dollar of collateral and costs what was paid for it.
    const value = outcome === 'yes' ? paid : paid - notional(PAR, tokens);
    if (Number.isNaN(this.mark)) {
      this.mark = Math.round((value / change) * MICROS);
      this.cost = notional(this.mark, this.net);
    }
    const before = this.net;
    const after = before + change;
    const edge = notional(this.mark, after) - notional(this.mark, before) - value;
    this.spread += edge;
    if (before === 0 || Math.sign(before) === Math.sign(change)) this.cost += value;
    else if (Math.abs(change) < Math.abs(before)) {
      this.entryFees = Math.round((this.entryFees / before) * after);
      this.cost = Math.round((this.cost / before) * after);
    } else {
      this.entryFees = 0;
      this.cost = Math.round((value / change) * after);
    }
    if (outcome === 'yes') this.yes += tokens;
    else this.no += tokens;
    return edge;
  }

  /** The venue holds something else than our books say: its word counts. Priced at the mark, so P&L does not move. */
  correct(heldYes: Size, heldNo: Size): void {
    const before = this.net;
    // What waits to be redeemed gives way first: turning it in is what changes it.
    this.unclaimedYes = Math.min(this.unclaimedYes, Math.max(0, heldYes - this.yes));
    this.unclaimedNo = Math.min(this.unclaimedNo, Math.max(0, heldNo - this.no));
    this.yes = heldYes - this.unclaimedYes;
    this.no = heldNo - this.unclaimedNo;
    const after = this.net;
    // What stays keeps its cost; what is new to us is taken in at the mark.
    this.entryFees = before !== 0 && Math.sign(after) === Math.sign(before) ? Math.round(this.entryFees * Math.min(1, after / before)) : 0;
    if (before !== 0 && Math.sign(after) === Math.sign(before) && Math.abs(after) <= Math.abs(before)) this.cost = Math.round((this.cost / before) * after);
    else if (Number.isNaN(this.mark)) this.cost = 0;
    else if (before !== 0 && Math.sign(after) === Math.sign(before)) this.cost += notional(this.mark, after - before);
    else this.cost = notional(this.mark, after);
  }

  /** Pays out at `yesPays` a share of YES. Returns cash paid and the change of P&L. */
  settle(yesPays: Price): { readonly cash: number; readonly change: number } {
    const change = this.remark(yesPays);
    const paid = notional(yesPays, this.yes as Size) + notional(complement(yesPays), this.no as Size);
    this.yes = this.no = this.cost = this.entryFees = 0;
    return { cash: paid, change };
  }

  /** Resolved at a venue that pays for what is turned in: what is held is worth that from now on, and waits. Returns the change of P&L. */
  award(yesPays: Price): number {
    const change = this.remark(yesPays);
    this.unclaimedYes += this.yes;
    this.unclaimedNo += this.no;
    this.yes = this.no = this.cost = this.entryFees = 0;
    return change;
  }

  /** Tokens that pay nothing may be gone from the venue, by whoever turned them in: of those no more wait than it holds. */
  dropWorthless(heldYes: Size, heldNo: Size): void {
    if (this.mark === 0) this.unclaimedYes = Math.min(this.unclaimedYes, Math.max(0, heldYes - this.yes));
    if (this.mark === PAR) this.unclaimedNo = Math.min(this.unclaimedNo, Math.max(0, heldNo - this.no));
  }

  /** Takes back what `award` set aside, at what it is worth. */
  recallClaim(): void {
    if (this.unclaimedYes === 0 && this.unclaimedNo === 0) return;
    this.yes += this.unclaimedYes;
    this.no += this.unclaimedNo;
    this.unclaimedYes = this.unclaimedNo = 0;
    this.cost = notional(this.mark, this.net);
  }

  /** Tokens were turned in for `paid`. Returns the change of P&L: 0 where that is what they were worth. */
  redeem(yes: Size, no: Size, paid: Cash): number {
    const change = paid - this.#worth(yes, no);
    this.inventory += change;
    this.unclaimedYes = Math.max(0, this.unclaimedYes - yes);
    this.unclaimedNo = Math.max(0, this.unclaimedNo - no);
    return change;
  }

  toJSON(): PositionSnapshot {
    const { yes, no, cost, spread, inventory, fees, rebates, rewards, entryFees, unclaimedYes, unclaimedNo } = this;
    return {
      yes, no, mark: Number.isNaN(this.mark) ? null : this.mark, cost, spread, inventory, fees, rebates, rewards, entryFees,
      ...(unclaimedYes === 0 && unclaimedNo === 0 ? {} : { unclaimed: { yes: unclaimedYes, no: unclaimedNo } }),
    };
  }

  static fromJSON(s: PositionSnapshot): Position {
    const { unclaimed, ...rest } = s;
    return Object.assign(new Position(), {
      ...rest, mark: s.mark ?? NaN, rebates: s.rebates ?? 0, rewards: s.rewards ?? 0, entryFees: s.entryFees ?? 0, unclaimedYes: unclaimed?.yes ?? 0, unclaimedNo: unclaimed?.no ?? 0,
    });
  }

  static carried(c: CarriedMarket): Position {
    return Position.fromJSON({
      yes: c.yes, no: c.no, mark: c.mark, cost: c.cost, entryFees: c.entryFees ?? 0,
      ...partsOf(c.pnl), ...(c.unclaimed === undefined ? {} : { unclaimed: c.unclaimed }),
    });
  }
}
