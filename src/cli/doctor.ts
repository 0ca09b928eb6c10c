// `evenkeel doctor`: asks everything that a profile needs before it trades, and says what to do about what it found.

import { EXIT } from '../errors/exit-codes.ts';
import { worstOf, type Finding } from '../runtime/doctor.ts';
import { examineProfile } from '../runtime/examine-profile.ts';
import type { LiveVenues } from '../runtime/live-venue.ts';
import { alignedTable } from './aligned-table.ts';
import type { Terminal } from './terminal.ts';

export interface DoctorOptions {
  readonly dir: string;
  readonly json: boolean;
  /** Null: the one that strategies.yaml names. */
  readonly profile: string | null;
}

export async function doctor({ dir, json, profile }: DoctorOptions, terminal: Terminal, liveVenues?: LiveVenues): Promise<number> {
  const findings = await examineProfile({ directory: dir, profile, environment: terminal.environment, liveVenues });
  const worst = worstOf(findings);
  terminal.out(json ? JSON.stringify({ status: worst, findings }) : findingsText(findings));
  if (worst !== 'failed') return EXIT.ok;
  return findings.some(({ check, status }) => check === 'config' && status === 'failed') ? EXIT.config : EXIT.failed;
}

export function findingsText(findings: readonly Finding[]): string {
  const lines = alignedTable(findings.map(({ check, status, measured }) => [status, check, measured]), []);
  const told = findings.flatMap(({ remedy }, index) => [lines[index] ?? '', ...(remedy === null ? [] : [`         ${remedy}`])]);
  const count = (wanted: Finding['status']): number => findings.filter(({ status }) => status === wanted).length;
  return [...told, '', `${count('ok')} ok, ${count('warning')} warning${count('warning') === 1 ? '' : 's'}, ${count('failed')} failed`].join('\n');
}
