// What a person at the terminal sees: a short line per important event. Fills, halts, alerts and permission changes
// always; quotes at most one line per market every few seconds, the newest. The full record is the log's.

import type { Notice } from '../core/domain/notices.ts';
import { reasonWords } from '../core/risk/constraints.ts';
import type { StreamItem } from '../runtime/controller.ts';
import { fillEdge, noticeText, type NameOf } from './notice-text.ts';
import type { SessionView } from './session-view.ts';
import { estimateText, fromMicros, moneyText, positionText, priceText, sizeText } from './operator-units.ts';
import { paint, type Colour } from './terminal-colour.ts';

/** Wall time, so that a recording played at full speed stays readable. */
const QUOTE_INTERVAL_MS = 4_000;
/** Wide enough for most names, so that the columns seldom move; they grow to `MAX_NAME`. */
const USUAL_NAME = 20;
const MAX_NAME = 28;

export interface ConsoleOptions {
  /** Takes one line without its newline. */
  readonly write: (line: string) => void;
  readonly isColoured: boolean;
}
type Quote = Notice & { type: 'QuoteChanged' };
interface QuoteLine { readonly name: string; shownAt: number; pending: { readonly quote: Quote; readonly since: number } | null }

export class Console {
  readonly #options: ConsoleOptions;
  readonly #quotes = new Map<string, QuoteLine>();
  #timer: NodeJS.Timeout | null = null;
  #nameWidth = USUAL_NAME;
  /** The newest stamp of a notice: a quote held back is not shown under an older one. */
  #reached = -Infinity;

  constructor(options: ConsoleOptions) { this.#options = options; }

  /** `view`: that of the session the notice comes from. */
  notice(notice: Notice, nameOf: NameOf, view: SessionView): void {
    const name = notice.market === null ? '' : nameOf(notice.market);
    this.#reached = Math.max(this.#reached, notice.ts);
    // Also by notices that are not shown: the columns then stand before the first quote.
    this.#nameWidth = Math.max(this.#nameWidth, Math.min(name.length, MAX_NAME));
    for (const verdict of view.judge(notice, name)) {
      if (verdict === 'show') this.#say(notice, name);
      // A quote held back says nothing any more once there is none.
      else if (verdict === 'hide') this.#forget(notice, name);
      else this.#print(notice.ts, '', 'start', 'cyan', verdict.start);
    }
  }

  #forget(notice: Notice, name: string): void {
    const line = this.#quotes.get(name);
    if (notice.type === 'QuoteChanged' && line !== undefined) line.pending = null;
  }

