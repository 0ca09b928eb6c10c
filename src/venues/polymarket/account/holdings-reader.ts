// What the account holds, as the core counts it: balances on chain, and what is matched and on its way there. Whether the venue's
// balances show that already is not known, so that it is given time to arrive before they are read. Tokens are looked for
// where the venue lists positions and where this session or the one before had any; a single balance that is not known makes the
// whole answer unknown.

import type { HoldingsReported } from '../../../core/domain/events.ts';
import type { MarketId } from '../../../core/domain/instrument.ts';
import type { Cash, Size, TimestampMs } from '../../../core/domain/numbers.ts';
import type { PolymarketMarket } from '../polymarket-market.ts';
import type { Outcome } from './order-gateway.ts';
import type { ListedMarket, Movement } from './trade-book.ts';

/** No method rejects. Balances are as of the chain, refreshed before they are read. */
export interface BalanceRequests {
  cash(): Promise<Outcome<Cash>>;
  tokens(market: PolymarketMarket, outcome: 'yes' | 'no'): Promise<Outcome<Size>>;
  /** Conditions in which the venue lists a position. */
  heldConditions(): Promise<Outcome<readonly string[]>>;
}

export interface HoldingsReaderOptions {
  readonly venue: string;
  readonly requests: BalanceRequests;
  readonly now: () => TimestampMs;
  /** The same objects for as long as they are on their way. */
  readonly unsettled: () => readonly Movement[];
  /** Lists the market if need be; null where it cannot be listed. */
  readonly list: (conditionId: string) => Promise<ListedMarket | null>;
  /** Resolves after so many milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
}

/** A match is mined within seconds. What takes longer is being tried again, and then no balance shows it. */
const SETTLES_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 200;
const ATTEMPTS = 3;

export class HoldingsReader {
  readonly #options: HoldingsReaderOptions;
  /** Conditions in which something was or may be held. */
  readonly #conditions = new Set<string>();
  /** Conditions in which something is held and that cannot be listed, said once each. */
  readonly #unlistable = new Set<string>();
  #asked = 0;
  /** How long the questions that wait have waited. */
  #waitedMs = 0;

  constructor(options: HoldingsReaderOptions) { this.#options = options; }

  watch(conditionId: string): void { this.#conditions.add(conditionId); }

  /** Null where the venue does not answer all of it, and where it was asked again before it could be: the later question has the answer. */
  async read(): Promise<HoldingsReported | null> {
    const asked = ++this.#asked;
    const { unsettled, pause } = this.#options;
    while (unsettled().length > 0 && this.#waitedMs < SETTLES_WITHIN_MS) {
      await pause(LOOK_EVERY_MS);
      if (asked !== this.#asked) return null;
      this.#waitedMs += LOOK_EVERY_MS;
    }
    this.#waitedMs = 0;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const before = unsettled();
      const report = await this.#balances();
      // What arrived while they were read is in some of them and no longer under way.
      if (report === null || before.every((movement) => unsettled().includes(movement))) return report;
    }
    return null;
  }

  async #balances(): Promise<HoldingsReported | null> {
    const { venue, requests, now, unsettled, list } = this.#options;
    const held = await requests.heldConditions();
    if (held.kind !== 'ok') return null;
    for (const { conditionId } of unsettled()) this.watch(conditionId);
    for (const conditionId of held.value) this.watch(conditionId);
    const cash = await requests.cash();
    if (cash.kind !== 'ok') return null;
    const holdings: { market: MarketId; conditionId: string; yes: number; no: number }[] = [];
    for (const conditionId of this.#conditions) {
      const listed = await list(conditionId);
      if (listed === null) { this.#unlistable.add(conditionId); continue; }
      const [yes, no] = [await requests.tokens(listed.market, 'yes'), await requests.tokens(listed.market, 'no')];
      if (yes.kind !== 'ok' || no.kind !== 'ok') return null;
      holdings.push({ market: listed.instrument.id, conditionId, yes: yes.value, no: no.value });
    }
    // As late as can be: what matched while balances were read is in neither, and comes as a fill.
    let total: number = cash.value;
    for (const { conditionId, outcome, tokens, cash: paid } of unsettled()) {
      total += paid;
      const holding = holdings.find((candidate) => candidate.conditionId === conditionId);
      if (holding !== undefined) holding[outcome] += tokens;
    }
    return {
      type: 'HoldingsReported', ts: now(), venue, cash: total as Cash,
      holdings: holdings.map(({ market, yes, no }) => ({ market, yes: Math.max(0, yes) as Size, no: Math.max(0, no) as Size })),
    };
  }

  /** Held there, and not known to the core. */
  get unlistable(): readonly string[] { return [...this.#unlistable]; }
}
