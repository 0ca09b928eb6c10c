// The windows one market keeps, one of each kind and length, made for what the config in force asks and kept across
// reloads as long as something still asks.

import { notional } from '../domain/numbers.ts';
import { CountWindow, type CountWindowSnapshot } from './count-window.ts';
import { FairSeries, type FairSeriesSnapshot } from './fair-series.ts';
import { Markout, type MarkoutSnapshot } from './markout.ts';

/** `trades`: how many, by taker; `paid`: what they paid and for how much; `markout`: by horizon. */
export type WindowKind = 'fair' | 'flow' | 'fills' | 'rejects' | 'trades' | 'paid' | 'markout';
/** How long a markout counts once it is known. placeholder: the look-back of 300 s seen in the field. */
const MARKOUT_LOOK_BACK_MS = 300_000;

export interface WindowNeed { readonly kind: WindowKind; readonly windowMs: number }

export interface SignalBankSnapshot {
  readonly fair: readonly FairSeriesSnapshot[]; readonly flow: readonly CountWindowSnapshot[];
  readonly fills: readonly CountWindowSnapshot[]; readonly rejects: readonly CountWindowSnapshot[];
  /** Absent in what versions before them wrote. */
  readonly trades?: readonly CountWindowSnapshot[]; readonly paid?: readonly CountWindowSnapshot[]; readonly markouts?: readonly MarkoutSnapshot[];
}

export class SignalBank {
  #fair: FairSeries[] = [];
  #flow: CountWindow[] = [];
  #fills: CountWindow[] = [];
  #rejects: CountWindow[] = [];
  #trades: CountWindow[] = [];
  #paid: CountWindow[] = [];
  #markouts: Markout[] = [];

  /** Keeps the windows still needed, drops the others, opens the missing ones. */
  require(needs: readonly WindowNeed[]): void {
    const keep = <W extends { readonly windowMs: number }>(have: readonly W[], kind: WindowKind, open: (ms: number) => W): W[] => {
      const kept: W[] = [];
      for (const { kind: of, windowMs } of needs) {
        if (of !== kind || kept.some((w) => w.windowMs === windowMs)) continue;
        kept.push(have.find((w) => w.windowMs === windowMs) ?? open(windowMs));
      }
      return kept;
    };
    this.#fair = keep(this.#fair, 'fair', (ms) => new FairSeries(ms));
    this.#flow = keep(this.#flow, 'flow', (ms) => new CountWindow(ms));
    this.#fills = keep(this.#fills, 'fills', (ms) => new CountWindow(ms));
    this.#rejects = keep(this.#rejects, 'rejects', (ms) => new CountWindow(ms));
    this.#trades = keep(this.#trades, 'trades', (ms) => new CountWindow(ms));
    this.#paid = keep(this.#paid, 'paid', (ms) => new CountWindow(ms));
    const markouts = needs.filter(({ kind }) => kind === 'markout').map(({ windowMs }) => windowMs);
    this.#markouts = [...new Set(markouts)].map((ms) => this.#markouts.find(({ horizonMs }) => horizonMs === ms) ?? new Markout(ms, MARKOUT_LOOK_BACK_MS));
  }

