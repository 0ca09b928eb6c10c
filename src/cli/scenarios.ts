// `evenkeel scenarios`: dual-market against single-market operation, over the synthetic scenarios and over recordings.

import { cents, duration as durationText, gain, percent } from '../backtest/report/figures.ts';
import { DUAL, LIQUIDATES_AT, SINGLE } from '../backtest/comparisons/compared-configs.ts';
import { dualMarket, type DualRow } from '../backtest/comparisons/dual-market.ts';
import type { ExitFigures } from '../backtest/comparisons/measured-run.ts';
import { duration } from '../config/units.ts';
import { EvenkeelError } from '../errors/define.ts';
import { EXIT } from '../errors/exit-codes.ts';
import { RUNTIME_ERRORS } from '../errors/runtime.ts';
import { SCENARIO_NAMES, type ScenarioName } from '../exchange/synthetic-scenarios.ts';
import { openTape } from '../tape/open-tape.ts';
import { putIntoPage, tableMarkdown, tableText, type ComparisonTable } from './comparison-table.ts';
import { intervalText } from './interval-text.ts';
import { progressLine } from './progress-line.ts';
import { refusal } from './refusal.ts';
import { COMPUTING, stopSignals } from './stop-signals.ts';
import type { Terminal } from './terminal.ts';

export interface ScenariosOptions {
  readonly json: boolean;
  /** A page that takes the table, as Markdown between its markers. */
  readonly into: string | null;
  readonly tapes: readonly string[];
  /** "6h". */
  readonly synthetic: string;
  /** "3": so many seeds, from 1; "4-11": these. */
  readonly seeds: string;
  /** "trend,jump"; null: all. */
  readonly scenario: string | null;
}

const HOUR_MS = 3_600_000;
const MOST_SEEDS = 99;
const DASH = '–';

export async function scenarios(options: ScenariosOptions, terminal: Terminal): Promise<number> {
  let isStopped = false;
  const signals = stopSignals(() => { isStopped = true; }, (text) => { terminal.err(text); }, COMPUTING);
  try {
    const played = readOptions(options);
    const bar = progressLine(terminal, { what: 'scenarios', unit: 'rows' });
    const rows: DualRow[] = [];
    const wanted = 2 * (played.scenarios.length + options.tapes.length);
    const openRecordings = options.tapes.map((path) => () => openTape(path));
    for await (const row of dualMarket({ ...played, openRecordings }, { stop: () => isStopped })) {
      rows.push(row);
      bar.update(rows.length / wanted, rows.length);
    }
    bar.end();
    if (options.json) terminal.out(JSON.stringify({ rows }));
    else terminal.out(tableText(tableOf(rows, played)));
    if (options.into !== null && !isStopped) putIntoPage(options.into, 'evenkeel scenarios', tableMarkdown(tableOf(rows, played), commandOf(options)));
    return isStopped ? EXIT.failed : EXIT.ok;
  } catch (error) {
    return refusal(error, terminal);
  } finally {
    signals.ignore();
  }
}

function readOptions({ synthetic, seeds, scenario }: ScenariosOptions): { readonly hours: number; readonly seeds: readonly number[]; readonly scenarios: readonly ScenarioName[] } {
  const bad = (text: string): EvenkeelError => new EvenkeelError(RUNTIME_ERRORS.badOption, text);
  const length = duration.read(synthetic);
  if (!length.ok || length.value < 60_000) throw bad(`--synthetic ${synthetic}: write how long, like 6h or 30m`);
  const chosen = seedsOf(seeds);
  if (chosen === null) throw bad(`--seeds ${seeds}: how many, like 3, or which, like 4-11; at most ${MOST_SEEDS}`);
  const names = scenario === null ? SCENARIO_NAMES : scenario.split(',').filter((name) => name !== '').map((name) => {
    const found = SCENARIO_NAMES.find((one) => one === name);
    if (found === undefined) throw bad(`--scenario ${name}: the scenarios are ${SCENARIO_NAMES.join(', ')}`);
    return found;
  });
  return { hours: length.value / HOUR_MS, seeds: chosen, scenarios: names };
}

/** Null where the text says none, or too many. */
function seedsOf(text: string): readonly number[] | null {
  const [, low, high] = /^(?:(\d{1,6})-)?(\d{1,6})$/.exec(text) ?? [];
  const first = low === undefined ? 1 : Number(low);
  const count = Number(high) - first + 1;
  return first >= 1 && count >= 1 && count <= MOST_SEEDS ? Array.from({ length: count }, (_, i) => first + i) : null;
}

function tableOf(rows: readonly DualRow[], { hours, seeds }: { readonly hours: number; readonly seeds: readonly number[] }): ComparisonTable {
  const notPlayed = rows.flatMap(({ on, config, measured }) => (typeof measured === 'string' ? [`${on}, ${config}: ${measured}`] : []));
  return {
    columns: ['market', 'config', 'P&L a run [95 %]', 'earning', 'exits +/=/−/open', 'exit with profit', 'lost', 'drawdown'],
    right: [3, 6, 7],
    rows: [
      ...rows.map(({ on, config, measured }) => {
        if (typeof measured === 'string') return [on, config, DASH, DASH, DASH, DASH, DASH, DASH];
        const { pnl, low, high, uptime, profitable, even, losing, unfinished, lossShare, drawdown } = measured;
        return [on, config, intervalText(pnl, low, high), percent(uptime), `${profitable.count}/${even.count}/${losing.count}/${unfinished}`, exitText(profitable), lossShare !== null && lossShare > 1 ? '>100 %' : percent(lossShare), gain(-drawdown)];
      }),
      ['target', 'dual', '', '> 95 %', '', '< 30 min', '< 20 %', ''],
    ],
    notes: [
      `single: ${SINGLE.what}. dual: ${DUAL.what}.`,
      `Each scenario is ${durationText(hours * HOUR_MS)} of six invented markets, ${seeds.length === 1 ? `once with seed ${seeds[0]}` : `${seeds.length} times with seeds ${seeds[0]} to ${seeds.at(-1)}`}; 95 % intervals are from resampling the P&L over time. What it earns there says nothing about a real market; the difference between the two is what is measured.`,
      `earning: share of the time with working orders on both sides of a market. exits: from ${LIQUIDATES_AT * 100} % of the position limit, or from the beginning of a liquidation, to flat, with profit, within ${cents(0.0025)} a share of even, with a loss, and not over at the end. exit with profit: mean and longest. lost: what losing exits lost, against cost, as a share of all that was earned besides. drawdown: of the worst run.`,
      ...new Set(notPlayed),
    ],
  };
}

const exitText = ({ meanMs, longestMs }: ExitFigures): string => (meanMs === null ? DASH : `${minutes(meanMs)}, ≤ ${minutes(longestMs)}`);
const minutes = (ms: number | null): string => (ms === null ? DASH : `${(ms / 60_000).toFixed(0)} min`);

const commandOf = ({ synthetic, seeds, scenario, tapes, into }: ScenariosOptions): string =>
  ['evenkeel scenarios', ...tapes, `--synthetic ${synthetic} --seeds ${seeds}`, ...(scenario === null ? [] : [`--scenario ${scenario}`]), ...(into === null ? [] : [`--into ${into}`])].join(' ');
