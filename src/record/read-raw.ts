// The lines of a raw segment in order. A finished one has to be whole; of one that was cut off, what can be read is given and the
// rest is said.

import { createReadStream } from 'node:fs';
import { constants, createGunzip } from 'node:zlib';
import { pipeline } from 'node:stream';
import { EvenkeelError } from '../errors/define.ts';
import { RECORD_ERRORS } from '../errors/record.ts';
import { lineBlocks } from '../tape/lines.ts';
import { readLine, type RawLine } from './raw-line.ts';

/** A batch at a time; throws where it is damaged or cut off. */
export async function* rawLines(path: string): AsyncGenerator<readonly RawLine[], void> {
  for await (const { lines, first } of lineBlocks(path)) {
    yield lines.map((text, i) => {
      const line = readLine(text);
      if (line === null) throw new EvenkeelError(RECORD_ERRORS.damaged, `${path}:${first + i}  is no line of a raw segment`, { file: path, line: first + i });
      return line;
    });
  }
}

/** As far as it can be read. `onDamage` is told where something is wrong other than that it stops. */
export async function* salvagedLines(path: string, onDamage: (what: string) => void): AsyncGenerator<readonly RawLine[], void> {
  // A cut-off end is no error then; damage still is.
  const unpacked = pipeline(createReadStream(path), createGunzip({ finishFlush: constants.Z_SYNC_FLUSH }), () => {});
  const decoder = new TextDecoder();
  let rest = '';
  let number = 0;
  try {
    for await (const block of unpacked) {
      const texts = (rest + decoder.decode(block as Buffer, { stream: true })).split('\n');
      rest = texts.pop() ?? '';
      const lines: RawLine[] = [];
      for (const text of texts) {
        number++;
        const line = readLine(text);
        if (line === null) {
          yield lines;
          return onDamage(`line ${number} cannot be read`);
        }
        lines.push(line);
      }
      yield lines;
    }
  } catch (error) {
    onDamage(`its compression is damaged after line ${number} (${(error as Error).message})`);
  }
}
