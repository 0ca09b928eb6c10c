// Reader of Parquet tapes: column chunks of DuckDB copied into ours, a row never becomes an object. What the file says of
// itself is trusted only where its rows agree: an unknown word, a null or a missing row stops the run.

import { dirname } from 'node:path';
import { EvenkeelError } from '../errors/define.ts';
import { TAPE_CORRUPT, TAPE_EMPTY, TAPE_TRUNCATED } from '../errors/tape.ts';
import { KIND, TapeColumns } from './columns.ts';
import { copyRows } from './copy-rows.ts';
import { Duckdb, sqlPath, sqlText } from './duckdb.ts';
import type { OpenedTape } from './opened-tape.ts';
import { ParquetRows } from './parquet-rows.ts';
import { METADATA_KEY, readMetadata, type TapeMetadata } from './parquet-metadata.ts';
import { numberColumns } from './parquet-sql.ts';
import type { DecodeTarget, Labels, RecordingFile, RecordingFormat, Survey } from './recording-format.ts';
import { FINDINGS, type TapeFacts } from './tape-facts.ts';
import { segmentNumber, surveySegments, type TapeSegment } from './tape-segments.ts';

/** Rows after which control is given back. */
const ENOUGH_ROWS = 32_768;
const MEMORY_LIMIT = '512MB';
const PARQUET_MAGIC = 'PAR1';

/** `threads`: of DuckDB. One leaves the other cores to the engine; two read 1 to 10 % faster. */
export function parquetTape(threads: number): RecordingFormat {
  return {
    name: 'parquet',
    holds: 'a tape that `evenkeel tape import` wrote, or a folder of those that `evenkeel record` did',
    groupOf: ({ path, name, firstLine }) => (!firstLine.startsWith(PARQUET_MAGIC) ? null : segmentNumber(name) === null ? path : dirname(path)),
    async survey(files, labels): Promise<Survey> {
      const segments: TapeSegment[] = [];
      for (const file of files) segments.push(await surveyFile(file, labels, threads));
      return segments.length === 1 ? segments[0]!.survey : surveySegments(segments);
    },
  };
}

async function surveyFile(file: RecordingFile, labels: Labels, threads: number): Promise<TapeSegment> {
  const { path, name } = file;
  const metadata = await metadataOf(path);
  const { instruments, ids, references, terms, facts } = metadata;
  if (facts.firstAt === null || facts.lastAt === null) throw new EvenkeelError(TAPE_EMPTY, `${path}: no rows`, { file: path });
  const survey: Survey = { instruments, ...(ids === undefined ? {} : { ids }), references, terms, firstAt: facts.firstAt, lastAt: facts.lastAt, decode: (target) => decode(file, metadata, { target, labels, threads }) };
  return { number: segmentNumber(name) ?? 0, survey, facts };
}

async function metadataOf(path: string): Promise<TapeMetadata> {
  const duckdb = await Duckdb.open({ path: ':memory:', threads: 1, memoryLimit: MEMORY_LIMIT, spillFolder: null });
  try {
    const text = await duckdb.text(`SELECT decode(value) FROM parquet_kv_metadata(${sqlPath(path)}) WHERE decode(key) = ${sqlText(METADATA_KEY)}`);
    return readMetadata(path, text);
  } catch (error) {
    throw asTapeError(path, error);
  } finally {
    duckdb.close();
  }
}

/** What a tape says of itself that is one Parquet file and nothing else, without reading its rows; null for any other. */
export async function parquetSource({ files }: OpenedTape): Promise<TapeMetadata | null> {
  const [file, ...others] = files;
  return file !== undefined && others.length === 0 && file.firstLine.startsWith(PARQUET_MAGIC) ? metadataOf(file.path) : null;
}

interface Decoding { readonly target: DecodeTarget; readonly labels: Labels; readonly threads: number }

async function* decode({ path, bytes }: RecordingFile, metadata: TapeMetadata, { target, labels, threads }: Decoding): AsyncGenerator<void, void> {
  const { out, counter, took } = target;
  const { facts, references } = metadata;
  for (const finding of FINDINGS) counter[finding] += facts.found[finding];
  counter.gaps.push(...facts.gaps);
  const duckdb = await Duckdb.open({ path: ':memory:', threads, memoryLimit: MEMORY_LIMIT, spillFolder: null });
  try {
    const rows = new ParquetRows(path, duckdb.api, metadata, target, labels);
    const tail = new TapeColumns();
    let taken = 0;
    for await (const chunk of duckdb.chunks(`SELECT ${numberColumns(rows.names, references.length > 0)} FROM read_parquet(${sqlPath(path)})`)) {
      const before = taken;
      taken += rows.take(chunk);
      counter.rows += recordedUpTo(facts, taken) - recordedUpTo(facts, before);
      took(bytes * ((taken - before) / facts.rows));
      const whole = out.length < ENOUGH_ROWS ? 0 : wholeEvents(out);
      if (whole === 0) continue;
      // Of a snapshot that goes on in the next chunk the rows wait aside.
      tail.clear();
      copyRows(out, whole, out.length, tail);
      out.length = whole;
      yield;
      copyRows(tail, 0, tail.length, out);
    }
    rows.end();
    yield;
  } catch (error) {
    throw asTapeError(path, error);
  } finally {
    duckdb.close();
  }
}

const recordedUpTo = ({ recordedRows, rows }: TapeFacts, taken: number): number => Math.round(recordedRows * (taken / rows));

/** Rows before the last snapshot where levels of it are still to come; otherwise all. */
function wholeEvents({ kind, size, length }: TapeColumns): number {
  let last = length - 1;
  while (last >= 0 && kind[last] === KIND.level) last--;
  return last >= 0 && kind[last] === KIND.snapshot && last + size[last]! >= length ? last : length;
}

function asTapeError(path: string, error: unknown): unknown {
  if (error instanceof EvenkeelError || !(error instanceof Error)) return error;
  const [reason] = error.message.split('\n');
  if (/magic bytes|too small|footer/i.test(error.message)) return new EvenkeelError(TAPE_TRUNCATED, `${path}: the Parquet data has no end (${reason})`, { file: path });
  return new EvenkeelError(TAPE_CORRUPT, `${path}: the Parquet data is damaged (${reason})`, { file: path });
}
