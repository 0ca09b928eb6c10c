// The options of `evenkeel record` and of its command.

import type { Command } from 'commander';
import type { Terminal } from './terminal.ts';

interface Record { readonly out?: string; readonly profile?: string; readonly fromRaw?: string; readonly markets?: string[]; readonly duration?: string; readonly rotate: string; readonly rotateMb: string }

export interface RecordCommandHost {
  readonly globals: () => { readonly dir: string; readonly json: boolean };
  readonly terminal: Terminal;
  readonly finish: (exit: number) => void;
}

export function addRecordCommand(program: Command, { globals, terminal, finish }: RecordCommandHost): void {
  const record = program.command('record').description('keep what a feed says, as it came and as tapes, until Ctrl-C')
    .option('--out <folder>', 'where to; a recording that is there is gone on with')
    .option('--profile <name>', 'whose venue is recorded, instead of the one strategies.yaml names')
    .option('--from-raw <folder>', 'record an earlier recording anew, through the decoders as they are now')
    .option('--markets <patterns...>', 'only these, like btc-*')
    .option('--duration <time>', 'stop after this much, like 10m')
    .option('--rotate <time>', 'begin a new segment at each multiple of this, UTC', '1h')
    .option('--rotate-mb <number>', 'and when the raw one has this many megabytes', '256')
    .addHelpText('after', EXAMPLES)
    .action(async ({ out, profile, fromRaw, markets, duration, rotate, rotateMb }: Record) => {
      if (out === undefined) return record.error('--out is needed: the folder to record into');
      finish(await (await import('./record.ts')).record({
        ...globals(), profile: profile ?? null, out, fromRaw: fromRaw ?? null, markets: markets ?? [], duration: duration ?? null, rotate, rotateMb,
      }, terminal));
    });
  record.command('verify').description('replay the raw segments and hold the books against those of the tapes; exit 1 where anything differs or is missing')
    .argument('<folder>', 'what was recorded into')
    .action(async (folder: string) => finish(await (await import('./record.ts')).recordVerify(folder, globals(), terminal)));
}

const EXAMPLES = `
Examples:
  $ evenkeel record --out ./recording --profile live --markets 'btc-*'
  $ evenkeel record --out ./recording --from-raw ./older --markets 'btc-updown-*'
  $ evenkeel record verify ./recording
  $ evenkeel tape info ./recording/tape
  $ evenkeel backtest ./recording/tape --gaps outage

A recording is a folder: raw/ holds every text with the time it came at, tape/ the same as books and trades.`;
