// The options of `evenkeel tape` and its commands.

import type { Command } from 'commander';
import type { Terminal } from './terminal.ts';

interface Import { readonly out: string; readonly labels?: string; readonly force?: true }
interface Info { readonly labels?: string }
interface Verify { readonly against?: string[]; readonly labels?: string }

export interface TapeCommandHost {
  readonly globals: () => { readonly json: boolean };
  readonly terminal: Terminal;
  readonly finish: (exit: number) => void;
}

const LABELS = ['--labels <file>', 'outcomes: CSV with `market,yesPays`, or a JSON object; over those that come with the recordings'] as const;

export function addTapeCommand(program: Command, { globals, terminal, finish }: TapeCommandHost): void {
  const tape = program.command('tape').description('recorded markets: into one Parquet file, what they hold, whether they hold together')
    .addHelpText('after', EXAMPLES);
  tape.command('import').description('write recordings as one tape: a Parquet file that pandas and polars read as it is')
    .argument('<recordings...>', 'files, or folders of them; what overlaps in time is merged')
    .requiredOption('--out <file>', 'the tape to write')
    .option(...LABELS)
    .option('--force', 'write over a tape that is there')
    .action(async (paths: string[], { out, labels, force }: Import) => finish(await (await import('./tape.ts')).tapeImport(paths, {
      json: globals().json, out, labels: labels ?? null, force: force === true,
    }, terminal)));
  tape.command('info').description('markets, rows, span, holes and findings of tapes or recordings')
    .argument('<tapes...>', 'Parquet tapes, recordings, or folders of them; shown as the one tape they make')
    .option(...LABELS)
    .action(async (paths: string[], { labels }: Info) => finish(await (await import('./tape.ts')).tapeInfo(paths, { json: globals().json, labels: labels ?? null }, terminal)));
  tape.command('verify').description('read everything and hold it against itself; exit 1 where something contradicts or is missing')
    .argument('<tapes...>', 'Parquet tapes, recordings, or folders of them')
    .option('--against <recordings...>', 'what the tape was made of: it has to hold the same rows')
    .option('--labels <file>', 'outcomes that were given when the tape was made, for the recordings')
    .action(async (paths: string[], { against, labels }: Verify) => finish(await (await import('./tape.ts')).tapeVerify(paths, {
      json: globals().json, against: against ?? [], labels: labels ?? null,
    }, terminal)));
  tape.command('formats').description('the formats of recordings that can be read')
    .action(async () => finish((await import('./tape.ts')).tapeFormats({ json: globals().json }, terminal)));
}

const EXAMPLES = `
Examples:
  $ evenkeel tape import ./recordings --out day.parquet --labels outcomes.csv
  $ evenkeel tape info day.parquet
  $ evenkeel tape verify day.parquet --against ./recordings
  $ python -c "import pandas; print(pandas.read_parquet('day.parquet').head())"

Columns: ts (UTC), market, kind, side, price and size (millionths of a dollar and of a share), delay_ms (from the venue's
stamp to the recorder's), reference_price (in its own unit). A snapshot row is followed by its levels; its size counts them.`;
