// The full record for machines: JSON lines in logs/, rotated daily and by size, the oldest removed. Token-like fields are
// redacted by name at any of the usual depths. Written in process, so that `close` can promise that all lines are on disk.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pino, type Logger } from 'pino';
import roll from 'pino-roll';

/** Files kept besides the one being written. */
const KEEP_FILES = 14;
const MAX_FILE_SIZE = '50m';
/** Bytes waiting for a disk that does not take them; what comes after is dropped rather than eating the memory. */
const MAX_BUFFERED = 16 * 1024 * 1024;

const SECRET_FIELDS = ['token', 'secret', 'password', 'passphrase', 'apiKey', 'privateKey', 'authorization', 'cookie', 'webhook', 'mnemonic'];
const SECRET_PATHS = SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`, `*.*.*.${field}`]);

export interface Log {
  readonly logger: Logger;
  /** Resolves when every line is in the file. */
  close(): Promise<void>;
}

export interface LogOptions {
  /** The run directory; lines go to `logs/evenkeel.<date>.<n>.log` in it, and `logs/current.log` points at the newest. */
  readonly directory: string;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** The disk refused lines after opening (full, gone). A log is no reason to stop trading: the caller says so elsewhere. */
  readonly onFailure: (error: Error) => void;
}

/** Rejects when the directory cannot be written. */
export async function openLog({ directory, level, onFailure }: LogOptions): Promise<Log> {
  const folder = join(directory, 'logs');
  // By ourselves: pino-roll makes the link before its own `mkdir` has happened.
  await mkdir(folder, { recursive: true });
  const stream = await roll({
    file: join(folder, 'evenkeel.log'), symlink: true,
    frequency: 'daily', dateFormat: 'yyyy-MM-dd', size: MAX_FILE_SIZE, maxLength: MAX_BUFFERED,
    limit: { count: KEEP_FILES, removeOtherLogFiles: true },
  });
  await opened(stream);
  stream.on('error', onFailure);
  const logger = pino({
    level, base: null, timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: SECRET_PATHS, censor: '[redacted]' },
  }, stream);
  return { logger, close: () => closed(stream) };
}

type Stream = Awaited<ReturnType<typeof roll>>;

function opened(stream: Stream): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.once('ready', () => { stream.off('error', reject); resolve(); });
    stream.once('error', reject);
  });
}

function closed(stream: Stream): Promise<void> {
  return new Promise((resolve) => {
    stream.once('close', resolve);
    // A full disk: `onFailure` has been told, and waiting would hang the shutdown.
    stream.once('error', () => resolve());
    stream.end();
  });
}
