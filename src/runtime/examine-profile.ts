// `evenkeel doctor` without its words: everything that can be asked of a profile before it trades. Reads secrets to see
// whether they can be read, shows none of them, and leaves nothing open.

import { existsSync } from 'node:fs';
import { loadConfig, type LoadedConfig } from '../config/load.ts';
import type { CarriedState } from '../core/domain/events.ts';
import { EvenkeelError } from '../errors/define.ts';
import { recover } from '../journal/recover.ts';
import { openForReading } from '../journal/schema.ts';
import { journalPath } from './bot-options.ts';
import { examined, failed, ok, type Finding } from './doctor.ts';
import type { LiveAccount, LiveVenues } from './live-venue.ts';
import { accountLockCheck, LOCAL_CHECKS, type LocalContext } from './local-checks.ts';
import { VENUE_CHECKS } from './venue-checks.ts';

export interface Examination {
  readonly directory: string;
  /** Null: the one that strategies.yaml names. */
  readonly profile: string | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Absent where the program has no way to venues. */
  readonly liveVenues?: LiveVenues | undefined;
}

export async function examineProfile({ directory, profile, environment, liveVenues }: Examination): Promise<readonly Finding[]> {
  const result = loadConfig({ dir: directory, profile: profile ?? undefined });
  if (!result.ok) return [{ check: 'config', ...failed(`${result.problems.length} mistakes`, 'Run `evenkeel check`: it shows each at its place.') }];
  const { loaded } = result;
  const { mode, profile: name } = loaded.config;
  const context: LocalContext = { loaded, directory, environment, journalPath: journalPath(directory, loaded) };
  const findings: Finding[] = [{ check: 'config', ...ok(`profile ${name}, mode ${mode}`) }, ...await examined(LOCAL_CHECKS, context)];
  if (mode !== 'live' && mode !== 'rehearsal') return findings;
  let account: LiveAccount | null = null;
  const secrets = await examined([{
    name: 'secrets', unasked: 'Set what `venues.polymarket` refers to: `wallet.key`, `wallet.address`, `credentials`.',
    async ask() {
      if (liveVenues === undefined) return failed('this program was put together without a way to venues', 'Start with `evenkeel`.');
      account = await liveVenues.account({ config: loaded.config, directory, environment });
      return ok(`can be read: ${account.name}`);
    },
  }], null);
  return [...findings, ...secrets, ...await ofAccount(account, context)];
}

/** Nothing where there is no account to ask about. */
async function ofAccount(account: LiveAccount | null, context: LocalContext): Promise<readonly Finding[]> {
  if (account === null) return [];
  try {
    const { doctor, id, isFleeting } = account;
    return [...await examined(isFleeting ? [] : [accountLockCheck(id)], context), ...await examined(VENUE_CHECKS, { config: context.loaded.config, doctor, carried: carriedOf(context) })];
  } finally {
    await account.close();
  }
}

/** What the journal says is held; null where there is none. */
function carriedOf({ journalPath: path }: { readonly journalPath: string; readonly loaded: LoadedConfig }): CarriedState | null {
  if (!existsSync(path)) return null;
  try {
    const database = openForReading(path);
    try {
      return recover(database).carried;
    } finally {
      database.close();
    }
  } catch (error) {
    // The check of the journal says so.
    if (error instanceof EvenkeelError) return null;
    throw error;
  }
}
