// The options of `evenkeel scenarios` and `evenkeel makers`.

import type { Command } from 'commander';
import type { Terminal } from './terminal.ts';

interface Host {
  readonly globals: () => { readonly dir: string; readonly json: boolean };
  readonly terminal: Terminal;
  readonly finish: (exit: number) => void;
}

export function addComparisonCommands(program: Command, { globals, terminal, finish }: Host): void {
  program.command('scenarios').description('one market at a time, with and without a liquidation in the background, over markets that go wrong')
    .argument('[tapes...]', 'recordings to play besides, each on its own')
    .option('--synthetic <time>', 'so much of each scenario', '6h')
    .option('--seeds <which>', 'how often each scenario is played, with seeds from 1, or with which seeds, like 4-11', '3')
    .option('--scenario <list>', 'trend, jump, chop, one-sided, resolution, with commas; empty for none (all)')
    .option('--into <page>', 'also put the table into a Markdown page, between its markers')
    .action(async (tapes: string[], { synthetic, seeds, scenario, into }: { synthetic: string; seeds: string; scenario?: string; into?: string }) =>
      finish(await (await import('./scenarios.ts')).scenarios({ json: globals().json, tapes, synthetic, seeds, scenario: scenario ?? null, into: into ?? null }, terminal)));
  program.command('makers').description('a naive maker, each model of quoting and your config, side by side on recordings')
    .argument('[tapes...]', 'recordings, each played on its own')
    .option('--profile <name>', 'of your config: a file of profiles/, instead of the one strategies.yaml names')
    .option('--window <time>', 'only the beginning of each recording, like 48h')
    .option('--probe <file>', 'hypothetical quotes and what became of them, as for `calibrate`')
    .option('--into <page>', 'also put the table into a Markdown page, between its markers')
    .action(async (tapes: string[], { profile, window, probe, into }: { profile?: string; window?: string; probe?: string; into?: string }) =>
      finish(await (await import('./makers.ts')).makers({ ...globals(), tapes, profile: profile ?? null, window: window ?? null, probe: probe ?? null, into: into ?? null }, terminal)));
}
