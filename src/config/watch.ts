// Watching the configuration: wakes come from the file system or a slow poll, the content decides. Reports each content
// that stood still once, the last of several quick edits only, and never what is already known.

import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
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
  close(): Promise<void>;
}

/** Two reads this far apart have to agree. */
const SETTLE_MS = 60;
/** A file cut off at its end waits this much longer: it is more likely being written than meant. */
const CUT_OFF_SETTLE_MS = 1_000;
/** Finds what no wake told of: network file systems, exhausted watch handles. */
const POLL_MS = 1_000;

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
    let files = readSources(this.#dir);
    for (;;) {
      await delay(SETTLE_MS);
      const again = readSources(this.#dir);
      const isStill = hashOfFiles(again, again.keys()) === hashOfFiles(files, files.keys());
      files = again;
      if (isStill) return this.#load(files);
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
    if (this.#lastLook?.hash !== hash) this.#lastLook = { hash, since: now };
    const rest = this.#lastLook.since + (this.#isCutOff(files) ? CUT_OFF_SETTLE_MS : SETTLE_MS) - now;
    if (rest > 0) {
      this.#lookAgain(Math.min(rest + 1, SETTLE_MS));
      return;
    }
    this.#lastLook = null;
    void this.#load(files).catch((error: unknown) => {
      if (!this.#isClosed) this.#options.onFailure(error instanceof Error ? error : new Error(String(error)));
    });
  }

  async #load(files: SourceFiles): Promise<LoadResult> {
    const profile = this.#options.profile();
    this.#isLoading = true;
    try {
      const result = await this.#thread.load(files, profile);
      const hash = result.ok ? result.loaded.sourceHash : result.hash;
      const identity = `${profile ?? ''} ${hash}`;
      const isKnown = identity === this.#seen;
      // Another profile was asked for by whoever swapped the session, and who has loaded it already.
      const isSwapped = profile !== this.#profile && result.ok && result.loaded.hash === this.#options.current().hash;
      this.#involved = result.ok ? result.loaded.sources.map((source) => source.file) : result.files;
      this.#seen = identity;
      this.#profile = profile;
      if (!this.#isClosed && !isKnown && !isSwapped) this.#options.onResult(result);
      return result;
    } finally {
      this.#isLoading = false;
      // What changed while loading had its wake swallowed.
      if (!this.#isClosed) this.#lookAgain(0);
    }
  }

  #isCutOff(files: SourceFiles): boolean {
    return this.#options.current().sources.some(({ file, text }) => {
      const content = files.get(file);
      if (!(content instanceof Uint8Array) || content.byteLength >= Buffer.byteLength(text)) return false;
      return text.startsWith(Buffer.from(content).toString('utf8'));
    });
  }
}
