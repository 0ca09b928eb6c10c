// Asks for the passphrase of a keystore at the terminal, which shows nothing of it. Null where nobody sits there.

import { EvenkeelError } from '../errors/define.ts';
import { KEYS_ERRORS } from '../errors/keys.ts';
import { promptsAt } from './prompts.ts';

export function passphraseAsker(stdin: NodeJS.ReadStream, stderr: NodeJS.WriteStream): ((keystore: string) => Promise<string>) | null {
  const prompts = promptsAt(stdin, stderr);
  if (prompts === null) return null;
  return async (keystore) => {
    const typed = await prompts.hidden(`passphrase of keystore ${keystore}: `);
    if (typed === null) throw new EvenkeelError(KEYS_ERRORS.passphrase, `no passphrase was typed for the keystore ${keystore}`, { keystore });
    return typed;
  };
}
