// Says that something may have changed in the folder of the configuration, and nothing more: no path, no kind. Follows
// the folder when it is replaced.

import { watch, type FSWatcher } from 'chokidar';
import { statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { PROFILES_FOLDER, STRATEGIES_FILE } from './sources.ts';

const inodeOf = (path: string): string => {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return 'absent';
  }
};

export class FileWakes {
  readonly #dir: string;
  readonly #wake: () => void;
  #watcher: FSWatcher | null = null;
  #watched = '';

  constructor(dir: string, wake: () => void) {
    this.#dir = dir;
    this.#wake = wake;
    this.#open();
  }

  /** Looks at the folders' inodes, and watches the new ones where they were replaced. */
  follow(): void {
    if (this.#identity() === this.#watched) return;
    void this.#watcher?.close();
    this.#open();
  }

  async close(): Promise<void> {
    await this.#watcher?.close();
    this.#watcher = null;
  }

  #identity(): string {
    return `${inodeOf(this.#dir)} ${inodeOf(join(this.#dir, PROFILES_FOLDER))}`;
  }

  #open(): void {
    this.#watched = this.#identity();
    // The parent is watched for the folder's replacement; everything else in it is ignored. `atomic` would delay
    // removals by 100 ms, and settling is ours.
    this.#watcher = watch([dirname(this.#dir), this.#dir, join(this.#dir, PROFILES_FOLDER)], {
      depth: 0, ignoreInitial: true, atomic: false, followSymlinks: false, ignored: (path) => !this.#concerns(path),
    });
    this.#watcher.on('all', this.#wake).on('raw', this.#wake);
    // A watcher that fails leaves the slow poll, which finds every change a little later.
    this.#watcher.on('error', this.#wake);
  }

  #concerns(path: string): boolean {
    const within = relative(this.#dir, path);
    if (within === '' || within === '..') return true;
    if (within.startsWith('..') && within !== '..data') return false;
    return within === STRATEGIES_FILE || within === PROFILES_FOLDER || within === '..data'
      || (dirname(within) === PROFILES_FOLDER && (basename(within) === '..data' || within.endsWith('.yaml')));
  }
}
