// An error of the catalogue as an operator meets it: what is wrong, what to do, the code to look up; and the exit code.

import { EvenkeelError } from '../errors/define.ts';
import { exitOf } from './exit-of.ts';
import type { Terminal } from './terminal.ts';

export const refusalText = ({ message, spec }: EvenkeelError): string => `${message}\n  ${spec.remedy}\n  ${spec.code}`;

/** Says why a command could not do its work and returns its exit code. Throws what the catalogue does not know. */
export function refusal(error: unknown, terminal: Terminal): number {
  terminal.rewrite?.('');
  if (!(error instanceof EvenkeelError)) throw error;
  terminal.err(refusalText(error));
  return exitOf(error.spec.code);
}