  fair(windowMs: number): FairSeries { return found(this.#fair, windowMs); }
  flow(windowMs: number): CountWindow { return found(this.#flow, windowMs); }
  fills(windowMs: number): CountWindow { return found(this.#fills, windowMs); }
  rejects(windowMs: number): CountWindow { return found(this.#rejects, windowMs); }
  trades(windowMs: number): CountWindow { return found(this.#trades, windowMs); }
  /** Up: micro-dollars paid; down: micro-shares. */
  paid(windowMs: number): CountWindow { return found(this.#paid, windowMs); }
  markout(horizonMs: number): Markout {
    for (let i = 0; i < this.#markouts.length; i++) if (this.#markouts[i]!.horizonMs === horizonMs) return this.#markouts[i]!;
    throw new Error(`no markout of ${horizonMs} ms was required`);
  }

  observeFair(ts: number, fair: number): void {
    for (let i = 0; i < this.#fair.length; i++) this.#fair[i]!.observe(ts, fair);
    for (let i = 0; i < this.#markouts.length; i++) this.#markouts[i]!.observeFair(ts, fair);
  }
  /** Fair value is not known from now until it is observed again. */
  pauseFair(ts: number): void {
    for (let i = 0; i < this.#fair.length; i++) this.#fair[i]!.pause();
    for (let i = 0; i < this.#markouts.length; i++) this.#markouts[i]!.observeFair(ts, NaN);
  }
  /** A trade by a taker; sizes in micro-shares. */
  observeTrade(ts: number, price: number, bought: number, sold: number): void {
    for (let i = 0; i < this.#flow.length; i++) this.#flow[i]!.add(ts, bought, sold);
    for (let i = 0; i < this.#trades.length; i++) this.#trades[i]!.add(ts, bought > 0 ? 1 : 0, sold > 0 ? 1 : 0);
    if (this.#paid.length === 0) return;
    const size = bought + sold;
    for (let i = 0; i < this.#paid.length; i++) this.#paid[i]!.add(ts, notional(price, size), size);
  }
  /** `sign`: +1 where we bought YES. */
  observeFill(ts: number, sign: 1 | -1, price: number, size: number): void {
    for (const w of this.#fills) w.add(ts, sign > 0 ? 1 : 0, sign > 0 ? 0 : 1);
    for (const markout of this.#markouts) markout.observeFill(ts, sign, price, size);
  }
  observeReject(ts: number): void { for (const w of this.#rejects) w.add(ts, 1, 0); }
  /** Trades may have been missed: what counts them starts anew. */
  restartFlow(): void { for (const windows of [this.#flow, this.#trades, this.#paid]) for (const window of windows) window.restart(); }
  /** Lets time pass in every counting window; markouts take their time from fair value, known or not. */
  advance(ts: number): void {
    for (let i = 0; i < this.#flow.length; i++) this.#flow[i]!.advance(ts);
    for (let i = 0; i < this.#fills.length; i++) this.#fills[i]!.advance(ts);
    for (let i = 0; i < this.#rejects.length; i++) this.#rejects[i]!.advance(ts);
    for (let i = 0; i < this.#trades.length; i++) this.#trades[i]!.advance(ts);
    for (let i = 0; i < this.#paid.length; i++) this.#paid[i]!.advance(ts);
  }

  toJSON(): SignalBankSnapshot {
    const all = <S>(list: readonly { toJSON(): S }[]): S[] => list.map((w) => w.toJSON());
    return { fair: all(this.#fair), flow: all(this.#flow), fills: all(this.#fills), rejects: all(this.#rejects), trades: all(this.#trades), paid: all(this.#paid), markouts: all(this.#markouts) };
  }

  static fromJSON(s: SignalBankSnapshot): SignalBank {
    const bank = new SignalBank();
    bank.#fair = s.fair.map(FairSeries.fromJSON);
    bank.#flow = s.flow.map(CountWindow.fromJSON);
    bank.#fills = s.fills.map(CountWindow.fromJSON);
    bank.#rejects = s.rejects.map(CountWindow.fromJSON);
    bank.#trades = (s.trades ?? []).map(CountWindow.fromJSON);
    bank.#paid = (s.paid ?? []).map(CountWindow.fromJSON);
    bank.#markouts = (s.markouts ?? []).map(Markout.fromJSON);
    return bank;
  }
}

function found<W extends { readonly windowMs: number }>(list: readonly W[], windowMs: number): W {
  for (let i = 0; i < list.length; i++) if (list[i]!.windowMs === windowMs) return list[i]!;
  throw new Error(`no window of ${windowMs} ms was required`);
}
