// `evenkeel record` and `evenkeel record verify`: keeps what a feed says, and proves what was kept.

import { loadConfig, type LoadedConfig } from '../config/load.ts';
import { duration as durationUnit } from '../config/units.ts';
import { EvenkeelError } from '../errors/define.ts';
import { EXIT } from '../errors/exit-codes.ts';
import { RECORD_ERRORS } from '../errors/record.ts';
import { RUNTIME_ERRORS } from '../errors/runtime.ts';
import { RawFeed } from '../record/raw-feed.ts';
import type { RecordedFeed } from '../record/recorded-feed.ts';
import { recordSession } from '../record/record-session.ts';
import { openSegmentFile } from '../record/segment-file.ts';
import { verifyRecording } from '../record/verify-recording.ts';
import { hostsOf } from '../venues/polymarket/hosts.ts';
import { finishedText, recordedText, recordingText, reportText } from './record-text.ts';
import { refusal } from './refusal.ts';
import { stopSignals } from './stop-signals.ts';
import type { Terminal } from './terminal.ts';

export interface RecordCommand {
  readonly json: boolean;
  /** Folder of strategies.yaml. */
  readonly dir: string;
  /** Null: the one that strategies.yaml names. */
  readonly profile: string | null;
  readonly out: string;
  readonly fromRaw: string | null;
  readonly markets: readonly string[];
  readonly duration: string | null;
  readonly rotate: string;
  readonly rotateMb: string;
}

const SECOND_MS = 1_000;
/** Minutes of a busy venue. */
const MOST_WAITING = 256 * 1024 * 1024;
const STOPPING = { first: 'finishing the segment (press again to leave at once)', again: 'leaving at once; the next start salvages the segment' };

export async function record(command: RecordCommand, terminal: Terminal): Promise<number> {
  const { json, out } = command;
  const say = json ? terminal.err : terminal.out;
  try {
    const timing = { rotateMs: readTime('--rotate', command.rotate), rotateBytes: readMegabytes(command.rotateMb), durationMs: command.duration === null ? null : readTime('--duration', command.duration) };
    const feed = await feedOf(command, terminal);
    const signals = stopSignals(() => { feed.stop(); }, (text) => { terminal.err(text); }, STOPPING);
    try {
      say(`recording into ${out}`);
      const recorded = await recordSession({
        folder: out, feed, ...timing, mostWaiting: MOST_WAITING, open: openSegmentFile, everySecond,
        say: (text) => { terminal.err(text); },
        onSegment: (segment, report) => { say(finishedText(segment, report)); },
      });
      const because = signals.received ?? recorded.because;
      terminal.out(json ? JSON.stringify({ ...recorded, because }) : recordedText(recorded, because));
      return recorded.segments.every(({ found }) => found.length === 0) ? EXIT.ok : EXIT.failed;
    } finally {
      signals.ignore();
    }
  } catch (error) {
    return refusal(error, terminal);
  }
}

export async function recordVerify(folder: string, { json }: { readonly json: boolean }, terminal: Terminal): Promise<number> {
  try {
    const report = await verifyRecording(folder, (segment) => { if (!json) terminal.out(reportText(segment)); });
    terminal.out(json ? JSON.stringify(report) : recordingText(report));
    return report.isClean ? EXIT.ok : EXIT.failed;
  } catch (error) {
    return refusal(error, terminal);
  }
}

/** Where what is recorded comes from. */
async function feedOf({ fromRaw, markets, dir, profile }: RecordCommand, terminal: Terminal): Promise<RecordedFeed> {
  if (fromRaw !== null) return RawFeed.open(fromRaw, markets);
  const { config } = configOf(dir, profile);
  const settings = config.venues?.polymarket ?? null;
  if (settings === null) throw new EvenkeelError(RECORD_ERRORS.noFeed, `${config.profile} names no venue`);
  if (config.mode === 'rehearsal' && settings.wallet === null) throw new EvenkeelError(RECORD_ERRORS.noFeed, `the simulator of ${config.profile} starts with its session; name the \`hosts\` of one that runs`);
  const { RecordedPolymarket } = await import('../live/recorded-polymarket.ts');
  return new RecordedPolymarket({ hosts: hostsOf(settings.hosts), config, markets, say: (text) => { terminal.err(text); } });
}

function configOf(dir: string, profile: string | null): LoadedConfig {
  const result = loadConfig({ dir, profile: profile ?? undefined });
  if (result.ok) return result.loaded;
  throw new EvenkeelError(RECORD_ERRORS.noFeed, result.problems.map((problem) => problem.text).join('\n\n'));
}

function everySecond(tick: () => void): () => void {
  const timer = setInterval(tick, SECOND_MS);
  return () => { clearInterval(timer); };
}

function readTime(option: string, text: string): number {
  const reading = durationUnit.read(text);
  if (reading.ok && reading.value > 0) return reading.value;
  throw new EvenkeelError(RUNTIME_ERRORS.badOption, `${option} ${text}: write it like \`30s\`, \`10m\` or \`2h\``);
}

function readMegabytes(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text) * 1_000_000;
  throw new EvenkeelError(RUNTIME_ERRORS.badOption, `--rotate-mb ${text}: a whole number of megabytes from 1`);
}
