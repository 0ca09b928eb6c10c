// Ties a session to those who listen to it, to the record of halts and to the keeper of the config.

import { isDeepStrictEqual } from 'node:util';
import type { LoadedConfig } from '../config/load.ts';
import { RUNTIME_ERRORS } from '../errors/runtime.ts';
import { listGenerations, newestGenerationNumber, readGeneration } from '../journal/read.ts';
import { journalPath, marketSource, type BotOptions } from './bot-options.ts';
import type { ConfigTarget } from './config-keeper.ts';
import type { ControlRecord } from './control-record.ts';
import type { LiveAccount } from './live-venue.ts';
import type { OpenedSession, SessionRequest } from './open-session.ts';
import { OracleWatch } from './oracle-watch.ts';
import { refused, type Refused } from './refused.ts';
import type { SessionObserver } from './session-observer.ts';

/** In virtual time nobody reads a judgement before it is out of date. */
const observed = ({ observer, speed }: BotOptions, oracle: OracleWatch): SessionObserver => ({
  batch: (events, decisions) => { observer.batch(events, decisions); },
  command: (type) => { observer.command(type); },
  journal: (failure) => { observer.journal(failure); },
  notice: (notice, from) => {
    observer.notice(notice, from);
    if (speed.kind !== 'max' && notice.type === 'RuleChanged') oracle.ruleChanged(from.engine, notice, notice.market === null ? (notice.strategy ?? 'account') : from.nameOf(notice.market));
  },
});

export const oracleWatch = ({ oracleFor, observer }: BotOptions): OracleWatch => new OracleWatch(
  oracleFor,
  (rule, market) => { observer.oracleDisagreed(rule, market); },
  (rule, error) => { observer.announce('alert', Date.now(), `json-rules-engine could not judge the rule "${rule}", by a fault of the program: ${error.message}`, { rule }); },
);

/**
 * The API is opened once. A session that asks for a token where there was none is opened by whoever has it; one that asks
 * for none keeps the one there was.
 */
export function movedApi({ config: { api, profile } }: LoadedConfig, next: LoadedConfig): Refused | null {
  const { api: wanted, profile: name } = next.config;
  const isSameToken = api.token === null || wanted.token === null || isDeepStrictEqual(api.token, wanted.token);
  if (api.host === wanted.host && api.port === wanted.port && isSameToken) return null;
  return refused(RUNTIME_ERRORS.needsRestart, `profile ${name} has another API address or token than ${profile}, which is being served`);
}

interface Opening {
  readonly loaded: LoadedConfig;
  readonly origin: SessionRequest['origin'];
  readonly tape: string | null;
  /** Armed, of a session whose orders reach a venue. */
  readonly account: LiveAccount | null;
  readonly heldBecause: string | null;
  readonly control: ControlRecord;
  readonly oracle: OracleWatch;
}

/** Rejects where the profile and the recording do not go together; the account is then closed. */
export async function requested(options: BotOptions, { loaded, origin, tape, account, heldBecause, control, oracle }: Opening): Promise<SessionRequest> {
  try {
    return {
      loaded, origin, control, journalPath: journalPath(options.directory, loaded), source: marketSource(loaded, tape, account, options),
      speed: options.speed, clearsHalt: origin === 'start' && options.clearsHalt, heldBecause, observer: observed(options, oracle),
    };
  } catch (error) {
    await account?.close();
    throw error;
  }
}

export const configTarget = ({ journal, session }: OpenedSession, control: ControlRecord): ConfigTarget => ({
  now: Date.now,
  generations: () => listGenerations(journal.database),
  generation: (number) => readGeneration(journal.database, number),
  highest: () => Math.max(control.generation, newestGenerationNumber(journal.database)),
  record(row) {
    const raised = control.raise(row.number);
    return raised.ok ? journal.recordGeneration(row) : raised;
  },
  swap: (generation, config) => { session.inject((ts) => [{ type: 'ConfigSwapped', ts, generation, config }]); },
});
