// What the files of the bot say, and to whom: a changed `profile:` line asks for a swap, everything else goes to the keeper.
// While the session is being swapped only the last word of the files is kept, and heard afterwards.

import { loadConfig, type LoadedConfig, type LoadResult } from '../config/load.ts';
import { watchConfig, type ConfigWatch } from '../config/watch.ts';
import { profileProblem } from './change-problem.ts';
import type { ConfigKeeper } from './config-keeper.ts';
import type { Outcome } from './controller.ts';

export interface ConfigFilesParts {
  readonly directory: string;
  /** Overrides the `profile:` line; null: the line counts. */
  readonly profile: string | null;
  readonly profileNamed: string;
  readonly keeper: ConfigKeeper;
  readonly swapTo: (profile: string) => Promise<Outcome>;
  /** How long the files held up the session. */
  readonly onHeard: (seconds: number) => void;
  readonly onFault: (what: string, error: Error) => void;
}

export class ConfigFiles {
  readonly #parts: ConfigFilesParts;
  #watcher: ConfigWatch | null = null;
  /** Null where the `profile:` line of strategies.yaml says which profile runs. */
  #profileOverride: string | null;
  #namedProfile: string;
  #isHolding = false;
  #held: LoadResult | null = null;

  constructor(parts: ConfigFilesParts) {
    this.#parts = parts;
    this.#profileOverride = parts.profile;
    this.#namedProfile = parts.profileNamed;
  }

  /** Why the files cannot be read, or null. */
  get failure(): string | null { return this.#watcher?.failure ?? null; }

  watch(): void {
    const { directory, keeper, onFault } = this.#parts;
    this.#watcher = watchConfig({
      dir: directory,
      profile: () => this.#profileOverride ?? undefined,
      current: () => keeper.current.loaded,
      onResult: (result) => { this.#say(result); },
      onFailure: (error) => { onFault('the config could not be read', error); },
    });
  }

  async close(): Promise<void> { await this.#watcher?.close(); }

  async reload(): Promise<void> {
    if (this.#watcher === null) this.#say(this.#read(this.#profileOverride));
    else await this.#watcher.reloadNow();
  }

  /** The files with this profile, once they have stood still; nobody else hears of it. */
  async settled(profile: string): Promise<LoadResult> {
    return this.#watcher === null ? this.#read(profile) : this.#watcher.settled(profile);
  }

  hold(): void { this.#isHolding = true; }

  /** `swappedTo`: the profile that an operator asked for and that now runs; null where the session is the one it was. */
  async goOn(swappedTo: string | null): Promise<void> {
    const held = this.#held;
    this.#isHolding = false;
    this.#held = null;
    if (swappedTo !== null) this.#profileOverride = swappedTo;
    if (held === null) return;
    // What was held was read with the profile of before.
    if (swappedTo === null) this.#say(held);
    else await this.reload();
  }

  #read(profile: string | null): LoadResult {
    return loadConfig({ dir: this.#parts.directory, profile: profile ?? undefined });
  }

  #say(result: LoadResult): void {
    if (this.#isHolding) {
      this.#held = result;
      return;
    }
    const began = performance.now();
    const { keeper, onHeard, onFault } = this.#parts;
    if (result.ok && result.loaded.profileNamed !== this.#namedProfile) {
      this.#namedProfile = result.loaded.profileNamed;
      if (this.#namedProfile !== keeper.current.profile) {
        this.#swapAsWritten(result.loaded).catch((error: unknown) => { onFault('the swap that the files ask for failed', error instanceof Error ? error : new Error(String(error))); });
        return;
      }
      this.#profileOverride = null;
    }
    keeper.consider(result);
    onHeard((performance.now() - began) / 1_000);
  }

  /** The `profile:` line was edited: the same protocol as a swap by the API. */
  async #swapAsWritten(loaded: LoadedConfig): Promise<void> {
    const profile = loaded.profileNamed;
    const outcome = await this.#parts.swapTo(profile);
    if (outcome.ok) {
      this.#profileOverride = null;
      return;
    }
    this.#parts.keeper.refuse(profileProblem(outcome.code, `the session does not swap to ${profile}: ${outcome.message}`, loaded));
  }
}
