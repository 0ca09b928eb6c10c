// What the account holds, as the core counts it. The venue's balances may or may not contain what is matched and on its way to
// the chain; the one that agrees with what was held before and with the fills since is taken, and where neither does, nothing is
// said until it has settled. Tokens are looked for where the venue lists positions and where this session or the one before had
// any. A single balance that is not known makes the whole answer unknown.

import type { HoldingsReported } from '../../../core/domain/events.ts';
import type { MarketId } from '../../../core/domain/instrument.ts';
import type { Cash, Size, TimestampMs } from '../../../core/domain/numbers.ts';
import { conditionKey } from '../condition-key.ts';
import type { PolymarketMarket } from '../polymarket-market.ts';
import type { Outcome } from './order-gateway.ts';
import type { ListedMarket, TradeBook } from './trade-book.ts';

/** No method rejects. Balances are refreshed before they are read. */
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
  readonly trades: Pick<TradeBook, 'unsettled' | 'moved' | 'movedCash'>;
  /** Lists the market if need be; null where it cannot be listed. */
  readonly list: (conditionId: string) => Promise<ListedMarket | null>;
}

/** What was held when fills had moved so much. */
interface Base { readonly value: number; readonly moved: number }

/** A trade settles within seconds. One that does not in this time is left to the venue's word. */
const PATIENCE_MS = 60_000;
/** Micro-dollars: fees of takers are computed, and the venue may round each the other way. */
const FEE_DOUBT = 500;
const OUTCOMES = ['yes', 'no'] as const;
const NOTHING: Base = { value: 0, moved: 0 };

export class HoldingsReader {
  readonly #options: HoldingsReaderOptions;
  /** Conditions in which something was or may be held. */
  readonly #conditions = new Set<string>();
  readonly #bases = new Map<string, Base>();
  #ambiguousSince: number | null = null;
  #hasReported = false;

  constructor(options: HoldingsReaderOptions) { this.#options = options; }

  watch(conditionId: string): void { this.#conditions.add(conditionKey(conditionId)); }

  /** What the journal says was held when the session began; fills that are told since come on top. */
  expect(conditionId: string, held: { readonly yes: number; readonly no: number }): void {
    this.watch(conditionId);
    for (const outcome of OUTCOMES) this.#bases.set(`${conditionKey(conditionId)}/${outcome}`, { value: held[outcome], moved: 0 });
  }

  expectCash(value: number): void { this.#bases.set('cash', { value, moved: 0 }); }

  /** Tokens were turned into others, or into cash: what is held now is for the venue to say. */
  forget(conditionId: string): void {
    this.watch(conditionId);
    for (const key of ['cash', ...OUTCOMES.map((outcome) => `${conditionKey(conditionId)}/${outcome}`)]) this.#bases.delete(key);
  }

  /** Null where the venue does not answer all of it, or its answer could mean two things. */
  async read(): Promise<HoldingsReported | null> {
    const { venue, requests, now, trades, list } = this.#options;
    const held = await requests.heldConditions();
    if (held.kind !== 'ok') return null;
    for (const { conditionId } of trades.unsettled()) this.watch(conditionId);
    for (const conditionId of held.value) this.watch(conditionId);
    const judged: { readonly key: string; readonly value: number; readonly moved: number }[] = [];
    let isAmbiguous = false;
    const judge = (key: string, balance: number, unsettled: readonly number[], moved: number): number => {
      const value = this.#judge(key, balance, unsettled, moved);
      if (value === null) isAmbiguous = true;
      judged.push({ key, value: value ?? balance, moved });
      return value ?? balance;
    };
    const holdings: { market: MarketId; yes: Size; no: Size }[] = [];
    const asked = [...this.#conditions];
    for (const conditionId of asked) {
      const listed = await list(conditionId);
      if (listed === null) continue;
      const [yes, no] = [await requests.tokens(listed.market, 'yes'), await requests.tokens(listed.market, 'no')];
      if (yes.kind !== 'ok' || no.kind !== 'ok') return null;
      const of = (outcome: 'yes' | 'no', balance: Size): Size => {
        const moves = trades.unsettled().filter((move) => move.conditionId === conditionId && move.outcome === outcome).map(({ tokens }) => tokens);
        return judge(`${conditionId}/${outcome}`, balance, moves, trades.moved(conditionId, outcome)) as Size;
      };
      holdings.push({ market: listed.instrument.id, yes: of('yes', yes.value), no: of('no', no.value) });
    }
    const cash = await requests.cash();
    if (cash.kind !== 'ok') return null;
    // What came to be watched meanwhile would be missing from it, and count as nothing.
    if (this.#conditions.size > asked.length) return null;
    const total = judge('cash', cash.value, trades.unsettled().map(({ cash: paid }) => paid), trades.movedCash);
    if (isAmbiguous && !this.#isOutOfPatience(now())) return null;
    this.#ambiguousSince = null;
    for (const { key, value, moved } of judged) this.#bases.set(key, { value, moved });
    this.#hasReported = true;
    this.#forgetEmpty(new Set([...held.value, ...trades.unsettled().map(({ conditionId }) => conditionId)]));
    return { type: 'HoldingsReported', ts: now(), venue, cash: total as Cash, holdings };
  }

  /** Null where the balance may or may not contain what has not settled, and neither agrees with what is expected. */
  #judge(key: string, balance: number, unsettled: readonly number[], moved: number): number | null {
    if (unsettled.length === 0) return balance;
    // Whatever was not in the last report was nothing.
    const base = this.#bases.get(key) ?? (this.#hasReported ? NOTHING : undefined);
    if (base === undefined) return null;
    const expected = base.value + moved - base.moved;
    const onTheWay = unsettled.reduce((sum, each) => sum + each, 0);
    const most = key === 'cash' ? FEE_DOUBT : 0;
    return [balance, balance + onTheWay].find((held) => Math.abs(held - expected) <= most) ?? null;
  }

  /** Each condition costs requests at every report; a fill or a listed position brings it back. */
  #forgetEmpty(alive: ReadonlySet<string>): void {
    const { trades } = this.#options;
    for (const conditionId of this.#conditions) {
      const isEmpty = OUTCOMES.every((outcome) => (this.#bases.get(`${conditionId}/${outcome}`)?.value ?? 0) === 0 && trades.moved(conditionId, outcome) === (this.#bases.get(`${conditionId}/${outcome}`)?.moved ?? 0));
      if (isEmpty && !alive.has(conditionId)) this.#conditions.delete(conditionId);
    }
  }

  #isOutOfPatience(now: number): boolean {
    this.#ambiguousSince ??= now;
    return now - this.#ambiguousSince >= PATIENCE_MS;
  }
}
