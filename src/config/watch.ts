// Watching the configuration: wakes come from the file system or a slow poll, the content decides. Reports each content
// that stood still once, the last of several quick edits only, and never what is already known.

import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parse } from 'yaml';
import type { LoadedConfig, LoadResult } from './load.ts';
import { FileWakes } from './file-wakes.ts';
import { LoaderThread } from './loader-thread.ts';
import { hashOfFiles, readSources, type SourceFiles } from './sources.ts';

export interface WatchOptions {
  readonly dir: string;
  /** What overrules the profile that strategies.yaml names; asked at each load. */
  readonly profile: () => string | undefined;
  /** What is in force: nothing is reported while the files are what it was loaded from. */
  readonly current: () => LoadedConfig;
  readonly onResult: (result: LoadResult) => void;
  /** The loading itself failed: a defect, not a mistake in a file. What is in force stays in force. */
  readonly onFailure: (error: Error) => void;
}

export interface ConfigWatch {
  /** Reads and compiles now, without waiting for a wake; `onResult` hears of it only where the files are new. */
  reloadNow(): Promise<LoadResult>;
  /** The files with this profile, once they have stood still, as `reloadNow` would read them; `onResult` hears nothing. */
  settled(profile: string): Promise<LoadResult>;
  /** Why the last load failed, or null. */
  readonly failure: string | null;
  close(): Promise<void>;
}

/** Two reads this far apart have to agree. */
const SETTLE_MS = 60;
/** A file cut off at its end, or without names that are in force, waits this much longer: it is more likely being written than meant. */
const CUT_OFF_SETTLE_MS = 1_000;
/** Finds what no wake told of: network file systems, exhausted watch handles. */
const POLL_MS = 1_000;
/** After the n-th failed load in a row the next one waits 2ⁿ seconds, and at most this long. */
const LONGEST_RETRY_MS = 60_000;

export function watchConfig(options: WatchOptions): ConfigWatch {
  return new Watch(options);
}

