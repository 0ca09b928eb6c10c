// Winnings of resolved markets, turned in by themselves: each condition once, several in one batch, over restarts. What was
// begun and not proved is proved before anything of it is sent again; a batch that fails is tried again one by one.

import type { Cash } from '../../../core/domain/numbers.ts';
import type { HeldTokens } from './balances.ts';
import type { ActionOutcome, ActionRef, ChainActions } from './chain-actions.ts';
import type { Contracts } from './contracts.ts';
import { redeemCalls, type ChainMarket } from './token-calls.ts';

/** Held in a market that is resolved, as read from the chain. */
export interface Claimable { readonly market: ChainMarket; readonly held: HeldTokens; readonly worth: Cash }

/** What is remembered of a condition: plain data. `begun`: sent, or about to be, and not proved. */
export interface ClaimRecord { readonly begun: ActionRef | null; readonly failures: number; readonly retryAt: number }
/** By condition id. What was claimed leaves no record: nothing is held of it any more. */
export type ClaimRecords = Readonly<Record<string, ClaimRecord>>;

export interface ClaimsOptions {
  readonly actions: ChainActions;
  readonly contracts: Contracts;
  readonly records: ClaimRecords;
  /** Keeps the records; what is begun is kept before it is sent. Where it throws nothing is sent. */
  readonly save: (records: ClaimRecords) => void | Promise<void>;
  readonly now: () => number;
}

/** Markets that shared an action, and what came of it. */
export interface ClaimResult { readonly markets: readonly ChainMarket[]; readonly outcome: ActionOutcome }

const RETRY_MS = 60_000;
const RETRY_LIMIT_MS = 3_600_000;

export class Claims {
  readonly #options: ClaimsOptions;
  #records: ClaimRecords;

  constructor(options: ClaimsOptions) {
    this.#options = options;
    this.#records = options.records;
  }

  get records(): ClaimRecords { return this.#records; }

  /** Proves what is open, then claims what is due. `found`: everything that is held in resolved markets. */
  async run(found: readonly Claimable[]): Promise<readonly ClaimResult[]> {
    await this.#proveBegun();
    const due = found.filter((claimable) => this.#isDue(claimable));
    const results: ClaimResult[] = [];
    for (const group of this.#grouped(due)) results.push(await this.#claim(group));
    return results;
  }

  #isDue({ market: { conditionId }, worth }: Claimable): boolean {
    const record = this.#records[conditionId];
    return worth > 0 && (record === undefined || (record.begun === null && this.#options.now() >= record.retryAt));
  }

  /** By what goes into one action; what has failed goes alone, so that it takes no other along. */
  #grouped(due: readonly Claimable[]): readonly (readonly Claimable[])[] {
    const { actions: { mostCalls }, contracts } = this.#options;
    const groups: Claimable[][] = [];
    let open: Claimable[] = [];
    let calls = 0;
    for (const claimable of due) {
      if (this.#records[claimable.market.conditionId] !== undefined) { groups.push([claimable]); continue; }
      const needed = callsFor(contracts, claimable).length;
      if (open.length > 0 && calls + needed > mostCalls) { groups.push(open); open = []; calls = 0; }
      open.push(claimable);
      calls += needed;
    }
    return open.length > 0 ? [...groups, open] : groups;
  }

  async #claim(group: readonly Claimable[]): Promise<ClaimResult> {
    const { actions, contracts } = this.#options;
    const markets = group.map(({ market }) => market);
    const ids = markets.map(({ conditionId }) => conditionId);
    const calls = group.flatMap((claimable) => callsFor(contracts, claimable));
    // A transaction takes one call, and the two outcomes of a market of Protocol V2 are two: one after the other.
    let outcome: ActionOutcome = { kind: 'failed', reason: 'nothing to claim', proof: 'not-sent' };
    for (let from = 0; from < calls.length; from += actions.mostCalls) {
      outcome = await actions.perform(calls.slice(from, from + actions.mostCalls), (ref) => this.#keep(ids, (record) => ({ failures: record?.failures ?? 0, retryAt: 0, begun: ref })));
      if (outcome.kind !== 'done') break;
    }
    await this.#settle(ids, outcome);
    return { markets, outcome };
  }

  async #proveBegun(): Promise<void> {
    for (const [id, { begun }] of Object.entries(this.#records)) if (begun !== null) await this.#settle([id], await this.#options.actions.prove(begun));
  }

  async #settle(ids: readonly string[], outcome: ActionOutcome): Promise<void> {
    if (outcome.kind === 'unknown') return this.#keep(ids, (record) => ({ failures: record?.failures ?? 0, retryAt: 0, begun: outcome.ref }));
    if (outcome.kind === 'done') return this.#keep(ids, () => null);
    return this.#keep(ids, (record) => {
      const failures = (record?.failures ?? 0) + 1;
      return { begun: null, failures, retryAt: this.#options.now() + Math.min(RETRY_LIMIT_MS, RETRY_MS * 2 ** (failures - 1)) };
    });
  }

  async #keep(ids: readonly string[], next: (record: ClaimRecord | undefined) => ClaimRecord | null): Promise<void> {
    const records: Record<string, ClaimRecord> = { ...this.#records };
    for (const id of ids) {
      const record = next(records[id]);
      if (record === null) delete records[id];
      else records[id] = record;
    }
    await this.#options.save(records);
    this.#records = records;
  }
}

const callsFor = (contracts: Contracts, { market, held }: Claimable): ReturnType<typeof redeemCalls> =>
  redeemCalls(contracts, market, { yes: BigInt(held.yes), no: BigInt(held.no) });
