// The schedule of a TWAP: in equal steps from where the position was at the start to the target, one step a slot.
// Amounts here are progress: micro-shares from the start in the direction of the target.

import type { TwapTerms } from '../../config/compiled-config.ts';

/** Plain data: it survives restarts and reloads with the market. */
export interface TwapSchedule {
  /** Of the terms it was begun under; others begin a new one. */
  readonly target: number;
  readonly overMs: number;
  readonly startedAt: number;
  /** Micro-shares of YES less NO at the start. */
  readonly from: number;
  /** The slot that runs, and the progress at its beginning. */
  slot: number;
  progressAtSlot: number;
  isDone: boolean;
  /** Its position was liquidated: nothing more is traded under these terms. */
  isOver: boolean;
}

export const beginSchedule = ({ target, overMs }: TwapTerms, position: number, now: number): TwapSchedule =>
  ({ target, overMs, startedAt: now, from: position, slot: 0, progressAtSlot: 0, isDone: false, isOver: false });

export const isOf = (schedule: TwapSchedule, terms: TwapTerms): boolean => schedule.target === terms.target && schedule.overMs === terms.overMs;

/** 1: buys YES; −1: sells it. */
export const directionOf = (schedule: TwapSchedule): 1 | -1 => (schedule.target >= schedule.from ? 1 : -1);
export const totalOf = (schedule: TwapSchedule): number => Math.abs(schedule.target - schedule.from);
/** + 0: no negative zero, which a snapshot would lose. */
export const progressOf = (schedule: TwapSchedule, position: number): number => directionOf(schedule) * (position - schedule.from) + 0;

export const slotAt = (schedule: TwapSchedule, everyMs: number, now: number): number => Math.floor((now - schedule.startedAt) / everyMs);
/** When the slot after this one begins. */
export const nextSlotAt = (schedule: TwapSchedule, everyMs: number): number => schedule.startedAt + (schedule.slot + 1) * everyMs;

/** The progress that the schedule asks for by the end of a slot. */
export const dueBy = (schedule: TwapSchedule, everyMs: number, slot: number): number =>
  totalOf(schedule) * Math.min(1, ((slot + 1) * everyMs) / schedule.overMs);
