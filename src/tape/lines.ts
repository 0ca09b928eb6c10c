// The lines of a text recording with their numbers, a block at a time. A last line without its end may have lost
// characters, so it is refused.

import { EvenkeelError } from '../errors/define.ts';
import { TAPE_TRUNCATED } from '../errors/tape.ts';
import { ByteSource } from './byte-source.ts';

export interface LineBlock {
  readonly lines: readonly string[];
  /** Number of `lines[0]`, from 1. */
  readonly first: number;
  /** Bytes of the file taken in so far, before unpacking. */
  readonly bytesRead: number;
}

export async function* lineBlocks(path: string): AsyncGenerator<LineBlock, void> {
  const source = new ByteSource(path);
  const decoder = new TextDecoder();
  let rest = '';
  let first = 1;
  for await (const block of source.blocks()) {
    const lines = (rest + decoder.decode(block, { stream: true })).split('\n');
    rest = lines.pop() as string;
    if (lines.length === 0) continue;
    yield { lines: lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line)), first, bytesRead: source.bytesRead };
    first += lines.length;
  }
  if (rest !== '') throw new EvenkeelError(TAPE_TRUNCATED, `${path}:${first}  the file stops in the middle of a line`, { file: path, line: first });
}
