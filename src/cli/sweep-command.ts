// The options of `evenkeel sweep`.

import type { Command } from 'commander';
import type { Terminal } from './terminal.ts';

interface Sweep {
  readonly tape?: string[]; readonly vary: string[]; readonly file?: string; readonly sample?: string; readonly profile?: string; readonly models?: string; readonly rankBy?: string;
  readonly walkForward?: string; readonly seed?: string; readonly gaps?: string; readonly labels?: string; readonly from?: string; readonly to?: string;
  readonly jobs?: string; readonly out?: string; readonly database?: string; readonly worker?: true; readonly tapes?: string;
}

export interface SweepCommandHost {
  readonly globals: () => { readonly dir: string; readonly json: boolean };
  readonly terminal: Terminal;
  readonly finish: (exit: number) => void;
}

const collect = (value: string, before: readonly string[]): string[] => [...before, value];

export function addSweepCommand(program: Command, { globals, terminal, finish }: SweepCommandHost): void {
  program.command('sweep').description('a backtest for every combination of some values, ranked, and how much of the best is luck')
    .argument('[tapes...]', 'recordings, folders of them, or Parquet tapes')
    .option('--tape <paths...>', 'the same, as an option')
    .option('--vary <path=values>', 'a path into strategies.yaml, or `profile.` and one into the profile, and its values; once for each path', collect, [])
    .option('--file <yaml>', 'a file with what is varied and any of the options down to --labels')
    .option('--sample <number>', 'so many combinations, spread evenly, instead of all')
    .option('--profile <name>', 'a file of profiles/, instead of the one strategies.yaml names')
    .option('--models <list>', 'fill models, as for `backtest`; ranked under the first (that of the profile)')
    .option('--rank-by <what>', 'pnl or sharpe (pnl)')
    .option('--walk-forward <parts>', 'also choose the best on what came before and measure it on what came after, so many times')
    .option('--seed <number>', 'of latencies and failing matches, instead of the profile\u2019s, and of the sample (1)')
    .option('--from <time>', 'trade from this time on, UTC; books are built from the start')
    .option('--to <time>', 'trade until this time, UTC')
    .option('--gaps <what>', 'what a hole in a recording does: refuse, outage (refuse)')
    .option('--labels <file>', 'outcomes: CSV with `market,yesPays`, or a JSON object')
    .option('--jobs <number>', 'backtests at a time (one for each core)')
    .option('--out <folder>', 'where results and report go, instead of data/sweeps/; results there are used again')
    .option('--database <url>', 'share the jobs with other machines by PostgreSQL: postgres://…')
    .option('--worker', 'with --database: only do the jobs of others, until Ctrl-C')
    .option('--tapes <folder>', 'of --worker: where the recordings are on this machine, under whatever names')
    .addHelpText('after', EXAMPLES)
    .action(async (tapes: string[], { tape, vary, ...options }: Sweep) => finish(await (await import('./sweep.ts')).sweep({
      ...globals(), tapes: [...tapes, ...tape ?? []], vary, file: options.file ?? null, jobs: options.jobs ?? null, out: options.out ?? null,
      database: options.database ?? null, worker: options.worker === true, below: options.tapes ?? null,
      settings: {
        sample: options.sample ?? null, profile: options.profile ?? null, models: options.models ?? null, rankBy: options.rankBy ?? null, walkForward: options.walkForward ?? null,
        seed: options.seed ?? null, gaps: options.gaps ?? null, labels: options.labels ?? null, from: options.from ?? null, to: options.to ?? null,
      },
    }, terminal)));
}

const EXAMPLES = `
Examples:
  $ evenkeel sweep day.parquet --profile paper --vary presets.calm.quote.halfSpread=1c,1.5c,2c
  $ evenkeel sweep day.parquet --profile paper --vary 'presets.calm.quote.size=20..100 shares step 20' \\
      --vary presets.calm.quote.halfSpread=1c,2c --walk-forward 4
  $ evenkeel sweep --file sweep.yaml --sample 200
  $ evenkeel sweep --worker --database postgres://sweeper@db/sweeps --tapes ./recordings

Ctrl-C shows what there is so far; the exit code is then 1. The same command again goes on from there.
`;
