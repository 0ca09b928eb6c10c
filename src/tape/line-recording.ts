// What formats of one record a line have in common: each line to the survey, then each line to the decoder, with rows and
// bytes counted.

import { lineBlocks } from './lines.ts';
import type { DecodeTarget } from './recording-format.ts';

type LineReader = (text: string, line: number) => void;

/** Gives every line with its number, from 1. */
export async function eachLine(path: string, read: LineReader): Promise<void> {
  for await (const { lines, first } of lineBlocks(path)) {
    for (let i = 0; i < lines.length; i++) read(lines[i]!, first + i);
  }
}

/** The same for decoding: gives control back after each block. */
export async function* decodeLines(path: string, { counter, took }: DecodeTarget, read: LineReader): AsyncGenerator<void, void> {
  let taken = 0;
  for await (const { lines, first, bytesRead } of lineBlocks(path)) {
    for (let i = 0; i < lines.length; i++) read(lines[i]!, first + i);
    counter.rows += lines.length;
    took(bytesRead - taken);
    taken = bytesRead;
    yield;
  }
}
