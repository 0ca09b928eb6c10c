// One process records into a folder. The lock names it; that of a process that is gone is taken over.

import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EvenkeelError } from '../errors/define.ts';
import { RECORD_ERRORS } from '../errors/record.ts';

const NAME = 'recording.lock';

/** Gives what releases it. */
export async function lockRecording(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, NAME);
  for (let attempt = 0; ; attempt++) {
    try {
      await writeFile(path, `${process.pid}\n`, { flag: 'wx' });
      return () => rm(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw new EvenkeelError(RECORD_ERRORS.cannotWrite, `${path}: ${(error as Error).message}`, { file: path });
    }
    const pid = Number(await readFile(path, 'utf8').catch(() => ''));
    if (attempt > 0 || isRunning(pid)) throw new EvenkeelError(RECORD_ERRORS.locked, `${folder}: process ${pid} records into it`, { folder, pid });
    await rm(path, { force: true });
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process is one.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
