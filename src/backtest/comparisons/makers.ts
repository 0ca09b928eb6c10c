// Makers compared on recordings: each plays each recording under the pessimistic queue, and what it earned is given with how
// sure that is. What no version of a config can show (a maker that earns everywhere) is not looked for.

import type { LoadedConfig } from '../../config/load.ts';
import type { OpenedTape } from '../../tape/opened-tape.ts';
import type { BacktestJob } from '../job.ts';
import { performOnTape } from '../perform-job.ts';
import type { Watch } from '../play.ts';
import type { ModelResult } from '../result.ts';
import { bootstrapSum, FEWEST_VALUES } from '../statistics/bootstrap.ts';
import { loadCompared, type ComparedConfig } from './compared-configs.ts';

export interface MakerFigures {
  readonly fills: number;
  /** Shares. */
  readonly volume: number;
  /** Dollars, and the 95 % interval. */
  readonly pnl: number;
  readonly low: number;
  readonly high: number;
  /** What was resampled: markets where enough of them were traded, else stretches of time; windows of a probe. */
  readonly by: 'market' | 'time' | 'window';
  /** Markets or windows with a fill. */
  readonly traded: number;
  /** Dollars a share and fill against fair value a minute later. */
  readonly markout: number | null;
}
export interface MakerRow {
  readonly recording: string;
  readonly maker: string;
  /** Or why it does not play. */
  readonly figures: MakerFigures | string;
}

export interface PlayedRecording {
  readonly name: string;
  readonly venue: string;
  readonly markets: number;
  readonly from: number;
  readonly to: number;
  readonly rows: readonly MakerRow[];
}

export interface Maker { readonly name: string; readonly config: ComparedConfig | LoadedConfig }

export async function playRecording(tape: OpenedTape, { makers, capMs, directory }: { readonly makers: readonly Maker[]; readonly capMs: number | null; readonly directory: string }, watch: Pick<Watch, 'stop'>): Promise<PlayedRecording> {
  const window = capMs === null ? null : await beginning(tape, capMs);
  const rows: MakerRow[] = [];
  const span = { from: Number.NaN, to: Number.NaN };
  for (const { name, config } of makers) {
    if (watch.stop()) break;
    const loaded = 'text' in config ? loadCompared(config, tape) : config;
    if (typeof loaded === 'string') {
      rows.push({ recording: tape.name, maker: name, figures: loaded });
      continue;
    }
    const { from, to, models: { pessimistic } } = await performOnTape(jobOf(loaded, directory, window), tape, { path: tape.name, hash: '' }, { stop: watch.stop, progress() {} });
    Object.assign(span, { from, to });
    if (pessimistic !== undefined) rows.push({ recording: tape.name, maker: name, figures: figuresOf(pessimistic) });
  }
  return { name: tape.name, venue: tape.venue, markets: tape.instruments.length, ...span, rows };
}

async function beginning(tape: OpenedTape, capMs: number): Promise<NonNullable<BacktestJob['window']>> {
  for await (const { ts } of tape.chunks()) {
    const from = ts[0];
    if (from !== undefined) return { from, to: from + capMs };
  }
  return { from: 0, to: capMs };
}

const jobOf = ({ config, hash }: LoadedConfig, directory: string, window: BacktestJob['window']): BacktestJob => ({
  config, directory, name: 'compared', configHash: hash, source: { kind: 'tapes', paths: [], contentHash: '' }, models: [{ model: 'pessimistic' }], seed: config.exchange.seed, window, gaps: 'outage', points: 4,
});

function figuresOf({ fills, volume, pnl, markets, returns, markouts }: ModelResult): MakerFigures {
  const traded = markets.filter((market) => market.fills > 0);
  const by = traded.length >= FEWEST_VALUES ? 'market' : 'time';
  const { low, high } = bootstrapSum(by === 'market' ? traded.map((market) => market.pnl.total) : returns.pnl, { seed: 1 });
  return { fills, volume, pnl: pnl.total, low, high, by, traded: traded.length, markout: markouts[60] };
}
