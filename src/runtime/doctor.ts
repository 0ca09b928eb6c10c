// Judges whether a profile can trade: each check asks one thing, says what it measured and, where that is not in order,
// what to do. A check that cannot be asked has failed; one does not keep the others from being asked.

import { redacted } from '../config/secrets.ts';

export type FindingStatus = 'ok' | 'warning' | 'failed';

export interface Finding {
  readonly check: string;
  readonly status: FindingStatus;
  readonly measured: string;
  /** Null where nothing is to be done. */
  readonly remedy: string | null;
}
export type Judgement = Omit<Finding, 'check'>;

export interface Check<C> {
  readonly name: string;
  /** What to do where it could not be asked. */
  readonly unasked: string;
  readonly ask: (context: C) => Promise<Judgement>;
}

export const ok = (measured: string): Judgement => ({ status: 'ok', measured, remedy: null });
export const warning = (measured: string, remedy: string): Judgement => ({ status: 'warning', measured, remedy });
export const failed = (measured: string, remedy: string): Judgement => ({ status: 'failed', measured, remedy });

/**
 * In the order of the checks, one after the other. `withinMs`: all of them; what has no answer by then has failed, and what was
 * not asked by then is not asked. Null: each has its own time.
 */
export async function examined<C>(checks: readonly Check<C>[], context: C, withinMs: number | null = null): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const { promise: late, reject } = Promise.withResolvers<never>();
  late.catch(() => {});
  let isLate = false;
  const timer = withinMs === null ? undefined : setTimeout(() => {
    isLate = true;
    reject(new Error('no answer in time'));
  }, withinMs);
  for (const { name, unasked, ask } of checks) {
    const judged = await Promise.race(isLate ? [late] : [late, ask(context)]).catch((error: unknown) => failed(`could not be asked: ${redacted(error instanceof Error ? error.message : String(error))}`, unasked));
    findings.push({ check: name, ...judged });
  }
  clearTimeout(timer);
  return findings;
}

const RANK: readonly FindingStatus[] = ['ok', 'warning', 'failed'];
export const worstOf = (findings: readonly Finding[]): FindingStatus =>
  findings.reduce<FindingStatus>((worst, { status }) => (RANK.indexOf(status) > RANK.indexOf(worst) ? status : worst), 'ok');
