// Replays of plans beside the running session: one at a time, ended when whoever asked goes away or the bot stops.

import { duration } from '../config/units.ts';
import { EvenkeelError } from '../errors/define.ts';
import { PREVIEW_ERRORS } from '../errors/preview.ts';
import type { BotOptions, PreviewRequest } from './bot-options.ts';
import type { ConfigKeeper } from './config-keeper.ts';
import type { PlanReplay, ReplayedPlan } from './controller.ts';
import type { OpenedSession } from './open-session.ts';

const SHORTEST_MS = 10_000;
const LONGEST_MS = 24 * 3_600_000;

/** "60m" → milliseconds. */
export function readReplay(text: string): number {
  const reading = duration.read(text);
  if (!reading.ok) throw new EvenkeelError(PREVIEW_ERRORS.badSpan, `replay: ${reading.message}; ${reading.remedy}`);
  if (reading.value >= SHORTEST_MS && reading.value <= LONGEST_MS) return reading.value;
  throw new EvenkeelError(PREVIEW_ERRORS.badSpan, `replay: \`${text}\` is not between 10s and 24h`);
}

export class PlanReplays {
  readonly #options: Pick<BotOptions, 'preview' | 'directory'>;
  readonly #end = new AbortController();
  #running: Promise<PlanReplay> | null = null;

  constructor(options: Pick<BotOptions, 'preview' | 'directory'>) { this.#options = options; }

  /** The plan as it is now, with a replay where the files say something else than what is in force. */
  async plan(replay: string, signal: AbortSignal, keeper: ConfigKeeper, { journal, run }: Pick<OpenedSession, 'journal' | 'run'>): Promise<ReplayedPlan> {
    const lastMs = readReplay(replay);
    const { current, pending } = keeper;
    const plan = keeper.plan();
    if (pending === null) return { ...plan, replay: null, whyNoReplay: plan.status === 'rejected' ? 'the files cannot be taken as they are' : 'the files say what is in force' };
    return {
      ...plan, whyNoReplay: null, replay: await this.#replay({
        journal: journal.path, run, lastMs, directory: this.#options.directory,
        inForce: { name: `in force (generation ${current.number})`, loaded: current.loaded }, pending: { name: 'the files on disk', loaded: pending },
      }, signal),
    };
  }

  /** Asks the one under way to end; none is begun any more. */
  end(): void { this.#end.abort(); }

  /** Has ended the one under way. */
  async close(): Promise<void> {
    this.end();
    await this.#running?.catch(() => {});
  }

  async #replay(request: PreviewRequest, signal: AbortSignal): Promise<PlanReplay> {
    const { preview } = this.#options;
    if (preview === undefined) throw new EvenkeelError(PREVIEW_ERRORS.notHere, 'plans are not replayed here');
    if (this.#end.signal.aborted || signal.aborted) throw new EvenkeelError(PREVIEW_ERRORS.stopped, 'the replay was not begun');
    if (this.#running !== null) throw new EvenkeelError(PREVIEW_ERRORS.busy, 'a plan is being replayed');
    this.#running = preview(request, AbortSignal.any([signal, this.#end.signal]));
    try {
      return await this.#running;
    } finally {
      this.#running = null;
    }
  }
}
