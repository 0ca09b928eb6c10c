// Results kept in a folder, one file a job, named after its key. A file is whole or not there at all, so that a sweep that
// was cut off goes on where it stopped.

import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EvenkeelError } from '../errors/define.ts';
import { SWEEP_ERRORS } from '../errors/sweep.ts';
import type { Outcome } from './outcome.ts';

export class StoredResults {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Null where the job has no result yet. */
  async read(key: string): Promise<Outcome | null> {
    const path = this.#pathOf(key);
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw new EvenkeelError(SWEEP_ERRORS.badResult, `${path}: ${(error as Error).message}`, { file: path });
    });
    return text === null ? null : outcomeFrom(text, key, path);
  }

  async write(outcome: Outcome): Promise<void> {
    const path = this.#pathOf(outcome.key);
    const temporary = `${path}.${process.pid}.tmp`;
    try {
      await mkdir(this.#folder, { recursive: true });
      const file = await open(temporary, 'w');
      try {
        await file.writeFile(JSON.stringify(outcome));
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw new EvenkeelError(SWEEP_ERRORS.cannotWrite, `${path}: ${(error as Error).message}`, { file: path });
    }
  }

  #pathOf(key: string): string { return join(this.#folder, `${key}.json`); }
}

/** `place`: where the text comes from, for the message. */
export function outcomeFrom(text: string, key: string, place: string): Outcome {
  const outcome = parsed(text, place) as Partial<Outcome> | null;
  if (outcome?.version === 1 && outcome.key === key && Array.isArray(outcome.models)) return outcome as Outcome;
  throw new EvenkeelError(SWEEP_ERRORS.badResult, `${place}: this is not the result of job ${key}`, { place });
}

function parsed(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new EvenkeelError(SWEEP_ERRORS.badResult, `${place}: ${(error as Error).message}`, { place });
  }
}
