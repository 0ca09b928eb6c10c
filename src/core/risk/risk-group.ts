// Markets that share a cap, with their worst case kept as a running sum: each market's worst case added up, or, where at
// most one of them pays YES, the worst over the outcomes. What one market would win is never held against what another
// would lose: it may be sold at any time, and reducing must never raise the worst case of anything.

import type { Side } from '../domain/side.ts';

/** What a group looks at of a market; micro-dollars. Kept up to date by the market, and told by `note`. */
export interface GroupMember {
  readonly instrument: { readonly name: string };
  readonly worstNotional: number;
  readonly lossIfYes: number;
  readonly lossIfNo: number;
}

export type GroupKind = 'event' | 'configured' | 'correlated';

export class RiskGroup {
  readonly name: string;
  readonly kind: GroupKind;
  /** Micro-dollars. */
  readonly limit: number;
  /** At most one of its markets pays YES. One member that is not of that kind ends it for the whole group. */
  isExclusive: boolean;
  readonly members: GroupMember[] = [];
  /** Micro-dollars at cost of markets that an earlier session left and this one has not listed. */
  unlisted = 0;
  #worst = 0;
  #ifNo = 0;
  /** The market whose YES would cost most beyond its NO, and by how much; the next one's. Never below 0: maybe none pays. */
  #dearest: GroupMember | null = null;
  #dearestBy = 0;
  #nextBy = 0;

  constructor(name: string, kind: GroupKind, limit: number, isExclusive: boolean) {
    this.name = name;
    this.kind = kind;
    this.limit = limit;
    this.isExclusive = isExclusive;
  }

  /** Micro-dollars that are lost at worst. */
  get worst(): number { return this.unlisted + (this.isExclusive ? this.#ifNo + this.#dearestBy : this.#worst); }

  join(member: GroupMember, isExclusive: boolean): void {
    this.members.push(member);
    if (!isExclusive) this.isExclusive = false;
    this.addUp();
  }

  leave(member: GroupMember): void {
    const at = this.members.indexOf(member);
    if (at >= 0) this.members.splice(at, 1);
    this.addUp();
  }

  /** Adds up anew, after any member's sums changed. */
  addUp(): void {
    this.#worst = this.#ifNo = this.#dearestBy = this.#nextBy = 0;
    this.#dearest = null;
    for (let i = 0; i < this.members.length; i++) {
      const member = this.members[i]!;
      this.#worst += member.worstNotional;
      this.#ifNo += member.lossIfNo;
      this.#compare(member);
    }
  }

  /** `member` changed: by how much since the group last knew. */
  note(worstBy: number, ifYesBy: number, ifNoBy: number): void {
    if (worstBy === 0 && ifYesBy === 0 && ifNoBy === 0) return;
    this.#worst += worstBy;
    this.#ifNo += ifNoBy;
    if (!this.isExclusive) return;
    this.#dearestBy = this.#nextBy = 0;
    this.#dearest = null;
    for (let i = 0; i < this.members.length; i++) this.#compare(this.members[i]!);
  }

  #compare(member: GroupMember): void {
    const by = member.lossIfYes - member.lossIfNo;
    if (by > this.#dearestBy) {
      this.#nextBy = this.#dearestBy;
      this.#dearestBy = by;
      this.#dearest = member;
    } else if (by > this.#nextBy) this.#nextBy = by;
  }

  /** Micro-dollars that a side of `member` may add to the `held` it has; below 0 where there is no room. */
  roomFor(member: GroupMember, side: Side, position: number, held: number): number {
    if (!this.isExclusive) return this.limit - this.unlisted - (this.#worst - member.worstNotional) - held;
    const others = this.unlisted + this.#ifNo - member.lossIfNo;
    if (side === 'ask') return this.limit - others - (position < 0 ? held : 0);
    return this.limit - others - (this.#dearest === member ? this.#nextBy : this.#dearestBy) - (position > 0 ? held : 0);
  }
}
