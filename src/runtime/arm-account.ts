// Arms an account: everything that has to hold before a session whose orders reach a venue is opened. Its limits and its
// token are the profile's to demand. What it gives back is locked for this process alone.

import type { LoadedConfig } from '../config/load.ts';
import { existsSync } from 'node:fs';
import { EvenkeelError } from '../errors/define.ts';
import { RUNTIME_ERRORS } from '../errors/runtime.ts';
import { listRuns } from '../journal/read.ts';
import { openForReading } from '../journal/schema.ts';
import { lockVenueAccount } from '../journal/venue-account-lock.ts';
import { journalPath, type BotOptions } from './bot-options.ts';
import { examined } from './doctor.ts';
import { gateShortfall } from './gate.ts';
import type { LiveAccount } from './live-venue.ts';
import { VENUE_CHECKS } from './venue-checks.ts';

export interface Arming {
  /** Somebody named the profile again for this very session. */
  readonly isConfirmed: boolean;
  readonly origin: 'start' | 'profile';
}

/** Null for a session that needs no account. Throws an `EvenkeelError` where it may not be opened. */
export async function armAccount(options: BotOptions, loaded: LoadedConfig, { isConfirmed, origin }: Arming): Promise<LiveAccount | null> {
  const { config } = loaded;
  const { liveVenues, directory, environment } = options;
  if (config.mode !== 'live' && config.mode !== 'rehearsal') return null;
  if (config.mode === 'live' && !isConfirmed) throw new EvenkeelError(RUNTIME_ERRORS.awaitsConfirmation, `${config.profile} trades with money and waits for confirmation`);
  if (liveVenues === undefined) throw new EvenkeelError(RUNTIME_ERRORS.noLiveVenues, `${config.profile} needs a venue`);
  // After a crash orders may rest that have to be looked after: what was armed before is opened again without the questions.
  const isReopened = origin === 'start' && hasTraded(journalPath(directory, loaded), config.mode);
  const shortfall = isReopened ? null : gateShortfall(config.gate, config, directory);
  if (shortfall !== null) throw new EvenkeelError(RUNTIME_ERRORS.gateNotMet, shortfall);
  const account = await locked(await liveVenues.account({ config, directory, environment }), environment);
  const findings = isReopened ? [] : await examined(VENUE_CHECKS, { config, doctor: account.doctor, carried: null });
  const failures = findings.filter(({ status }) => status === 'failed');
  if (failures.length === 0) return account;
  await account.close();
  throw new EvenkeelError(RUNTIME_ERRORS.doctorFailed, failures.map(({ check, measured }) => `${check}: ${measured}`).join('; '));
}

/** Given back by the close of the account, and by the end of the process. */
async function locked(account: LiveAccount, environment: BotOptions['environment']): Promise<LiveAccount> {
  // Nobody else can know of it.
  if (account.isFleeting) return account;
  try {
    const lock = lockVenueAccount(account.id, environment);
    return {
      id: account.id, name: account.name, isFleeting: account.isFleeting, doctor: account.doctor,
      open: (carried, ids) => account.open(carried, ids),
      async close() {
        try {
          await account.close();
        } finally {
          lock.release();
        }
      },
    };
  } catch (error) {
    await account.close();
    throw error;
  }
}

function hasTraded(path: string, mode: string): boolean {
  if (!existsSync(path)) return false;
  const database = openForReading(path);
  try {
    return listRuns(database).some((run) => run.mode === mode);
  } finally {
    database.close();
  }
}
