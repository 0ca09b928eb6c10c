// The real command line as child processes: a bot that runs until it is stopped or killed, and commands that end by
// themselves. Waits for conditions, never for time; what still runs is killed by `cleanUp`.

import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { configReport, healthReport } from '../../src/server/control-schemas.ts';
import { engineStatus, explanation, marketReport } from '../../src/server/view-schemas.ts';
import { ROOT, type BotFolder } from './bot-folder.fixture.ts';

const LAUNCHER = join(ROOT, 'bin/evenkeel');
const DEADLINE_MS = 20_000;
const LOOK_EVERY_MS = 25;

export type Status = z.output<typeof engineStatus>;
export interface Ended { readonly exit: number | null; readonly signal: NodeJS.Signals | null; readonly out: string; readonly err: string }

const children = new Map<ChildProcess, BotFolder>();

/** Kills what still runs in these folders and removes them. */
export async function cleanUp(...folders: readonly BotFolder[]): Promise<void> {
  const left = [...children].filter(([, folder]) => folders.includes(folder));
  await Promise.all(left.map(([child]) => new Promise<void>((resolve) => {
    child.once('close', () => { resolve(); });
    child.kill('SIGKILL');
  })));
  for (const folder of folders) folder.remove();
}

/** `look` until it gives something; throws with what was seen last when the deadline passes. */
export async function eventually<T>(what: string, look: () => Promise<T | null> | T | null, seen: () => string = () => '', deadlineMs = DEADLINE_MS): Promise<T> {
  const deadline = performance.now() + deadlineMs;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (performance.now() > deadline) throw new Error(`not within ${deadlineMs / 1_000} s: ${what}\n${seen()}`);
    await delay(LOOK_EVERY_MS);
  }
}

class Process {
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcess;
  #out = '';
  #err = '';

  constructor(folder: BotFolder, words: readonly string[]) {
    const child = spawn(LAUNCHER, ['-C', folder.path, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    children.set(child, folder);
    child.stdout.setEncoding('utf8').on('data', (text: string) => { this.#out += text; });
    child.stderr.setEncoding('utf8').on('data', (text: string) => { this.#err += text; });
    this.ended = new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (exit, signal) => {
        children.delete(child);
        resolve({ exit, signal, out: this.#out, err: this.#err });
      });
    });
  }

  get out(): string { return this.#out; }
  get err(): string { return this.#err; }
  get isRunning(): boolean { return children.has(this.#child); }
  signal(name: NodeJS.Signals): void { this.#child.kill(name); }
}

/** Runs a command to its end. */
export const evenkeel = (folder: BotFolder, ...words: string[]): Promise<Ended> => new Process(folder, words).ended;

export class RunningBot {
  readonly #process: Process;
  readonly #url: string;

  private constructor(process: Process, url: string) {
    this.#process = process;
    this.#url = url;
  }

  /** Resolves when the API answers. */
  static async start(folder: BotFolder, ...options: string[]): Promise<RunningBot> {
    const process = new Process(folder, ['run', ...options]);
    const said = (): string => `${process.out}\n${process.err}`;
    await eventually('the API address is printed', () => {
      if (!process.isRunning) throw new Error(`the bot ended instead of starting:\n${said()}`);
      return process.out.includes(`API on ${folder.url}`) ? true : null;
    }, said);
    return new RunningBot(process, folder.url);
  }

  /** What it printed so far. */
  get out(): string { return this.#process.out; }
  get err(): string { return this.#process.err; }
  signal(name: NodeJS.Signals): void { this.#process.signal(name); }
  get ended(): Promise<Ended> { return this.#process.ended; }

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    try {
      return await fetch(`${this.#url}${path}`, { ...init, signal: init.signal ?? AbortSignal.timeout(DEADLINE_MS) });
    } catch (error) {
      throw new Error(`GET ${path} of a bot that ${this.#process.isRunning ? 'runs' : 'has ended'}\n${this.out.slice(-2_000)}\n${this.err}`, { cause: error });
    }
  }
  async json(path: string): Promise<unknown> { return (await this.fetch(path)).json(); }
  async status(): Promise<Status> { return engineStatus.parse(await this.json('/status')); }
  async config(): Promise<z.output<typeof configReport>> { return configReport.parse(await this.json('/config')); }
  async market(name: string): Promise<z.output<typeof marketReport>> { return marketReport.parse(await this.json(`/markets/${name}`)); }
  async explain(name: string): Promise<z.output<typeof explanation>> { return explanation.parse(await this.json(`/markets/${name}/explain`)); }
  async health(): Promise<{ code: number; report: z.output<typeof healthReport> }> {
    const reply = await this.fetch('/health');
    return { code: reply.status, report: healthReport.parse(await reply.json()) };
  }

  /** The status as soon as `holds` is true of it. */
  async statusWhere(what: string, holds: (status: Status) => boolean, deadlineMs = DEADLINE_MS): Promise<Status> {
    let last: Status | null = null;
    return eventually(what, async () => {
      last = await this.status();
      return holds(last) ? last : null;
    }, () => `${JSON.stringify(last, null, 1)}\n${this.out.slice(-2_000)}\n${this.err}`, deadlineMs);
  }

  /** Bids and asks of ours in every market. */
  quotesEverywhere(deadlineMs = DEADLINE_MS): Promise<Status> { return this.statusWhere('every market has a bid and an ask', isQuoted, deadlineMs); }

  async healthWhere(what: string, code: number): Promise<z.output<typeof healthReport>> {
    return eventually(what, async () => {
      const { code: got, report } = await this.health();
      return got === code ? report : null;
    }, () => this.out.slice(-2_000));
  }

  printed(what: string): Promise<true> { return this.#says(what, () => this.out); }
  /** On the standard error. */
  complained(what: string): Promise<true> { return this.#says(what, () => this.err); }

  #says(what: string, text: () => string): Promise<true> {
    return eventually(`"${what}" is printed`, () => (text().includes(what) ? true : null), () => `${this.out.slice(-3_000)}\n${this.err}`);
  }
}

export const isQuoted = ({ markets }: Status): boolean => markets.length > 0 && markets.every(({ bid, ask }) => bid !== null && ask !== null);

/** The half-spread before anything widens it, in cents, as the explanation of a market shows it. */
export function halfSpreadOf({ steps }: z.output<typeof explanation>): number | null {
  const value = steps.find(({ step }) => step === 'half-spread')?.values['halfSpreadCents'];
  return typeof value === 'number' ? value : null;
}
