// The mishaps of a real venue, drawn from a seed so that a run with them can be repeated: answers lost before or after the
// effect, a fill told twice, a cancel that comes too late.

import { Random } from '../../exchange/random.ts';

/** Probabilities, 0 … 1. */
export interface FaultSettings {
  readonly seed: number;
  /** The order goes live, but instead of the acceptance comes an unknown outcome. */
  readonly lostAccept: number;
  /** The order never gets there, and the outcome is unknown. */
  readonly lostPlace: number;
  readonly duplicateFill: number;
  /** The order fills in the moment before its cancel arrives. */
  readonly lateCancel: number;
  /** How long after the order would have been answered the silence is given up on. */
  readonly timeoutMs: number;
}

type Fault = 'lostAccept' | 'lostPlace' | 'duplicateFill' | 'lateCancel';

export class Faults {
  readonly timeoutMs: number;
  readonly #settings: FaultSettings;
  /** A stream for each, so that one kind of fault does not move the others. */
  readonly #streams: Readonly<Record<Fault, Random>>;

  constructor(settings: FaultSettings) {
    this.timeoutMs = settings.timeoutMs;
    this.#settings = settings;
    const stream = (fault: Fault): Random => new Random(settings.seed, `faults/${fault}`);
    this.#streams = { lostAccept: stream('lostAccept'), lostPlace: stream('lostPlace'), duplicateFill: stream('duplicateFill'), lateCancel: stream('lateCancel') };
  }

  strikes(fault: Fault): boolean { return this.#streams[fault].chance(this.#settings[fault]); }
}
