// The bytes of one recording, unpacked when it is gzip (told by its content), a block at a time. Turns what a file system
// and a decompressor can say into the errors of the catalogue.

import { createReadStream, type ReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { EvenkeelError } from '../errors/define.ts';
import { TAPE_CORRUPT, TAPE_NOT_FOUND, TAPE_TRUNCATED } from '../errors/tape.ts';

const BLOCK_BYTES = 256 * 1024;

export class ByteSource {
  readonly path: string;
  #stream: ReadStream | null = null;

  constructor(path: string) { this.path = path; }

  /** Bytes of the file taken in so far, before unpacking. */
  get bytesRead(): number { return this.#stream?.bytesRead ?? 0; }

  async *blocks(): AsyncGenerator<Buffer, void> {
    try {
      const isGzip = await startsWithGzipMagic(this.path);
      const file = createReadStream(this.path, { highWaterMark: BLOCK_BYTES });
      this.#stream = file;
      // The callback is only there because pipeline wants one: the error reaches the loop through the destroyed stream.
      const blocks = isGzip ? pipeline(file, createGunzip({ chunkSize: BLOCK_BYTES }), () => {}) : file;
      for await (const block of blocks) yield block as Buffer;
    } catch (error) {
      throw asTapeError(this.path, error);
    } finally {
      this.#stream?.destroy();
    }
  }
}

async function startsWithGzipMagic(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}

function asTapeError(path: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const reason = (error as Error).message;
  if (code === 'Z_BUF_ERROR') return new EvenkeelError(TAPE_TRUNCATED, `${path}: the gzip data stops early (${reason})`, { file: path });
  if (code.startsWith('Z_')) return new EvenkeelError(TAPE_CORRUPT, `${path}: the gzip data is damaged (${reason})`, { file: path });
  if (code.startsWith('E') && code !== 'ERR_STREAM_PREMATURE_CLOSE') return new EvenkeelError(TAPE_NOT_FOUND, `${path}: cannot be read (${reason})`, { file: path });
  return error;
}
