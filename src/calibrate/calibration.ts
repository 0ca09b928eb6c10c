// What `evenkeel calibrate` finds, JSON-ready: the report file is this and nothing else. Shares are 0 … 1, prices and P&L
// dollars a share; what cannot be told is null, and so is an infinite log loss (something happened that the fit calls impossible).

import type { QueueSettings } from '../config/compiled-config.ts';
import type { FamilyName } from './execution-rate.ts';
import type { Estimate, Interval } from './intervals.ts';
import type { Score } from './score.ts';

export interface DataUsed { readonly file: string; readonly sha256: string }

/** By contracts ahead; `to` is exclusive, null for no end. */
export interface AheadRange { readonly from: number; readonly to: number | null }

export interface OrderShare extends AheadRange { readonly orders: number; readonly executed: number; readonly share: Estimate | null }

/** Predicted by a fit that saw nothing of the event. */
export interface HeldOutRow extends AheadRange {
  readonly lives: number;
  readonly minutes: number;
  readonly executed: number;
  readonly predicted: number;
  /** Executions in a hundred minutes of resting. */
  readonly observedPer100Minutes: Estimate | null;
  readonly predictedPer100Minutes: number | null;
  readonly isWithin: boolean | null;
}

export interface FamilyComparison {
  readonly family: FamilyName;
  readonly parameters: number;
  /** Less is better; on all data. */
  readonly aic: number;
  /** On events the fit did not see. */
  readonly heldOut: Score;
  /** Log loss less that of `constant`, in units of the latter: 0.1 is a tenth better. */
  readonly gain: Estimate;
}

export interface DrainRow extends AheadRange { readonly pairs: number; readonly leftPerMinute: Estimate | null }

/** Shares of what was ahead at the first poll of a stay, at its last. Errors are root mean squares. */
export interface QueueForecastRow extends AheadRange {
  readonly stays: number;
  readonly meanSeconds: number | null;
  readonly stillAhead: Estimate | null;
  readonly predicted: number | null;
  readonly error: number | null;
  readonly errorIfNobodyLeaves: number | null;
}

export interface OrderCalibration {
  readonly data: DataUsed;
  readonly events: number;
  readonly from: number;
  readonly to: number;
  readonly markets: number;
  readonly marketEvents: number;
  /** Lives seen, those with at least one poll, and executions in each. */
  readonly lives: { readonly all: number; readonly polled: number; readonly executed: number; readonly executedPolled: number };
  readonly restedMinutes: number;
  /** No order was watched for longer in one place. */
  readonly longestWatchSeconds: number;
  readonly orders: readonly OrderShare[];
  readonly families: readonly FamilyComparison[];
  readonly chosen: FamilyName;
  /** On all data. */
  readonly parameters: {
    readonly executionsPerMinute: Estimate;
    readonly alonePerMinute: Estimate | null;
    readonly scaleContracts: Estimate | null;
    readonly tail: Estimate | null;
    readonly drainPerMinute: Estimate;
    readonly tradedPerMinute: Estimate;
    readonly cancelledPerMinute: Estimate;
    /** Of what leaves by itself; null where it cannot be told from nothing. An end of the interval is null for "never". */
    readonly halfLifeSeconds: { readonly value: number; readonly low: number; readonly high: number | null } | null;
  };
  readonly heldOut: { readonly folds: number; readonly horizonSeconds: number; readonly lives: number; readonly executed: number; readonly predicted: number; readonly rows: readonly HeldOutRow[]; readonly queue: readonly QueueForecastRow[] };
  readonly drain: readonly DrainRow[];
  /** The event with the most executions: how much of all it is. */
  readonly largestEvent: { readonly name: string; readonly executed: number };
}

export interface ProbeOutcome { readonly windows: number; readonly pnlPerShare: Estimate | null; readonly filledOnLosingSide: number }
export interface ProbeRow extends AheadRange { readonly quotes: number; readonly touched: number; readonly filledWhenTouched: number; readonly filled: number; readonly heldOutQuotes: number; readonly heldOutFilled: number; readonly predicted: number }

export interface ProbeCalibration {
  readonly data: DataUsed;
  readonly windows: number;
  readonly from: number;
  readonly to: number;
  readonly quotes: { readonly joined: number; readonly improved: number; readonly none: number };
  /** Joined quotes. */
  readonly touched: { readonly quotes: number; readonly filled: number; readonly share: Estimate | null };
  /** Touched quotes that the price did not go through. Trade-through would refuse them. */
  readonly filledAtTouchOnly: number;
  /** Improving quotes that were touched, and those of them the probe counts as filled. */
  readonly improved: { readonly touched: number; readonly filled: number };
  /** Whether fills among touched quotes differ at all; only then can a queue model be told from another. */
  readonly isQueueIdentified: boolean;
  readonly outcomes: { readonly both: ProbeOutcome; readonly one: ProbeOutcome; readonly none: ProbeOutcome };
  readonly pnlPerWindow: Estimate;
  /** Logistic: log-odds of a fill, touched or not. */
  readonly fill: {
    readonly trainedOn: number;
    readonly testedOn: number;
    readonly coefficients: readonly { readonly name: string; readonly value: Estimate }[];
    readonly heldOut: Score;
    readonly baseRate: Score;
    readonly gain: Estimate;
  };
  readonly rows: readonly ProbeRow[];
}

/** Takers who reached so far from the midpoint and no further; `toCents` is null for no end. Predicted by fits that saw nothing of the stretch. */
export interface ArrivalRow {
  readonly fromCents: number;
  readonly toCents: number | null;
  readonly observed: number;
  readonly predicted: number;
  /** Both sides together. */
  readonly observedPerHour: Estimate;
  readonly predictedPerHour: number;
  readonly isWithin: boolean;
}

export interface ArrivalCalibration {
  readonly data: readonly DataUsed[];
  /** Which markets were asked for; null for all. */
  readonly market: string | null;
  readonly markets: number;
  /** Of five minutes each, with a known book. */
  readonly stretches: number;
  readonly watchedMinutes: number;
  readonly from: number;
  readonly to: number;
  /** Prints of one side at one stamp are one; fitted are those who reached `fromCents`. */
  readonly takers: number;
  readonly fittedTakers: number;
  /** Share of the prints nearer to the midpoint than the best price: news of the trade that came after news of the book. */
  readonly printsInside: number;
  /** Below it half of the time. */
  readonly halfSpreadCents: number;
  readonly fromCents: number;
  readonly tickCents: number;
  /** A, at the midpoint and a side; 1/k. */
  readonly ratePerMinute: Estimate;
  readonly reachCents: Estimate;
  readonly heldOut: { readonly folds: number; readonly rows: readonly ArrivalRow[] };
  /** As `quote.arrivals` takes them. */
  readonly written: { readonly rate: string; readonly reach: string };
}

export interface Recommendation {
  readonly queue: QueueSettings;
  /** Sentences, each for a line of its own. */
  readonly why: readonly string[];
}

export interface Calibration {
  readonly version: 1;
  readonly seed: number;
  readonly rounds: number;
  readonly orders: OrderCalibration | null;
  readonly probe: ProbeCalibration | null;
  readonly arrivals: ArrivalCalibration | null;
  /** Null where no log of orders was given: the others fit no setting of the exchange. */
  readonly recommendation: Recommendation | null;
  readonly warnings: readonly string[];
}

export const isInside = (value: number, { low, high }: Interval): boolean => value >= low && value <= high;