  #say(notice: Notice, name: string): void {
    const show = (word: string, colour: Colour, text: string) => this.#print(notice.ts, name, word, colour, text);
    switch (notice.type) {
      case 'QuoteChanged': return this.#quoteChanged(notice, name);
      case 'Filled': return show('fill', notice.side === 'bid' ? 'green' : 'magenta', fillText(notice));
      case 'FillReversed': return show('reversed', 'red', noticeText(notice));
      case 'ConfigApplied': return show('config', 'cyan', noticeText(notice));
      case 'MarketAdopted': return this.#print(notice.ts, notice.name, 'market', 'cyan', `adopted by ${notice.strategy}`);
      case 'MarketReleased': return this.#print(notice.ts, notice.name, 'market', 'cyan', `released: ${notice.why}`);
      case 'MarketSettled': return this.#print(notice.ts, notice.name, 'settled', 'cyan', `YES pays ${moneyText(fromMicros(notice.yesPays))}`);
      case 'PermissionChanged': return show('permission', notice.permission === 'full' ? 'green' : 'yellow', noticeText(notice).replace(/^permission /, ''));
      case 'LiquidationBegan': return show('liquidate', 'yellow', noticeText(notice));
      // How it began stands in the line before.
      case 'LiquidationStageChanged': return notice.stage === 'passive' ? undefined : show('liquidate', 'yellow', `${notice.stage}: ${notice.why}`);
      case 'LiquidationEnded': return show('liquidate', notice.profit < 0 ? 'yellow' : 'green', noticeText(notice).replace(/^liquidation /, ''));
      // The other parts of a market's life show in what it quotes.
      case 'LifecycleChanged': return notice.to === 'settling' || notice.to === 'retired' ? show('market', 'cyan', noticeText(notice)) : undefined;
      case 'OrderRefused': return show('refused', 'dim', `${notice.reason}${notice.detail === '' ? '' : ` (${notice.detail})`}`);
      case 'OrderUnresolved': return show('unknown', 'yellow', noticeText(notice));
      case 'RuleChanged': return show('rule', 'blue', noticeText(notice).replace(/^rule /, ''));
      case 'Alert': return show('alert', notice.severity === 'critical' ? 'red' : 'yellow', noticeText(notice));
      case 'Halted': return show('HALTED', 'red', `by ${notice.by}: ${notice.reason}`);
      case 'Resumed': return show('resumed', 'green', `by ${notice.by}: ${notice.what}`);
      case 'ZeroOpenProved': return show('proved', 'green', noticeText(notice));
      case 'HourClosed': return show('hour', 'cyan', noticeText(notice).replace(/^hour /, ''));
      // Agreement is the ordinary case and comes every few minutes.
      case 'Reconciled': return notice.differences.length === 0 ? undefined : show('reconciled', 'yellow', noticeText(notice));
    }
  }

  /** What the runtime says besides: a rejected file, a session that opened. */
  announce(item: Pick<StreamItem, 'kind' | 'at' | 'text'>): void {
    const [first, ...rest] = item.text.split('\n');
    this.#print(item.at, '', item.kind, item.kind === 'alert' ? 'red' : 'cyan', first ?? '');
    for (const line of rest) this.#options.write(line);
  }

  /** Shows the quotes still held back, for the end of a run. */
  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    for (const line of this.#quotes.values()) this.#show(line);
  }

  #quoteChanged(quote: Quote, name: string): void {
    const now = performance.now();
    const line = this.#quotes.get(name) ?? { name, shownAt: -Infinity, pending: null };
    this.#quotes.set(name, line);
    line.pending = { quote, since: now };
    if (now - line.shownAt >= QUOTE_INTERVAL_MS) this.#show(line);
    else this.#wakeFor(line, now);
  }

  /** `now` is the moment at which the line was found not to be due: read anew, the time left could be below zero. */
  #wakeFor(line: QuoteLine, now: number): void {
    if (this.#timer !== null) return;
    // Unreferenced: a line held back must not keep the process alive.
    this.#timer = setTimeout(() => { this.#timer = null; this.#showDue(); }, line.shownAt + QUOTE_INTERVAL_MS - now).unref();
  }

  #showDue(): void {
    const now = performance.now();
    const waiting: QuoteLine[] = [];
    for (const line of this.#quotes.values()) {
      if (line.pending === null) continue;
      if (now - line.shownAt >= QUOTE_INTERVAL_MS) this.#show(line); else waiting.push(line);
    }
    const next = waiting.toSorted((a, b) => a.shownAt - b.shownAt)[0];
    if (next !== undefined) this.#wakeFor(next, now);
  }

  #show(line: QuoteLine): void {
    if (line.pending === null) return;
    const { quote, since } = line.pending;
    const now = performance.now();
    this.#print(Math.max(this.#reached, quote.ts + now - since), line.name, 'quote', 'plain', quoteText(quote));
    line.pending = null;
    line.shownAt = now;
  }

  #print(at: number, name: string, word: string, colour: Colour, text: string): void {
    const { write, isColoured } = this.#options;
    const time = new Date(at).toISOString().slice(11, 19);
    const label = shortened(name).padEnd(this.#nameWidth);
    write(`${paint(time, 'dim', isColoured)}  ${label}  ${paint(word.padEnd(10), colour, isColoured)}  ${text}`.trimEnd());
  }
}

/** The end of a long name tells markets of a series apart, so the middle goes. */
function shortened(name: string): string {
  if (name.length <= MAX_NAME) return name;
  const head = Math.floor((MAX_NAME - 1) / 2);
  return `${name.slice(0, head)}…${name.slice(head + 1 - MAX_NAME)}`;
}

function fillText(fill: Notice & { type: 'Filled' }): string {
  const verb = fill.side === 'bid' ? 'bought' : 'sold  ';
  const columns = [
    `${verb} ${sizeText(fromMicros(fill.size)).padStart(8)} at ${priceText(fromMicros(fill.price)).padEnd(6)}`,
    `position ${positionText(fromMicros(fill.position))}`,
  ];
  const edge = fillEdge(fill);
  if (edge !== null) columns.push(`edge ${moneyText(edge)}`);
  if (fill.fee !== 0) columns.push(`fee ${moneyText(fromMicros(fill.fee)).replace('+', '')}`);
  if (fill.liquidity === 'taker') columns.push('taker');
  return columns.join('   ');
}

function quoteText(quote: Quote): string {
  if (quote.bid === null && quote.ask === null) return nothingText(quote);
  const price = (micros: number | null) => (micros === null ? '—' : priceText(fromMicros(micros))).padEnd(6);
  const fair = quote.fairValue === null ? 'unknown' : estimateText(fromMicros(quote.fairValue));
  const missing: string[] = [];
  if (quote.bid === null && quote.noBid !== null) missing.push(`no bid: ${reasonWords(quote.noBid)}`);
  if (quote.ask === null && quote.noAsk !== null) missing.push(`no ask: ${reasonWords(quote.noAsk)}`);
  return [`bid ${price(quote.bid)} ask ${price(quote.ask)} fair ${fair}`, ...missing].join('   ');
}

function nothingText({ noBid, noAsk }: Quote): string {
  const [bid, ask] = [noBid, noAsk].map((why) => (why === null ? 'no reason recorded' : reasonWords(why)));
  return bid === ask ? `nothing quoted: ${bid}` : `nothing quoted   no bid: ${bid}   no ask: ${ask}`;
}
