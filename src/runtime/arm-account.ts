// Arms an account: everything that has to hold before a session whose orders reach a venue is opened. Its limits and its
// token are the profile's to demand. What it gives back is locked for this process alone.

import type { LoadedConfig } from '../config/load.ts';
import { EvenkeelError } from '../errors/define.ts';
import { RUNTIME_ERRORS } from '../errors/runtime.ts';
import { lockVenueAccount } from '../journal/venue-account-lock.ts';
import { journalPath, type BotOptions } from './bot-options.ts';
import { examined } from './doctor.ts';
import { gateShortfall } from './gate.ts';
import { lastTraded } from './last-traded.ts';
import type { LiveAccount } from './live-venue.ts';
import { ACCOUNT_CHECKS, VENUE_CHECKS } from './venue-checks.ts';

export interface Arming {
  /** Somebody named the profile again for this very session. */
  readonly isConfirmed: boolean;
  readonly origin: 'start' | 'profile';
}

export interface Armed {
  /** Null for a session that needs none. */
  readonly account: LiveAccount | null;
  /** What would have refused it, had it no orders to look after; null where nothing does. */
  readonly heldBecause: string | null;
}

/** After a crash nobody looks after what rests before the doctor has been heard. */
const DOCTOR_AFTER_CRASH_MS = 10_000;

/** Throws an `EvenkeelError` where the session may not be opened. */
export async function armAccount(options: BotOptions, loaded: LoadedConfig, { isConfirmed, origin }: Arming): Promise<Armed> {
  const { config } = loaded;
  const { liveVenues, directory, environment } = options;
  if (config.mode !== 'live' && config.mode !== 'rehearsal') return { account: null, heldBecause: null };
  if (config.mode === 'live' && !isConfirmed) throw new EvenkeelError(RUNTIME_ERRORS.awaitsConfirmation, `${config.profile} trades with money and waits for confirmation`);
  if (liveVenues === undefined) throw new EvenkeelError(RUNTIME_ERRORS.noLiveVenues, `${config.profile} needs a venue`);
  const last = origin === 'start' ? lastTraded(journalPath(directory, loaded), loaded) : null;
  const mustOpen = last?.mayHaveLeftOrders ?? false;
  // What trades as before has passed the gate, or was let through by an operator while it ran.
  const shortfall = last?.isAlike === true ? null : gateShortfall(config.gate, last?.opens ?? config, directory);
  if (shortfall !== null && !mustOpen) throw new EvenkeelError(RUNTIME_ERRORS.gateNotMet, shortfall);
  const account = await locked(await liveVenues.account({ config, directory, environment }), environment);
  const context = { config, doctor: account.doctor, carried: null };
  const findings = await (mustOpen ? examined(ACCOUNT_CHECKS, context, DOCTOR_AFTER_CRASH_MS) : examined(VENUE_CHECKS, context));
  // What it was not told in time would go on behind the session, at the same limits.
  account.doctor.close();
  const failures = findings.filter(({ status }) => status === 'failed').map(({ check, measured }) => `${check}: ${measured}`).join('; ');
  if (failures !== '' && !mustOpen) {
    await account.close();
    throw new EvenkeelError(RUNTIME_ERRORS.doctorFailed, failures);
  }
  const held = [...(shortfall === null ? [] : [`gate: ${shortfall}`]), ...(failures === '' ? [] : [`doctor: ${failures}`])];
  return { account, heldBecause: held.length === 0 ? null : held.join('; ') };
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
