// How long something was in which state: markets under their permission, rules in force.

/** Milliseconds by state, of one subject at a time. */
export class TimeIn<State extends string> {
  readonly #now = new Map<string, { readonly state: State; readonly since: number }>();
  readonly #ms = new Map<State, number>();

  enter(subject: string, state: State, ts: number): void {
    this.leave(subject, ts);
    this.#now.set(subject, { state, since: ts });
  }

  leave(subject: string, ts: number): void {
    const was = this.#now.get(subject);
    if (was === undefined) return;
    this.#ms.set(was.state, (this.#ms.get(was.state) ?? 0) + ts - was.since);
    this.#now.delete(subject);
  }

  end(ts: number): void { for (const subject of this.#now.keys()) this.leave(subject, ts); }

  ms(state: State): number { return this.#ms.get(state) ?? 0; }
  total(): number { return [...this.#ms.values()].reduce((sum, ms) => sum + ms, 0); }
}
