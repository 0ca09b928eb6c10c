// A folder of a bot with secrets in it, and what a test looks for where it must not be.

import { mkdtempSync, rmSync, writeFileSync, mkdirSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { EvenkeelError } from '../errors/define.ts';
import type { SecretSources } from './resolve-secret.ts';

/** The published test key of local chains. */
export const TEST_KEY = 'ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';

export interface BotFolder { readonly path: string; write(name: string, text: string, mode?: number): string; sources(changes?: Partial<SecretSources>): SecretSources; remove(): void }

export function botFolder(): BotFolder {
  const path = mkdtempSync(join(tmpdir(), 'evenkeel-keys-'));
  mkdirSync(join(path, 'keystores'));
  return {
    path,
    write(name, text, mode = 0o600) {
      const file = join(path, name);
      writeFileSync(file, text);
      chmodSync(file, mode);
      return file;
    },
    sources: (changes = {}) => ({ environment: {}, folder: path, askPassphrase: null, ...changes }),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** The error that `run` ends in, with everything of it that could ever be printed. */
export async function refusal(run: () => unknown): Promise<{ readonly code: string; readonly message: string; readonly everything: string }> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof EvenkeelError)) throw error;
    return { code: error.spec.code, message: error.message, everything: `${inspect(error, { depth: 9, showHidden: true })} ${JSON.stringify(error)} ${error.stack ?? ''}` };
  }
  throw new Error('it was not refused');
}
