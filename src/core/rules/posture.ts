// What the rules in force add up to. Every combiner is commutative and idempotent (lowest permission, any pull, widest,
// smallest, strongest shift each way) and ties go to the first rule by name, so the order of rules cannot matter.
// Mutable and reused: nothing is allocated on the way of a decision.

import type { RuleOutcome } from '../../config/compiled-config.ts';
import { rankOf } from '../liquidation/stages.ts';
import { lowest, type Permission } from '../domain/permission.ts';

export class Posture {
  permission: Permission = 'full';
  permissionRule: string | null = null;
  pullBid = false;
  pullBidRule: string | null = null;
  pullAsk = false;
  pullAskRule: string | null = null;
  /** Factor on the half-spread, ≥ 1. */
  widen = 1;
  widenRule: string | null = null;
  /** Factor on sizes, ≤ 1. */
  shrink = 1;
  shrinkRule: string | null = null;
  /** Micro-dollars, ≥ 0. */
  shiftUp = 0;
  shiftUpRule: string | null = null;
  /** Micro-dollars, ≤ 0. */
  shiftDown = 0;
  shiftDownRule: string | null = null;

  /** Rank of the stage by which what is held is worked off at least; 0 where no rule asks. */
  liquidate = 0;

  /** Nothing is asked for: as it was made, and after a reset. */
  isIdle = true;

  /** Shift of fair value, micro-dollars. */
  get shift(): number { return this.shiftUp + this.shiftDown; }

  reset(): void {
    if (this.isIdle) return;
    this.isIdle = true;
    this.permission = 'full';
    this.pullBid = this.pullAsk = false;
    this.widen = this.shrink = 1;
    this.shiftUp = this.shiftDown = this.liquidate = 0;
    this.permissionRule = this.pullBidRule = this.pullAskRule = null;
    this.widenRule = this.shrinkRule = this.shiftUpRule = this.shiftDownRule = null;
  }

  merge(other: Posture): void {
    if (other.isIdle) return;
    this.#permit(other.permission, other.permissionRule);
    if (other.pullBid) this.#pullBid(other.pullBidRule);
    if (other.pullAsk) this.#pullAsk(other.pullAskRule);
    this.#widen(other.widen, other.widenRule);
    this.#shrink(other.shrink, other.shrinkRule);
    this.#shift(other.shiftUp, other.shiftUpRule);
    this.#shift(other.shiftDown, other.shiftDownRule);
    if (other.liquidate <= this.liquidate) return;
    this.liquidate = other.liquidate;
    this.isIdle = false;
  }

  /** Adds one outcome of a rule in force; `tick` is the market's, micro-dollars. An alert is no posture. */
  add(outcome: RuleOutcome, rule: string, tick: number): void {
    switch (outcome.kind) {
      case 'permission': this.#permit(outcome.permission, rule); break;
      case 'pull':
        if (outcome.side !== 'ask') this.#pullBid(rule);
        if (outcome.side !== 'bid') this.#pullAsk(rule);
        break;
      case 'widen': this.#widen(outcome.factor, rule); break;
      case 'shrink': this.#shrink(outcome.factor, rule); break;
      // Without ticks the tick may be unknown (a strategy, the account), and 0 × NaN is not 0.
      case 'shift': this.#shift(outcome.by.ticks === 0 ? outcome.by.micros : outcome.by.micros + outcome.by.ticks * tick, rule); break;
      case 'liquidate':
        this.liquidate = Math.max(this.liquidate, rankOf(outcome.stage));
        this.isIdle = false;
        break;
      case 'alert': break;
    }
  }

  #permit(permission: Permission, rule: string | null): void {
    if (permission === this.permission) { if (permission !== 'full') this.permissionRule = first(this.permissionRule, rule); return; }
    if (lowest(permission, this.permission) !== permission) return;
    this.permission = permission;
    this.permissionRule = rule;
    this.isIdle = false;
  }

  #pullBid(rule: string | null): void {
    this.pullBidRule = this.pullBid ? first(this.pullBidRule, rule) : rule;
    this.pullBid = true;
    this.isIdle = false;
  }

  #pullAsk(rule: string | null): void {
    this.pullAskRule = this.pullAsk ? first(this.pullAskRule, rule) : rule;
    this.pullAsk = true;
    this.isIdle = false;
  }

  #widen(factor: number, rule: string | null): void {
    if (factor === this.widen) { if (factor !== 1) this.widenRule = first(this.widenRule, rule); return; }
    if (factor < this.widen) return;
    this.widen = factor;
    this.isIdle = false;
    this.widenRule = rule;
  }

  #shrink(factor: number, rule: string | null): void {
    if (factor === this.shrink) { if (factor !== 1) this.shrinkRule = first(this.shrinkRule, rule); return; }
    if (factor > this.shrink) return;
    this.shrink = factor;
    this.isIdle = false;
    this.shrinkRule = rule;
  }

  #shift(by: number, rule: string | null): void {
    if (by !== 0) this.isIdle = false;
    if (by > 0) {
      if (by === this.shiftUp) this.shiftUpRule = first(this.shiftUpRule, rule);
      else if (by > this.shiftUp) { this.shiftUp = by; this.shiftUpRule = rule; }
    } else if (by < 0) {
      if (by === this.shiftDown) this.shiftDownRule = first(this.shiftDownRule, rule);
      else if (by < this.shiftDown) { this.shiftDown = by; this.shiftDownRule = rule; }
    }
  }
}

const first = (a: string | null, b: string | null): string | null => (a === null ? b : b === null || a <= b ? a : b);
