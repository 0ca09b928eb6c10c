// Where a running bot tells the commands of this machine the address its API really has: the profile on disk may say another
// one that is not in force. One file per profile, there while the bot runs; what a killed bot left behind misleads nobody,
// since nothing answers there.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = 'data';
const SUFFIX = '.api';

export interface AddressFile {
  /** Takes it away again. */
  remove(): void;
}

/** Throws where the folder cannot be written. */
export function writeAddressFile(directory: string, profile: string, address: string): AddressFile {
  const path = join(directory, FOLDER, `${profile}${SUFFIX}`);
  mkdirSync(join(directory, FOLDER), { recursive: true });
  writeFileSync(path, `${address}\n`);
  return {
    remove() {
      // Another bot may have started with this profile since, on another journal.
      if (contentOf(path) === address) rmSync(path, { force: true });
    },
  };
}

/**
 * The address of the bot started with this profile; without one, and with `isAnyProfile`, of the only bot there is (its
 * session may have been swapped, or the `profile:` line edited). Null where no file says.
 */
export function readAddressFile(directory: string, profile: string | null, isAnyProfile: boolean): string | null {
  const own = profile === null ? null : loopback(contentOf(join(directory, FOLDER, `${profile}${SUFFIX}`)));
  if (own !== null || !isAnyProfile) return own;
  const [only, ...others] = addressFiles(join(directory, FOLDER));
  return only === undefined || others.length > 0 ? null : loopback(contentOf(only));
}

function addressFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(SUFFIX)).map((name) => join(folder, name));
  } catch {
    return [];
  }
}

function contentOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
}

/** The token travels to this address, so a file may not point off the machine. */
const loopback = (address: string | null): string | null =>
  address !== null && /^http:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\]):\d{1,5}$/.test(address) ? address : null;
