// Asks for a passphrase at the terminal, which shows nothing of it. Null where nobody sits there.

import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

export function passphraseAsker(stdin: NodeJS.ReadStream, stderr: NodeJS.WriteStream): ((keystore: string) => Promise<string>) | null {
  if (!stdin.isTTY || !stderr.isTTY) return null;
  return async (keystore) => {
    stderr.write(`passphrase of keystore ${keystore}: `);
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => { done(); } });
    const asking = createInterface({ input: stdin, output: nowhere, terminal: true });
    try {
      return await asking.question('');
    } finally {
      asking.close();
      stderr.write('\n');
    }
  };
}
