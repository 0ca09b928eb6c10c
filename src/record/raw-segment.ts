// Writes one raw segment: lines in blocks, each block a gzip stream of its own, so that whatever moment the process dies at, all
// blocks before are whole. Under a temporary name until it is finished. The first failure is told once; nothing is written after it.

import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { RawLine } from './raw-line.ts';
import type { OpenSegmentFile, SegmentFile } from './segment-file.ts';
import { PARTIAL } from './segment-names.ts';

const packed = promisify(gzip);
const BLOCK_CHARS = 256 * 1024;

export interface RawSegmentParts {
  readonly path: string;
  readonly open: OpenSegmentFile;
  /** The first lines, once what they say is known. */
  readonly head: Promise<readonly RawLine[]>;
  readonly onFailure: (error: unknown) => void;
}

export interface WrittenFile { readonly bytes: number; readonly sha256: string }

export class RawSegment {
  readonly #parts: RawSegmentParts;
  readonly #hash = createHash('sha256');
  #file: SegmentFile | null = null;
  #work: Promise<void>;
  #lines: string[] = [];
  #chars = 0;
  #hasFailed = false;
  /** Of the file, so far. */
  bytes = 0;
  /** Characters that wait for the disk. */
  waiting = 0;

  constructor(parts: RawSegmentParts) {
    this.#parts = parts;
    this.#work = this.#guarded(async () => {
      const head = await parts.head;
      this.#file = await parts.open(parts.path + PARTIAL);
      await this.#append(head.map((line) => `${JSON.stringify(line)}\n`).join(''));
    });
  }

  write(line: RawLine): void {
    const text = JSON.stringify(line);
    this.#lines.push(text);
    this.#chars += text.length;
    if (this.#chars >= BLOCK_CHARS) this.flush();
  }

  /** What was written since the last block would be lost in a crash. */
  flush(): void {
    if (this.#lines.length === 0) return;
    const text = `${this.#lines.join('\n')}\n`;
    this.#lines = [];
    this.#chars = 0;
    this.waiting += text.length;
    this.#work = this.#work.then(() => this.#guarded(async () => {
      await this.#append(text);
      this.waiting -= text.length;
    }));
  }

  settled(): Promise<void> { return this.#work; }

  /** Null where it failed. */
  async finish(): Promise<WrittenFile | null> {
    this.flush();
    this.#work = this.#work.then(() => this.#guarded(async () => { await this.#file?.publish(this.#parts.path); }));
    await this.#work;
    return this.#hasFailed ? null : { bytes: this.bytes, sha256: this.#hash.digest('hex') };
  }

  /** Leaves what reached the disk, for the next start to salvage. */
  async abandon(): Promise<void> {
    await this.#work;
    this.#hasFailed = true;
    await this.#file?.close().catch(() => {});
  }

  async #append(text: string): Promise<void> {
    const block = await packed(text);
    await this.#file?.append(block);
    this.#hash.update(block);
    this.bytes += block.length;
  }

  /** Order is that of the calls; after a failure nothing more is done. */
  async #guarded(step: () => Promise<void>): Promise<void> {
    if (this.#hasFailed) return;
    try {
      await step();
    } catch (error) {
      this.#hasFailed = true;
      this.#parts.onFailure(error);
    }
  }
}
