// `evenkeel makers`: a naive maker, the models of quoting and your own config side by side on recordings, with intervals.

import { basename } from 'node:path';
import { MAKERS } from '../backtest/comparisons/compared-configs.ts';
import { playRecording, type Maker, type MakerFigures, type PlayedRecording } from '../backtest/comparisons/makers.ts';
import { centsGain, duration as durationText, gain, listed, whole } from '../backtest/report/figures.ts';
import { bootstrapSum } from '../backtest/statistics/bootstrap.ts';
import { readProbe } from '../calibrate/probe-window.ts';
import { duration } from '../config/units.ts';
import { EvenkeelError } from '../errors/define.ts';
import { EXIT } from '../errors/exit-codes.ts';
import { RUNTIME_ERRORS } from '../errors/runtime.ts';
import { openTape } from '../tape/open-tape.ts';
import { putIntoPage, tableMarkdown, tableText, type ComparisonTable } from './comparison-table.ts';
import { intervalText } from './interval-text.ts';
import { loadedNamed, mistakesText } from './named-config.ts';
import { progressLine } from './progress-line.ts';
import { refusal } from './refusal.ts';
import { COMPUTING, stopSignals } from './stop-signals.ts';
import type { Terminal } from './terminal.ts';

export interface MakersOptions {
  readonly dir: string;
  readonly json: boolean;
  /** A page that takes the table, as Markdown between its markers. */
  readonly into: string | null;
  readonly tapes: readonly string[];
  readonly profile: string | null;
  /** "2d": so much of each recording; null: all. */
  readonly window: string | null;
  /** A file of hypothetical quotes. */
  readonly probe: string | null;
}

const YOURS = 'yours';

export async function makers(options: MakersOptions, terminal: Terminal): Promise<number> {
  let isStopped = false;
  const signals = stopSignals(() => { isStopped = true; }, (text) => { terminal.err(text); }, COMPUTING);
  try {
    if (options.tapes.length === 0 && options.probe === null) throw new EvenkeelError(RUNTIME_ERRORS.tapeNeeded, 'no recording was given');
    const capMs = options.window === null ? null : readWindow(options.window);
    const own = loadedNamed(options.dir, options);
    if (!own.ok) {
      terminal.err(mistakesText(own, options.dir));
      return EXIT.config;
    }
    const compared: readonly Maker[] = [...MAKERS.map((config) => ({ name: config.name, config })), { name: YOURS, config: own.loaded }];
    const played: PlayedRecording[] = options.probe === null ? [] : [await probed(options.probe)];
    const bar = progressLine(terminal, { what: 'makers', unit: 'recordings' });
    for (const [index, path] of options.tapes.entries()) {
      if (isStopped) break;
      played.push(await playRecording(await openTape(path), { makers: compared, capMs, directory: options.dir }, { stop: () => isStopped }));
      bar.update((index + 1) / options.tapes.length, index + 1);
    }
    bar.end();
    if (options.json) terminal.out(JSON.stringify({ recordings: played }));
    else terminal.out(tableText(tableOf(played, options)));
    if (options.into !== null && !isStopped) putIntoPage(options.into, 'evenkeel makers', tableMarkdown(tableOf(played, options), commandOf(options)));
    return isStopped ? EXIT.failed : EXIT.ok;
  } catch (error) {
    return refusal(error, terminal);
  } finally {
    signals.ignore();
  }
}

function readWindow(text: string): number {
  const length = duration.read(text);
  if (!length.ok || length.value < 60_000) throw new EvenkeelError(RUNTIME_ERRORS.badOption, `--window ${text}: write how long, like 48h`);
  return length.value;
}

/** What quotes joined at the touch came to, a share each, as the probe that recorded them says. */
async function probed(path: string): Promise<PlayedRecording> {
  const windows = await readProbe(path);
  const pnls = windows.map(({ quotes }) => quotes.reduce((sum, { pnl }) => sum + (pnl ?? 0), 0));
  const fills = windows.reduce((count, { quotes }) => count + quotes.filter(({ pnl }) => pnl !== null).length, 0);
  const { sum, low, high } = bootstrapSum(pnls, { seed: 1 });
  const name = basename(path).replace(/\.jsonl?(\.gz)?$/, '');
  const figures: MakerFigures = { fills, volume: fills, pnl: sum, low, high, by: 'window', traded: windows.filter(({ quotes }) => quotes.some(({ pnl }) => pnl !== null)).length, markout: null };
  return { name, venue: '', markets: windows.length, from: windows[0]?.at ?? Number.NaN, to: windows.at(-1)?.at ?? Number.NaN, rows: [{ recording: name, maker: 'naive, one share a side', figures }] };
}

