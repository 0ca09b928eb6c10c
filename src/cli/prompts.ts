// Questions at a terminal: answered in the open, or with nothing shown of what is typed.

import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

export interface Prompts {
  /** Null where the terminal was closed, or Ctrl-C was typed, instead of an answer. */
  shown(question: string): Promise<string | null>;
  hidden(question: string): Promise<string | null>;
}

/** Null where nobody sits at a terminal. */
export function promptsAt(stdin: NodeJS.ReadStream, stderr: NodeJS.WriteStream): Prompts | null {
  if (!stdin.isTTY || !stderr.isTTY) return null;
  const ask = (question: string, output: NodeJS.WritableStream): Promise<string | null> => new Promise((resolve) => {
    stderr.write(question);
    const asking = createInterface({ input: stdin, output, terminal: true, historySize: 0 });
    asking.once('close', () => { resolve(null); });
    asking.once('line', (answer) => { resolve(answer); asking.close(); });
  });
  return {
    shown: (question) => ask(question, stderr),
    async hidden(question) {
      const answer = await ask(question, new Writable({ write: (_chunk, _encoding, done) => { done(); } }));
      stderr.write('\n');
      return answer;
    },
  };
}
