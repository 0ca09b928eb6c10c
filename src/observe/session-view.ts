// Which of a session's notices a person at the terminal needs. Sums the start up in a few lines, since every market goes
// through the same waiting, and keeps to itself what a market only repeats of the account. Judges; prints nothing.

import type { Notice } from '../core/domain/notices.ts';
import { CONSTRAINTS, reasonWords } from '../core/risk/constraints.ts';

/** Shown as it is, not at all, or as this sentence about the whole session. */
export type Verdict = 'show' | 'hide' | { readonly start: string };

type Of<Type extends Notice['type']> = Notice & { readonly type: Type };

/** What every start goes through. Anything else is shown at once. */
const WAITING: ReadonlySet<string> = new Set([CONSTRAINTS.notReconciled, CONSTRAINTS.volatilityUnknown, CONSTRAINTS.adverseUnknown, CONSTRAINTS.bookEmpty, CONSTRAINTS.feedDown].map((c) => c.code));
/** Session time after which a market that does not quote yet is news. */
const START_UP_MS = 15_000;
const MAX_NAMED = 5;
/** Told as a change of its life. */
const NOT_CHOSEN: string = CONSTRAINTS.notChosen.code;

export class SessionView {
  /** Of each market adopted: why it is not quoted, null where it is. */
  readonly #unquoted = new Map<string, string | null>();
  /** Of each market: the reasons of its own that were shown last. */
  readonly #ownReasons = new Map<string, string>();
  /** Rules that fired in a market since the start only because a fact was unknown. */
  readonly #feared = new Set<string>();
  #accountReasons: readonly string[] = [];
  #isConfirming = false;
  /** Of a halt that an earlier run left, the start of the run has told. */
  #isHaltSaid = true;
  #endsAt: number | null = null;
  #isStarting = true;

  /** `name` of the market, empty for the account. */
  judge(notice: Notice, name: string): readonly Verdict[] {
    this.#endsAt ??= notice.ts + START_UP_MS;
    const verdict = this.#verdict(notice, name);
    const ending = this.#isStarting ? this.#endOfStart(notice.ts) : null;
    return ending === null ? [verdict] : [{ start: ending }, verdict];
  }

  #verdict(notice: Notice, name: string): Verdict {
    switch (notice.type) {
      case 'MarketAdopted':
        if (!this.#isStarting) return 'show';
        this.#unquoted.set(name, 'no decision yet');
        return 'hide';
      case 'MarketReleased':
        this.#unquoted.delete(name);
        return 'show';
      case 'PermissionChanged': return notice.market === null ? this.#accountChanged(notice) : this.#marketChanged(notice, name);
      case 'Halted':
        this.#isHaltSaid = true;
        return 'show';
      // What every market goes through; the start up is summed up by who quotes.
      case 'LifecycleChanged': return this.#isStarting ? 'hide' : 'show';
      case 'QuoteChanged': return this.#quoteChanged(notice, name);
      case 'RuleChanged': return this.#ruleChanged(notice, name);
      default: return 'show';
    }
  }

  #accountChanged({ reasons }: Of<'PermissionChanged'>): Verdict {
    this.#accountReasons = reasons;
    const news = reasons.filter((reason) => !(this.#isStarting && WAITING.has(reason)));
    if (!reasons.includes(CONSTRAINTS.halted.code)) this.#isHaltSaid = false;
    else if (this.#isHaltSaid && news.length === 1) return 'hide';
    if (!this.#isStarting || news.length > 0) return 'show';
    if (reasons.length === 0) return this.#isConfirming ? { start: 'open orders and holdings confirmed' } : 'show';
    if (this.#isConfirming) return 'hide';
    this.#isConfirming = true;
    const markets = this.#unquoted.size === 0 ? '' : `${counted(this.#unquoted.size)}: `;
    return { start: `${markets}confirming open orders and holdings` };
  }

  /** A market has the account's reasons too; those have been said. */
  #marketChanged({ reasons }: Of<'PermissionChanged'>, name: string): Verdict {
    const own = reasons.filter((reason) => reason !== NOT_CHOSEN && !this.#accountReasons.includes(reason) && !(this.#isStarting && WAITING.has(reason))).join();
    const known = this.#ownReasons.get(name) ?? '';
    this.#ownReasons.set(name, own);
    return own === known ? 'hide' : 'show';
  }

  #quoteChanged({ bid, ask, noBid }: Of<'QuoteChanged'>, name: string): Verdict {
    const isQuoted = bid !== null || ask !== null;
    if (this.#unquoted.has(name)) this.#unquoted.set(name, isQuoted ? null : noBid);
    if (isQuoted) return 'show';
    return this.#isStarting || (noBid !== null && (noBid === NOT_CHOSEN || this.#accountReasons.includes(noBid))) ? 'hide' : 'show';
  }

  #ruleChanged({ rule, strategy, cause }: Of<'RuleChanged'>, name: string): Verdict {
    const key = JSON.stringify([name, strategy, rule]);
    if (cause === 'unknown' && this.#isStarting) {
      this.#feared.add(key);
      return 'hide';
    }
    // It has never really fired, so its end is no news either.
    return this.#feared.delete(key) && cause === 'ended' ? 'hide' : 'show';
  }

  #endOfStart(now: number): string | null {
    const chosen = [...this.#unquoted].filter(([, why]) => why !== NOT_CHOSEN);
    const waiting = chosen.filter(([, why]) => why !== null);
    const all = chosen.length;
    const isQuoting = all > 0 && waiting.length === 0;
    if (!isQuoting && (this.#endsAt === null || now < this.#endsAt)) return null;
    this.#isStarting = false;
    if (isQuoting) return `quoting ${counted(all)}`;
    // What holds the whole account back has been said.
    if (all === 0 || this.#accountReasons.length > 0) return null;
    const names = waiting.slice(0, MAX_NAMED).map(([name, why]) => `${name} (${reasonWords(why ?? '')})`).join(', ');
    const more = waiting.length > MAX_NAMED ? ` and ${waiting.length - MAX_NAMED} more` : '';
    return `quoting ${all - waiting.length} of ${counted(all)}; not yet ${names}${more}`;
  }
}

const counted = (markets: number): string => `${markets} ${markets === 1 ? 'market' : 'markets'}`;
