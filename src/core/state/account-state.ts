// The account: money, losses since their baselines, and the latches that only an operator or a new day clears.

import { cash, timestamp, type Cash } from '../domain/numbers.ts';
import type { CarriedState } from '../domain/events.ts';
import { AwaitedCash } from '../ledger/awaited-cash.ts';
import type { PnlMark } from '../ledger/hour-pnl.ts';
import { carriedPnl, partsOf, totalOf, type PnlParts } from '../ledger/pnl-parts.ts';
import type { FactReader } from '../rules/fact-reader.ts';
import { CONSTRAINT_SLOTS } from '../risk/constraints.ts';
import { Posture } from '../rules/posture.ts';
import type { RuleStates } from '../rules/rule-states.ts';

export interface HaltLatch { readonly since: number; readonly by: string; readonly reason: string }
export type DrawdownLatch = CarriedState['account']['drawdownLatch'];

const DAY_MS = 86_400_000;
export const dayOf = (ts: number): number => Math.floor(ts / DAY_MS);

export class AccountState {
  /** Null until the venue has said what it holds. */
  cash: number | null = null;
  /** Of venues whose money comes by itself. */
  awaited = new AwaitedCash();
  /** When it was first traded from here; NaN before a session. */
  begunAt = NaN;
  halted: HaltLatch | null = null;
  /** UTC day number of the daily baseline; −1 before the first event. */
  day = -1;
  dayStartPnl = 0;
  /** UTC hour under way, when it was opened and P&L then; −1, NaN and null before the first decision. */
  hour = -1;
  hourOpenedAt = NaN;
  hourOpening: PnlMark | null = null;
  peakPnl = 0;
  drawdownLatch: DrawdownLatch = 'none';
  dailyLossLatched = false;
  /** The engine was woken far too late, and not every venue has confirmed since. */
  hasJumped = false;
  /** P&L of markets that are not listed in this session. */
  retired: PnlParts = { spread: 0, inventory: 0, fees: 0, rebates: 0, rewards: 0 };

  /** Micro-dollars over all markets. */
  pnl = 0;
  worstNotional = 0;
  heldNotional = 0;
  reservedCash = 0;

  constraints = 0;
  /** How often each constraint of the account began, by slot. */
  readonly trips = new Float64Array(CONSTRAINT_SLOTS);
  rules: RuleStates | null = null;
  vector = new Float64Array(0);
  readers: readonly FactReader[] = [];
  readonly posture = new Posture();
  wakeAt = Infinity;
  /** At the last decision nothing stood against quoting in full. */
  mayEarn = false;

  get dailyPnl(): number { return this.pnl - this.dayStartPnl; }
  get drawdown(): number { return Math.max(0, this.peakPnl - this.pnl); }

  adopt(carried: CarriedState): void {
    this.cash = carried.cash;
    this.halted = carried.halted;
    this.day = carried.account.day;
    this.dayStartPnl = carried.account.dayStartPnl;
    this.peakPnl = carried.account.peakPnl;
    this.drawdownLatch = carried.account.drawdownLatch;
    this.dailyLossLatched = carried.account.dailyLossLatched;
    const { hour } = carried.account;
    if (hour !== undefined) {
      this.hour = hour.number;
      this.hourOpenedAt = hour.openedAt;
      this.hourOpening = hour.opening;
    }
    this.retired = partsOf(carried.account.retired);
    this.awaited = new AwaitedCash(carried.account.awaited);
    this.pnl = totalOf(this.retired);
  }

  carry(): Omit<CarriedState, 'markets'> {
    const awaited = this.awaited.toJSON();
    return {
      cash: this.cash === null ? null : cash(this.cash),
      halted: this.halted as CarriedState['halted'],
      account: {
        day: this.day, dayStartPnl: this.dayStartPnl as Cash, peakPnl: this.peakPnl as Cash,
        drawdownLatch: this.drawdownLatch, dailyLossLatched: this.dailyLossLatched,
        retired: carriedPnl(this.retired),
        ...(awaited.length === 0 ? {} : { awaited }),
        ...(this.hourOpening === null ? {} : { hour: { number: this.hour, openedAt: timestamp(this.hourOpenedAt), opening: { ...carriedPnl(this.hourOpening), unrealised: cash(this.hourOpening.unrealised) } } }),
      },
    };
  }
}