function tableOf(played: readonly PlayedRecording[], { window }: MakersOptions): ComparisonTable {
  const absent = new Map(played.flatMap(({ rows }) => rows.flatMap(({ maker, figures }) => (typeof figures === 'string' ? [[maker, figures] as const] : []))));
  return {
    columns: ['recording', 'maker', 'fills', 'shares', 'P&L [95 %]', 'a share', 'minute after'],
    right: [2, 3, 5, 6],
    // Where nobody was filled there is nothing to compare; the notes say so.
    rows: played.filter(({ rows }) => rows.some(({ figures }) => typeof figures !== 'string' && figures.fills > 0)).flatMap(({ rows }) => rows.flatMap(({ recording, maker, figures }, index) => {
      if (typeof figures === 'string') return [];
      const { fills, volume, pnl, low, high, markout } = figures;
      return [[index === 0 ? recording : '', maker, whole(fills), whole(volume), intervalText(pnl, low, high), volume === 0 ? '–' : centsGain(pnl / volume), centsGain(markout)]];
    })),
    notes: [
      ...played.map((recording) => `${recording.name}: ${spanText(recording)}. ${verdict(recording)}`),
      `${MAKERS.map(({ name, what }) => `${name}: ${what}`).join('. ')}. ${YOURS}: the strategies.yaml at hand, with its account limits and rules.`,
      `Pessimistic queue. ${window === null ? 'Each recording whole.' : `Of each recording at most the first ${window}.`} Intervals from resampling markets where ten or more were traded, else the P&L over time. minute after: fair value against the fill a minute later, a share.`,
      ...[...absent].map(([maker, why]) => `${maker} is not in this version (${why}).`),
    ],
  };
}

const spanText = ({ markets, from, to, venue }: PlayedRecording): string =>
  `${whole(markets)} ${venue === '' ? 'windows' : `${markets === 1 ? 'market' : 'markets'} of ${venue}`}, ${durationText(to - from)}`;

/** In words that no interval can be read against. */
export function verdict({ rows }: PlayedRecording): string {
  const filled = rows.flatMap(({ maker, figures }) => (typeof figures === 'string' || figures.fills === 0 ? [] : [{ maker, ...figures }]));
  if (filled.length === 0) return 'Nobody was filled: it shows nothing.';
  const earning = filled.filter(({ low }) => low > 0).map(({ maker }) => maker);
  const losing = filled.filter(({ high }) => high < 0).map(({ maker }) => maker);
  if (losing.length === filled.length) return `${filled.length === 1 ? 'It loses' : 'All of them lose'}, beyond the interval.`;
  const told = [
    ...(earning.length === 0 ? [] : [`Beyond the interval, ${listed(earning)} ${earning.length === 1 ? 'earns' : 'earn'}.`]),
    ...(losing.length === 0 ? [] : [`Beyond the interval, ${listed(losing)} ${losing.length === 1 ? 'loses' : 'lose'}.`]),
  ];
  if (told.length > 0) return told.join(' ');
  return filled.every(({ pnl }) => pnl < 0) ? `All of them lose (from ${gain(Math.min(...filled.map(({ pnl }) => pnl)))} to ${gain(Math.max(...filled.map(({ pnl }) => pnl)))}), though every interval holds zero too.` : 'Every interval holds zero: it does not tell them from luck.';
}

const commandOf = ({ tapes, window, probe, profile, into }: MakersOptions): string =>
  ['evenkeel makers', ...tapes, ...(probe === null ? [] : [`--probe ${probe}`]), ...(profile === null ? [] : [`--profile ${profile}`]), ...(window === null ? [] : [`--window ${window}`]), ...(into === null ? [] : [`--into ${into}`])].join(' ');
