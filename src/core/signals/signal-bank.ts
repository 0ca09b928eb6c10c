// The windows one market keeps, one of each kind and length, made for what the config in force asks and kept across
// reloads as long as something still asks.

import { CountWindow, type CountWindowSnapshot } from './count-window.ts';
import { FairSeries, type FairSeriesSnapshot } from './fair-series.ts';

export type WindowKind = 'fair' | 'flow' | 'fills' | 'rejects';
export interface WindowNeed { readonly kind: WindowKind; readonly windowMs: number }

export interface SignalBankSnapshot {
  readonly fair: readonly FairSeriesSnapshot[]; readonly flow: readonly CountWindowSnapshot[];
  readonly fills: readonly CountWindowSnapshot[]; readonly rejects: readonly CountWindowSnapshot[];
}

export class SignalBank {
  #fair: FairSeries[] = [];
  #flow: CountWindow[] = [];
  #fills: CountWindow[] = [];
  #rejects: CountWindow[] = [];

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
  }

  fair(windowMs: number): FairSeries { return found(this.#fair, windowMs); }
  flow(windowMs: number): CountWindow { return found(this.#flow, windowMs); }
  fills(windowMs: number): CountWindow { return found(this.#fills, windowMs); }
  rejects(windowMs: number): CountWindow { return found(this.#rejects, windowMs); }

  observeFair(ts: number, fair: number): void {
    for (let i = 0; i < this.#fair.length; i++) this.#fair[i]!.observe(ts, fair);
  }
  /** Fair value is not known from now until it is observed again. */
  pauseFair(): void {
    for (let i = 0; i < this.#fair.length; i++) this.#fair[i]!.pause();
  }
  /** A trade by a taker; sizes in micro-shares. */
  observeTrade(ts: number, bought: number, sold: number): void {
    for (let i = 0; i < this.#flow.length; i++) this.#flow[i]!.add(ts, bought, sold);
  }
  observeFill(ts: number): void { for (const w of this.#fills) w.add(ts, 1, 0); }
  observeReject(ts: number): void { for (const w of this.#rejects) w.add(ts, 1, 0); }
  /** Lets time pass in every counting window. */
  advance(ts: number): void {
    for (let i = 0; i < this.#flow.length; i++) this.#flow[i]!.advance(ts);
    for (let i = 0; i < this.#fills.length; i++) this.#fills[i]!.advance(ts);
    for (let i = 0; i < this.#rejects.length; i++) this.#rejects[i]!.advance(ts);
  }

  toJSON(): SignalBankSnapshot {
    const all = <S>(list: readonly { toJSON(): S }[]): S[] => list.map((w) => w.toJSON());
    return { fair: all(this.#fair), flow: all(this.#flow), fills: all(this.#fills), rejects: all(this.#rejects) };
  }

  static fromJSON(s: SignalBankSnapshot): SignalBank {
    const bank = new SignalBank();
    bank.#fair = s.fair.map(FairSeries.fromJSON);
    bank.#flow = s.flow.map(CountWindow.fromJSON);
    bank.#fills = s.fills.map(CountWindow.fromJSON);
    bank.#rejects = s.rejects.map(CountWindow.fromJSON);
    return bank;
  }
}

function found<W extends { readonly windowMs: number }>(list: readonly W[], windowMs: number): W {
  const window = list.find((w) => w.windowMs === windowMs);
  if (window === undefined) throw new Error(`no window of ${windowMs} ms was required`);
  return window;
}