class Watch implements ConfigWatch {
  readonly #options: WatchOptions;
  readonly #dir: string;
  readonly #thread = new LoaderThread();
  readonly #wakes: FileWakes;
  readonly #poll: NodeJS.Timeout;
  #settling: NodeJS.Timeout | null = null;
  #isClosed = false;
  /** Files the last load asked for, and what they held. */
  #involved: readonly string[];
  #seen: string;
  #profile: string | undefined;
  /** The content of the last look, waiting to be found again. */
  #lastLook: { readonly hash: string; readonly since: number } | null = null;
  #isLoading = false;
  /** Content that would take out what is in force, and has to stand still for longer. */
  #suspect: string | null = null;
  #failures = 0;
  #retryAt = 0;
  failure: string | null = null;

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#dir = resolve(options.dir);
    const current = options.current();
    this.#involved = current.sources.map((source) => source.file);
    this.#profile = options.profile();
    this.#seen = this.#identity(current.sourceHash);
    this.#wakes = new FileWakes(this.#dir, () => this.#lookSoon());
    this.#poll = setInterval(() => this.#look(), POLL_MS);
    this.#poll.unref();
    // An edit made between the first load and now has no wake left.
    this.#look();
  }

  async reloadNow(): Promise<LoadResult> {
    const profile = this.#options.profile();
    const result = await this.settled(profile);
    this.#report(result, profile);
    return result;
  }

  async settled(profile: string | undefined): Promise<LoadResult> {
    let files = readSources(this.#dir);
    let since = performance.now();
    let result: LoadResult | null = null;
    for (;;) {
      await delay(SETTLE_MS);
      const again = readSources(this.#dir);
      if (hashOfFiles(again, again.keys()) !== hashOfFiles(files, files.keys())) {
        files = again;
        since = performance.now();
        result = null;
        continue;
      }
      const mayBeHalf = performance.now() - since < CUT_OFF_SETTLE_MS;
      if (mayBeHalf && this.#isCutOff(files)) continue;
      result ??= await this.#compiled(files, profile);
      if (!mayBeHalf || !takesOut(this.#options.current(), result)) return result;
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#poll);
    if (this.#settling !== null) clearTimeout(this.#settling);
    await Promise.all([this.#wakes.close(), this.#thread.close()]);
  }

  #identity(hash: string): string {
    return `${this.#options.profile() ?? ''} ${hash}`;
  }

  #lookSoon(): void {
    if (this.#settling === null) this.#look();
  }

  #lookAgain(afterMs: number): void {
    if (this.#settling !== null) clearTimeout(this.#settling);
    this.#settling = setTimeout(() => {
      this.#settling = null;
      this.#look();
    }, afterMs);
  }

  /** Reads; loads what it has found twice; otherwise looks again. */
  #look(): void {
    if (this.#isClosed || this.#isLoading) return;
    this.#wakes.follow();
    const files = readSources(this.#dir);
    const hash = hashOfFiles(files, this.#involved);
    if (this.#identity(hash) === this.#seen) {
      this.#lastLook = null;
      return;
    }
    const now = performance.now();
    if (now < this.#retryAt) return;
    if (this.#lastLook?.hash !== hash) this.#lastLook = { hash, since: now };
    const { since } = this.#lastLook;
    const rest = since + (this.#suspect === hash || this.#isCutOff(files) ? CUT_OFF_SETTLE_MS : SETTLE_MS) - now;
    if (rest > 0) {
      this.#lookAgain(Math.min(rest + 1, SETTLE_MS));
      return;
    }
    this.#lastLook = null;
    this.#load(files, { hash, since }).catch((error: unknown) => {
      if (!this.#isClosed) this.#failed(error instanceof Error ? error : new Error(String(error)));
    });
  }

  async #compiled(files: SourceFiles, profile: string | undefined): Promise<LoadResult> {
    const result = await this.#thread.load(files, profile);
    this.#failures = 0;
    this.failure = null;
    return result;
  }

  #failed(error: Error): void {
    this.#failures++;
    this.#retryAt = performance.now() + Math.min(1_000 * 2 ** this.#failures, LONGEST_RETRY_MS);
    this.failure = error.message;
    this.#options.onFailure(error);
  }

  async #load(files: SourceFiles, look: { readonly hash: string; readonly since: number }): Promise<void> {
    const profile = this.#options.profile();
    const mayBeHalf = performance.now() - look.since < CUT_OFF_SETTLE_MS;
    this.#isLoading = true;
    try {
      const result = await this.#compiled(files, profile);
      if (mayBeHalf && takesOut(this.#options.current(), result)) {
        this.#suspect = look.hash;
        this.#lastLook = look;
      } else {
        this.#report(result, profile);
      }
    } finally {
      this.#isLoading = false;
      // What changed while loading had its wake swallowed.
      if (!this.#isClosed) this.#lookAgain(0);
    }
  }

  #report(result: LoadResult, profile: string | undefined): void {
    const hash = result.ok ? result.loaded.sourceHash : result.hash;
    const identity = `${profile ?? ''} ${hash}`;
    const isKnown = identity === this.#seen;
    // Another profile was asked for by whoever swapped the session, and who has loaded it already.
    const isSwapped = profile !== this.#profile && result.ok && result.loaded.hash === this.#options.current().hash;
    this.#involved = result.ok ? result.loaded.sources.map((source) => source.file) : result.files;
    this.#seen = identity;
    this.#profile = profile;
    this.#suspect = null;
    if (!this.#isClosed && !isKnown && !isSwapped) this.#options.onResult(result);
  }

  #isCutOff(files: SourceFiles): boolean {
    return this.#options.current().sources.some(({ file, text }) => {
      const content = files.get(file);
      if (!(content instanceof Uint8Array) || content.byteLength >= Buffer.byteLength(text)) return false;
      return text.startsWith(Buffer.from(content).toString('utf8'));
    });
  }
}

/** A name in force is gone: a top-level key of a file, a preset, a strategy or a rule. */
function takesOut(current: LoadedConfig, result: LoadResult): boolean {
  if (!result.ok) return false;
  const next = namesIn(result.loaded);
  const files = new Set(result.loaded.sources.map((source) => source.file));
  return [...namesIn(current)].some(([name, file]) => !next.has(name) && (file === null || files.has(file)));
}

/** To the file that writes it; null where it is of the whole. */
function namesIn({ config, sources }: LoadedConfig): ReadonlyMap<string, string | null> {
  const names = new Map<string, string | null>();
  for (const strategy of config.strategies) names.set(`strategy ${strategy.name}`, null);
  for (const rule of config.rules) names.set(`rule ${rule.name}`, null);
  for (const { file, text } of sources) {
    const root: unknown = parse(text, { schema: 'failsafe', uniqueKeys: false, logLevel: 'silent' });
    for (const [key, value] of entriesOf(root)) {
      names.set(`${file} ${key}`, file);
      if (key === 'presets') for (const [preset] of entriesOf(value)) names.set(`${file} preset ${preset}`, file);
    }
  }
  return names;
}

const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] => (typeof value === 'object' && value !== null ? Object.entries(value) : []);
