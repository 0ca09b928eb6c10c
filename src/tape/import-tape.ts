// From an opened tape to one Parquet file: its rows once through, and beside them what was found in them.

import type { OpenedTape } from './opened-tape.ts';
import type { TapeMetadata } from './parquet-metadata.ts';
import { ParquetWriter } from './parquet-write.ts';
import { TapeFactsCounter } from './tape-facts.ts';

export interface ImportOptions {
  /** Ends the import; nothing is left behind and the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Told after each chunk how many rows are staged, and once more, with `isWriting`, before they are written out. */
  readonly progress?: (rows: number, isWriting: boolean) => void;
}

export async function importTape(tape: OpenedTape, path: string, { signal, progress }: ImportOptions = {}): Promise<TapeMetadata> {
  const writer = await ParquetWriter.open(path);
  const interrupt = (): void => { writer.interrupt(); };
  try {
    const counter = new TapeFactsCounter(tape);
    for await (const chunk of tape.chunks()) {
      signal?.throwIfAborted();
      counter.add(chunk);
      writer.append(chunk);
      progress?.(tape.info.tapeRows, false);
    }
    const { name, instruments, ids, references, terms } = tape;
    const metadata = { name, instruments, ...(ids?.some((known) => known !== null) === true ? { ids } : {}), references, terms, sources: await tape.sources(), facts: counter.facts() };
    signal?.throwIfAborted();
    progress?.(tape.info.tapeRows, true);
    signal?.addEventListener('abort', interrupt, { once: true });
    await writer.finish(metadata);
    return metadata;
  } catch (error) {
    // What an interrupted writer says is not why it ended.
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', interrupt);
    await writer.abandon();
  }
}
