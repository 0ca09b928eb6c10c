// The options of `evenkeel rehearse`.

import { Option, type Command } from 'commander';
import type { Terminal } from './terminal.ts';

interface Host {
  readonly globals: () => { readonly dir: string; readonly json: boolean };
  readonly terminal: Terminal;
  readonly finish: (exit: number) => void;
}

interface Rehearse {
  readonly port: string; readonly host: string; readonly seed: string; readonly markets: string; readonly pace: string; readonly window: string; readonly quiet?: true;
  readonly walletType: string; readonly cash: string; readonly keySeed?: string; readonly tape?: string; readonly speed: string; readonly labels?: string;
}

export function addRehearseCommand(program: Command, { globals, terminal, finish }: Host): void {
  program.command('rehearse').description('a Polymarket on this machine, with play money: the same wire, the same signatures, and faults on demand')
    .addOption(new Option('--tape <path>', 'a recording to play in place of the made-up markets: its markets, books and trades, from now on').conflicts(['markets', 'pace', 'window', 'quiet']))
    .option('--speed <factor>', 'how fast the recording goes, like 1x or 10x', '1x')
    .option('--labels <path>', 'outcomes of the recording\'s markets, where it does not hold them: CSV with the header market,yesPays')
    .option('--port <number>', 'the first of six ports in a row; 0 takes any that are free', '0')
    .option('--host <address>', 'where it listens; nothing but this machine itself is allowed', '127.0.0.1')
    .option('--seed <number>', 'of the markets and of everybody in them', '1')
    .option('--markets <count>', 'how many are listed, at least 6', '6')
    .option('--pace <factor>', 'how often the others trade, against the usual', '1')
    .option('--window <time>', 'length of a window of the up-or-down series, like 60s', '5m')
    .option('--quiet', 'nobody trades but who connects')
    .option('--wallet-type <number>', 'of the account: 0 a plain key, 1 proxy, 2 Safe, 3 deposit wallet', '0')
    .option('--cash <dollars>', 'play money of the account', '10000')
    .option('--key-seed <text>', 'the same text gives the same account; without it every start makes a new one')
    .addHelpText('after', EXAMPLES)
    .action(async ({ keySeed, quiet, tape, labels, ...options }: Rehearse) => finish(await (await import('./rehearse.ts')).rehearse({
      ...options, json: globals().json, isQuiet: quiet === true, keySeed: keySeed ?? null, tape: tape ?? null, labels: labels ?? null,
    }, terminal)));
}

const EXAMPLES = `
Examples:
  $ evenkeel rehearse                          until Ctrl-C; prints what to put where
  $ evenkeel rehearse --json                   one line of JSON with the addresses and the account
  $ evenkeel rehearse --tape btc-15m.parquet   the books and trades of a recording, as if they happened now
  $ evenkeel rehearse --markets 500 --pace 5   a crowded venue, to see what a machine can bear
  $ curl -X POST <control>/_rehearsal/faults -d '{"kind":"restart","durationMs":5000}'`;
