// Files that hold secrets: small, and nobody's business but the owner's.

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { EvenkeelError } from '../errors/define.ts';
import { KEYS_ERRORS } from '../errors/keys.ts';

/** A keystore has about 500 bytes, a key 66. */
const LARGEST = 65_536;
const OF_OTHERS = 0o007;

/** Throws MM_KEYS_MISSING, MM_KEYS_UNREADABLE, MM_KEYS_READABLE. Looks at the file that it then reads, not at its path twice. */
export function readSecretFile(path: string): Uint8Array {
  const file = opened(path);
  try {
    const stat = fstatSync(file);
    const { mode, size } = stat;
    if (!stat.isFile()) throw new EvenkeelError(KEYS_ERRORS.unreadable, `${path} is no file`, { path });
    if ((mode & OF_OTHERS) !== 0 && process.platform !== 'win32') {
      throw new EvenkeelError(KEYS_ERRORS.readable, `${path} is open to every user of this machine (mode ${(mode & 0o777).toString(8)}): chmod 600 ${path}`, { path });
    }
    if (size > LARGEST) throw new EvenkeelError(KEYS_ERRORS.form, `${path} has ${size} bytes, and no secret is that long`, { path });
    const bytes = new Uint8Array(size);
    let read = 0;
    while (read < size) {
      const more = readSync(file, bytes, read, size - read, null);
      if (more === 0) break;
      read += more;
    }
    return bytes.subarray(0, read);
  } finally {
    closeSync(file);
  }
}

function opened(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new EvenkeelError(KEYS_ERRORS.missing, `${path} does not exist`, { path });
    throw new EvenkeelError(KEYS_ERRORS.unreadable, `${path} cannot be read (${code ?? 'unknown error'})`, { path });
  }
}
