// What outlives a session whatever its profile: the latch of a halt and the highest generation number given out. One small
// file beside the journals, replaced whole and flushed before a change is answered; it repairs and invents nothing.

import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { EvenkeelError } from '../errors/define.ts';
import { RUNTIME_ERRORS } from '../errors/runtime.ts';
import type { LeftAccount } from './controller.ts';
import type { Written } from '../journal/records.ts';

const controlState = z.strictObject({
  halted: z.strictObject({ since: z.number(), by: z.string(), reason: z.string() }).nullable(),
  generation: z.int().nonnegative(),
  left: z.strictObject({
    profile: z.string(), account: z.string(), since: z.number(), by: z.string(),
    positions: z.array(z.strictObject({ market: z.string(), yes: z.number(), no: z.number() })).readonly(),
  }).nullable().optional(),
});
type ControlState = Readonly<z.infer<typeof controlState>>;
export type HaltLatch = NonNullable<ControlState['halted']>;

const DONE: Written = { ok: true };

export class ControlRecord {
  readonly path: string;
  #state: ControlState;

  /** Throws MM_RUN_CONTROL_UNREADABLE where a record stands that cannot be read: it may hold a halt. */
  constructor(directory: string) {
    this.path = join(directory, 'data', 'control.json');
    this.#state = this.#read();
  }

  get halted(): HaltLatch | null { return this.#state.halted; }
  /** No generation above this one was ever given out here. */
  get generation(): number { return this.#state.generation; }

  /** An account that was left with positions, until its profile runs again. */
  get left(): LeftAccount | null { return this.#state.left ?? null; }

  leave(left: LeftAccount): Written { return this.#change((state) => ({ ...state, left })); }
  returned(profile: string): Written { return this.#change((state) => (state.left?.profile === profile ? { ...state, left: null } : state)); }
  latch(halted: HaltLatch): Written { return this.#change((state) => ({ ...state, halted })); }
  clear(): Written { return this.#change((state) => (state.halted === null ? state : { ...state, halted: null })); }
  /** Before a generation of this number is in force. */
  raise(generation: number): Written {
    return this.#change((state) => (generation <= state.generation ? state : { ...state, generation }));
  }

  /** On what stands in the file: bots of other profiles in this folder write it too. */
  #change(change: (state: ControlState) => ControlState): Written {
    try {
      const state = this.#read();
      const next = change(state);
      if (next !== state) this.#write(next);
      this.#state = next;
      return DONE;
    } catch (error) {
      return { ok: false, reason: `${this.path}: ${(error as Error).message}` };
    }
  }

  #read(): ControlState {
    let text: string;
    try {
      text = readFileSync(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { halted: null, generation: 0 };
      throw new EvenkeelError(RUNTIME_ERRORS.controlUnreadable, `${this.path}: ${(error as Error).message}`, { path: this.path });
    }
    try {
      return controlState.parse(JSON.parse(text));
    } catch (error) {
      throw new EvenkeelError(RUNTIME_ERRORS.controlUnreadable, `${this.path} is damaged: ${(error as Error).message}`, { path: this.path });
    }
  }

  #write(state: ControlState): void {
    const folder = dirname(this.path);
    mkdirSync(folder, { recursive: true });
    const next = `${this.path}.${process.pid}.next`;
    const file = openSync(next, 'w');
    try {
      writeSync(file, `${JSON.stringify(state)}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(next, this.path);
    // The new name has to be on disk too.
    const entry = openSync(folder, 'r');
    try {
      fsyncSync(entry);
    } finally {
      closeSync(entry);
    }
  }
}
