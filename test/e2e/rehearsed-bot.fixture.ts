// A bot in this process whose account is at a rehearsal exchange that the test owns: real signatures, HTTP and WebSockets in
// between. The test makes faults at the one end and reads what the venue saw; nothing of the bot has a part in the audit.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { liveVenues } from '../../src/live/live-venues.ts';
import type { Audit } from '../../src/rehearsal/audit/auditor.ts';
import { startRehearsal, type Rehearsal, type RehearsalOptions } from '../../src/rehearsal/rehearsal.ts';
import type { Bot } from '../../src/runtime/bot.ts';
import type { BotObserver } from '../../src/runtime/bot-options.ts';
import { BotFolder, type StartedBot } from '../../src/runtime/started-bot.fixture.ts';
import { expect } from 'vitest';
import { counterparty, type Counterparty } from '../../src/rehearsal/counterparty.fixture.ts';
import { POSITION_LIMIT, profileOf, RAIN, strategiesOf } from './rehearsed-profile.fixture.ts';
import { eventually } from './running-bot.fixture.ts';
import { expectWithinBounds, journaledFills, ordersOf, venueFills } from './venue-record.fixture.ts';

export interface RehearsedOptions { readonly venue?: RehearsalOptions; readonly markets?: readonly string[]; readonly quote?: string }

export class RehearsedBot {
  readonly rehearsal: Rehearsal;
  readonly #folder = new BotFolder();
  readonly #state = mkdtempSync(join(tmpdir(), 'evenkeel-state-'));
  #started: StartedBot | null = null;

