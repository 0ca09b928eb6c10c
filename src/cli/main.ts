// Entry of `evenkeel`: runs the command that was typed and leaves with its exit code.

import { CommanderError } from 'commander';
import { EvenkeelError } from '../errors/define.ts';
import { EXIT } from '../errors/exit-codes.ts';
import { wantsColour } from '../observe/terminal-colour.ts';
import { buildProgram } from './program.ts';
import { refusalText } from './refusal.ts';
import type { Terminal } from './terminal.ts';

const terminal: Terminal = {
  out: (text) => { process.stdout.write(`${text}\n`); },
  err: (text) => { process.stderr.write(`${text}\n`); },
  ...(process.stderr.isTTY ? { rewrite: (text: string) => { process.stderr.write(`\r\u001B[K${text}`); } } : {}),
  isColoured: wantsColour(process.stdout, process.env),
  environment: process.env,
};
// `evenkeel status | head` closes our pipe, and a closed terminal answers EIO while its SIGHUP is still cancelling orders:
// nothing to report, and nobody to report it to.
const READER_GONE: ReadonlySet<string | undefined> = new Set(['EPIPE', 'EIO']);
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => { if (!READER_GONE.has(error.code)) throw error; });
}

try {
  await buildProgram(terminal, (exit) => { process.exitCode = exit; }).parseAsync();
} catch (error) {
  process.exitCode = exitOf(error);
}

function exitOf(error: unknown): number {
  // Commander has printed what there is to say, and throws on --help too.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof EvenkeelError) {
    terminal.err(refusalText(error));
    return EXIT.failed;
  }
  terminal.err(`evenkeel failed, by a fault of its own:\n${error instanceof Error ? error.stack ?? error.message : String(error)}`);
  return EXIT.internal;
}