  private constructor(rehearsal: Rehearsal, { markets = [RAIN], quote }: RehearsedOptions) {
    this.rehearsal = rehearsal;
    this.#tokens = rehearsal.markets().map(({ slug, tokenIds }) => [slug, tokenIds]);
    writeFileSync(join(this.#folder.path, 'strategies.yaml'), strategiesOf(markets, quote));
    writeFileSync(join(this.#folder.path, 'profiles/rehearsed.yaml'), profileOf(rehearsal).replace('../data', './data'));
  }

  static async start(options: RehearsedOptions = {}): Promise<RehearsedBot> {
    const rehearsed = new RehearsedBot(await startRehearsal({ pace: 30, settlement: { minedMs: 100, confirmedMs: 100 }, ...options.venue }), options);
    await rehearsed.open();
    return rehearsed;
  }

  async open(): Promise<void> {
    const say = (text: string): void => { this.venueSaid.push(text); };
    const { said } = this;
    const observer: BotObserver = {
      notice: (notice) => { if (notice.type === 'Alert') said.push(`${notice.code}: ${notice.text}`); },
      announce: (_kind, _at, text) => { said.push(text); },
      batch() {}, command() {}, journal() {}, configRejected() {}, reloaded() {}, oracleDisagreed() {},
    };
    this.#started = await this.#folder.start({ observer, environment: { XDG_STATE_HOME: this.#state, REHEARSAL_KEY: this.rehearsal.account.key }, liveVenues: liveVenues({ say, askPassphrase: null }) });
  }

  readonly venueSaid: string[] = [];
  get bot(): Bot {
    if (this.#started === null) throw new Error('the bot is not running');
    return this.#started.bot;
  }
  /** Alerts and announcements, as an operator is told of them. */
  readonly said: string[] = [];
  get journal(): string { return join(this.#folder.path, 'data/rehearsed.db'); }
  get wallet(): string { return this.rehearsal.account.funder; }
  audit(): Audit { return this.rehearsal.audit(); }
  /** Open at the venue. */
  openIds(): readonly string[] { return this.audit().open[this.wallet] ?? []; }

  until<T>(what: string, look: () => T | null | false, deadlineMs = 15_000): Promise<T> {
    return eventually(what, () => look() || null, () => this.#seen(), deadlineMs) as Promise<T>;
  }

  /** Every open market has a bid and an ask of ours, but for what a position at its limit leaves out, and no outcome is owed. */
  quotes(what: string): Promise<unknown> {
    return this.until(what, () => {
      const { markets, orders } = this.bot.status();
      const open = markets.filter(({ status }) => status === 'open');
      return open.length > 0 && orders.unknown === 0 && open.every(({ bid, ask, position }) => (bid !== null || position > 0) && (ask !== null || position < 0)) && this.openIds().length > 0;
    });
  }

  counterparty(slug = RAIN): Promise<Counterparty> {
    const market = this.rehearsal.markets().find((listed) => listed.slug === slug);
    if (market === undefined) throw new Error(`no market ${slug} is open`);
    return counterparty(this.rehearsal, market);
  }

  /** Has somebody take the whole of our best order on a side; returns once the venue has matched it. */
  async hit(taker: Counterparty, side: 'bid' | 'ask', slug = RAIN): Promise<void> {
    const matched = (): number => ordersOf(this.audit(), this.wallet).reduce((sum, order) => sum + order.matched, 0);
    const before = matched();
    await this.until(`our ${side} is taken`, () => this.bot.status().markets.find(({ name }) => name === slug)?.[side] !== null);
    // Quotes move: another try where ours was gone.
    await eventually(`our ${side} is taken`, async () => {
      const price = this.bot.status().markets.find(({ name }) => name === slug)?.[side];
      if (typeof price === 'number') await taker.take(side, price, 20);
      return matched() > before ? true : null;
    });
  }

  /**
   * Liveness and soundness, after whatever went wrong: quotes again with nothing owed; a halt leaves nothing at the venue; once all
   * has settled, books and venue are the same to the last fill.
   */
  async endsWell(): Promise<void> {
    await this.quotes('quotes again, with no outcome owed');
    const { zeroOpen } = await this.bot.halt('test', 'the end of the test');
    const audit = this.audit();
    expect([zeroOpen, this.openIds()]).toEqual(['proved', []]);
    await this.until('all trades are settled', () => this.audit().trades.every(({ status }) => status === 'CONFIRMED' || status === 'FAILED'));
    await this.until('books and venue agree', () => this.agrees);
    expect(this.books()).toEqual(this.held());
    await this.until('the journal has every fill of the venue', () => isEqual(journaledFills(this.journal, [1]), venueFills(this.audit(), this.wallet)));
    expectWithinBounds({ audit: this.audit(), wallet: this.wallet, journal: this.journal, positionLimit: POSITION_LIMIT });
    expect(ordersOf(this.audit(), this.wallet).length).toBe(ordersOf(audit, this.wallet).length);
  }

  /** Books and venue have the same cash and tokens. */
  get agrees(): boolean { return isEqual(this.books(), this.held()); }

  /** Cash and tokens by the bot's books. */
  books(): unknown {
    const { exposure, markets } = this.bot.status();
    return { cash: exposure.cash?.toFixed(4), tokens: Object.fromEntries(markets.flatMap(({ name }) => named(name, [this.bot.market(name)?.holdings.yes ?? 0, this.bot.market(name)?.holdings.no ?? 0]))) };
  }

  /** The same by the venue's. */
  held(): unknown {
    const wallet = this.audit().wallets.find((each) => each.wallet === this.wallet);
    return { cash: wallet?.cash.toFixed(4), tokens: Object.fromEntries(this.#tokens.flatMap(([slug, ids]) => named(slug, ids.map((id) => wallet?.tokens[id] ?? 0)))) };
  }

  /** For whoever reads of a failure. */
  #seen(): string {
    const { markets, orders, permission, reasons, degraded } = this.bot.status();
    const audit = this.audit();
    const lines = ordersOf(audit, this.wallet).slice(-8).map(({ id, side, outcome, price, size, status, life }) => `${id.slice(0, 10)} ${side} ${outcome} ${size} at ${price}: ${status} ${life.map(({ at, what }) => `${at % 1e6} ${what}`).join(', ')}`);
    return [
      `bot ${permission} ${reasons.join()} ${JSON.stringify(orders)} ${JSON.stringify(degraded)} ${JSON.stringify(this.books())}`,
      ...markets.map((m) => `${m.name} ${m.status} ${m.permission} ${m.reasons.join()} ours ${m.bid}/${m.ask} best ${m.bestBid}/${m.bestAsk} ${this.bot.market(m.name)?.orders.map((o) => `${o.side} ${o.price} ${o.state} ${o.ageMs}`).join('; ')}`),
      `venue at ${audit.at % 1e6} open ${this.openIds().length} ${JSON.stringify(this.held())}`, ...lines,
      `struck ${audit.struck.map(({ kind, where }) => `${kind} ${where}`).join('; ')}`, `said ${this.venueSaid.join('; ')} ${this.said.join('; ')}`,
    ].join('\n');
  }

  /** Of what was open at the start; what is resolved later is held as well. */
  readonly #tokens: readonly (readonly [string, readonly [string, string]])[];

  /** As kill -9 would end it. */
  kill(): Promise<void> { return this.#folder.kill(); }

  async remove(): Promise<void> {
    await this.#folder.remove();
    await this.rehearsal.close();
    rmSync(this.#state, { recursive: true });
  }
}

/** Without what is nothing. */
const named = (market: string, [yes = 0, no = 0]: readonly number[]): [string, number][] =>
  ([[`${market} yes`, yes], [`${market} no`, no]] as [string, number][]).filter(([, shares]) => shares !== 0);
const isEqual = (a: unknown, b: unknown): boolean => isDeepStrictEqual(a, b);
