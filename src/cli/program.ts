// The command line: names, options, help. Each command's file is loaded only when it is called, so that help is instant.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { EXIT, EXIT_MEANING } from '../errors/exit-codes.ts';
import type { LiquidationStage } from '../config/compiled-config.ts';
import type { ClientOptions } from './api-client.ts';
import { addComparisonCommands } from './comparison-commands.ts';
import { addRehearseCommand } from './rehearse-command.ts';
import { addRecordCommand } from './record-command.ts';
import { addSweepCommand } from './sweep-command.ts';
import { addTapeCommand } from './tape-command.ts';
import type { Terminal } from './terminal.ts';
import { venuesOnDemand } from './venues-on-demand.ts';
import { addWalletCommand } from './wallet-command.ts';

interface GlobalOptions { readonly dir: string; readonly json?: true }
interface Client { readonly url?: string; readonly profile?: string }
interface Run {
  readonly profile?: string; readonly tape?: string; readonly gaps: string; readonly speed?: string; readonly duration?: string; readonly seed?: string;
  readonly api: boolean; readonly lastGood?: true; readonly resume?: true; readonly confirm?: string;
}

interface Backtest {
  readonly tape?: string[]; readonly profile?: string; readonly models?: string; readonly seed?: string; readonly from?: string; readonly to?: string;
  readonly gaps: string; readonly labels?: string; readonly synthetic?: string; readonly informed?: string; readonly scenario?: string; readonly compare?: string[]; readonly out?: string; readonly report: boolean;
}
interface Calibrate { readonly orders?: string; readonly probe?: string; readonly out: string; readonly report: string; readonly market?: string; readonly seed?: string; readonly force?: true }

const STAGES: readonly LiquidationStage[] = ['passive', 'skewed', 'aggressive', 'market'];

/** `finish` is told the exit code of the command that ran. */
export function buildProgram(terminal: Terminal, finish: (exit: number) => void): Command {
  const program = new Command('evenkeel')
    .description('A declarative market maker for prediction markets.')
    .version(version(), '-V, --version', 'print the version')
    .option('-C, --dir <path>', 'folder of strategies.yaml', '.')
    .option('--json', 'print results as JSON')
    .showHelpAfterError('Run `evenkeel --help` to see the commands.')
    .configureOutput({ writeOut: (text) => terminal.out(text.trimEnd()), writeErr: (text) => terminal.err(text.trimEnd()) })
    .exitOverride()
    .addHelpText('after', EXAMPLES);

  const globals = (): { dir: string; json: boolean } => {
    const { dir, json } = program.opts<GlobalOptions>();
    return { dir, json: json === true };
  };
  const clientOptions = ({ url, profile }: Client): ClientOptions => ({ ...globals(), url: url ?? null, profile: profile ?? null });
  /** A command that asks a running bot. */
  const asking = (name: string, summary: string): Command => program.command(name).description(summary)
    .option('--url <address>', 'address of the bot instead of `api.listen`, like http://127.0.0.1:8787', address)
    .option('--profile <name>', 'profile to read `api` from, instead of the one strategies.yaml names');

  const profileOption = ['--profile <name>', 'a file of profiles/, instead of the one strategies.yaml names'] as const;
  const streams = { stdout: { write: (text: string) => terminal.out(text.replace(/\n$/, '')) }, stderr: { write: (text: string) => terminal.err(text.replace(/\n$/, '')) } };

  program.commandsGroup('Trading:');
  program.command('run').description('make markets as strategies.yaml says, until Ctrl-C')
    .option(...profileOption)
    .option('--tape <path>', 'a recording to trade, for a paper profile')
    .option('--gaps <what>', 'what a hole in the recording does: refuse, outage', 'refuse')
    .option('--speed <factor>', 'how fast the recording or the demo goes: 1x, 10x, max')
    .option('--duration <time>', 'stop after this much of the session, like 10m')
    .option('--seed <number>', 'of the demo market; the same seed gives the same market')
    .option('--no-api', 'do not serve the HTTP API')
    .option('--last-good', 'start from the newest config that was in force, whatever the files say now')
    .option('--resume', 'clear a halt by an operator that an earlier run left')
    .option('--confirm <name>', 'the name of the profile: one that trades with money needs it')
    .action(async ({ api, ...options }: Run) => finish(await (await import('./run.ts')).run({
      ...globals(), profile: options.profile ?? null, tape: options.tape ?? null, gaps: options.gaps, speed: options.speed ?? null, duration: options.duration ?? null,
      seed: options.seed ?? null, api, lastGood: options.lastGood === true, resume: options.resume === true, confirm: options.confirm ?? null,
    }, terminal, venuesOnDemand(terminal))));
  addRehearseCommand(program, { globals, terminal, finish });
  program.command('replay').description('prove from the journal that a run decides the same again')
    .argument('[run]', 'number of the run, name of the session, or `last`', 'last')
    .option('--journal <path>', 'the journal, instead of that of the profile')
    .option(...profileOption)
    .action(async (wanted: string, { journal, profile }: { journal?: string; profile?: string }) => finish(await (await import('./replay.ts')).replay(wanted, {
      ...globals(), journal: journal ?? null, profile: profile ?? null,
    }, terminal)));
  program.command('calibrate').description('fit the simulated queue to recordings of real orders, or takers to recordings of the market')
    .argument('[tapes...]', 'recordings of the market: how often takers come and how far they reach, for `quote.arrivals`')
    .option('--market <pattern>', 'of the tapes: the markets to count, like btc-* (all)')
    .option('--orders <file>', 'a log of orders and their queue positions, CSV')
    .option('--probe <file>', 'hypothetical quotes and what became of them, JSON lines')
    .option('--out <file>', 'the profile to write', 'profiles/calibrated.yaml')
    .option('--report <file>', 'everything that was found, as JSON', 'calibration.json')
    .option('--seed <number>', 'of the folds and the resamples; the same seed gives the same numbers')
    .option('--force', 'overwrite the profile and the report')
    .addHelpText('after', CALIBRATE_FORMATS)
    .action(async (tapes: string[], options: Calibrate) => finish(await (await import('./calibrate.ts')).calibrate({
      ...globals(), tapes, market: options.market ?? null, orders: options.orders ?? null, probe: options.probe ?? null, out: options.out, report: options.report, seed: options.seed ?? null, force: options.force === true,
    }, terminal)));

  program.command('backtest').description('what a config would have done on recordings, under every fill model')
    .argument('[tapes...]', 'recordings, folders of them, or Parquet tapes')
    .option('--tape <paths...>', 'the same, as an option')
    .option(...profileOption)
    .option('--models <list>', 'pessimistic, proportional, power:<exponent>, trade-through, decay:<half-life>; `all`, or `profile` for that of the profile', 'all')
    .option('--seed <number>', 'of latencies and failing matches, instead of the profile\u2019s')
    .option('--from <time>', 'trade from this time on, UTC; books are built from the start')
    .option('--to <time>', 'trade until this time, UTC')
    .option('--gaps <what>', 'what a hole in a recording does: refuse, outage', 'refuse')
    .option('--labels <file>', 'outcomes: CSV with `market,yesPays`, or a JSON object')
    .option('--synthetic <time>', 'no recording: so much of a market with seeded participants, like 6h')
    .option('--informed <share>', 'of --synthetic: the share of takers who know the value, like 30% (50%; a scenario has its own)')
    .option('--scenario <name>', 'of --synthetic: what the value does: trend, jump, chop, one-sided, resolution')
    .addOption(new Option('--compare <configs...>', 'two configs (folders, or files in place of strategies.yaml) on the same market').argParser((value: string, before: string[] | undefined) => [...(before ?? []), value]))
    .option('--out <folder>', 'where the report goes, instead of data/backtests/')
    .option('--no-report', 'write no report')
    .addHelpText('after', BACKTEST_EXAMPLES)
    .action(async (tapes: string[], { tape, compare, ...options }: Backtest) => {
      const configs = compare ?? [];
      if (compare !== undefined && configs.length < 2) program.error('--compare takes two configs, like `--compare strategies.yaml wider.yaml`');
      // What follows the two configs is a recording: a list of values takes all that comes.
      const [a, b, ...rest] = configs;
      finish(await (await import('./backtest.ts')).backtest({
        ...globals(), tapes: [...tapes, ...(tape ?? []), ...rest], profile: options.profile ?? null, models: options.models ?? null, seed: options.seed ?? null,
        from: options.from ?? null, to: options.to ?? null, gaps: options.gaps, labels: options.labels ?? null, synthetic: options.synthetic ?? null, informed: options.informed ?? null, scenario: options.scenario ?? null,
        compare: a === undefined || b === undefined ? null : [a, b], out: options.out ?? null, report: options.report,
      }, terminal));
    });

  addSweepCommand(program, { globals, terminal, finish });
  addComparisonCommands(program, { globals, terminal, finish });

  program.commandsGroup('Recordings:');
  addRecordCommand(program, { globals, terminal, finish });
  addTapeCommand(program, { globals, terminal, finish });

  program.commandsGroup('The files:');
  program.command('check').description('every mistake of the files, with line and remedy')
    .option(...profileOption)
    .action(async ({ profile }: { profile?: string }) => finish(await (await import('./check.ts')).checkCommand({ ...globals(), profile, ...streams })));
  program.command('doctor').description('ask everything that a profile needs before it trades, and say what to do about what is found')
    .option(...profileOption)
    .action(async ({ profile }: { profile?: string }) => finish(await (await import('./doctor.ts')).doctor({ ...globals(), profile: profile ?? null }, terminal, venuesOnDemand(terminal))));
  program.command('show').description('the effective config, each value with the file and line it comes from')
    .option(...profileOption)
    .action(async ({ profile }: { profile?: string }) => finish(await (await import('./show.ts')).showCommand({ ...globals(), profile, ...streams })));
  program.command('schema').description('write the JSON Schemas that editors check the files with')
    .option('--check', 'write nothing; fail where one is stale')
    .action(async ({ check }: { check?: true }) => finish(await (await import('./schema.ts')).schemaCommand({ dir: globals().dir, check, ...streams })));

  program.commandsGroup('The account:');
  addWalletCommand(program, { globals, terminal, finish });

  program.commandsGroup('A running bot:');
  asking('status', 'session, permission, P&L, orders, and a line per market')
    .action(async (options: Client) => finish(await (await import('./status.ts')).status(clientOptions(options), terminal)));
  asking('pnl', 'P&L by hour and by day')
    .option('--hours <count>', 'how many hours that are over, at most 744', hoursCount, 24)
    .action(async ({ hours, ...options }: Client & { hours: number }) => finish(await (await import('./pnl.ts')).pnl(hours, clientOptions(options), terminal)));
  asking('explain', 'why each quote of a market stands where it stands, or why there is none')
    .argument('<market>', 'name, as `evenkeel status` shows it')
    .action(async (market: string, options: Client) => finish(await (await import('./explain.ts')).explain(market, clientOptions(options), terminal)));
  asking('halt', 'cancel everything, prove zero open orders, stay halted across restarts')
    .option('--reason <text>', 'for the record')
    .action(async (options: Client & { reason?: string }) => finish(await (await import('./halt.ts')).halt(options.reason ?? null, clientOptions(options), terminal)));
  asking('resume', 'end a halt and clear the loss latches, or the stop-loss latch of one market')
    .argument('[market]', 'only this market')
    .action(async (market: string | undefined, options: Client) => finish(await (await import('./resume.ts')).resume(market ?? null, clientOptions(options), terminal)));
  asking('liquidate', 'work the position of a market off by stages')
    .argument('<market>', 'its name')
    .addOption(new Option('--stage <stage>', 'by this stage at least').choices(STAGES).default('passive'))
    .action(async (market: string, { stage, ...options }: Client & { stage: LiquidationStage }) => finish(await (await import('./liquidate.ts')).liquidate(market, stage, clientOptions(options), terminal)));
  asking('split', 'turn dollars into as many YES and NO of a market, where the venue does that')
    .argument('<market>', 'its name')
    .argument('<size>', 'shares of each', shareCount)
    .action(async (market: string, size: number, options: Client) => finish(await (await import('./split.ts')).split(market, size, clientOptions(options), terminal)));
  asking('merge', 'turn pairs of YES and NO into a dollar each')
    .argument('<market>', 'its name')
    .argument('[size]', 'shares of each; all free pairs where it is left out', shareCount)
    .action(async (market: string, size: number | undefined, options: Client) => finish(await (await import('./merge.ts')).merge(market, size ?? null, clientOptions(options), terminal)));
  asking('redeem', 'turn what is held of a resolved market into what it pays')
    .argument('<market>', 'its name')
    .action(async (market: string, options: Client) => finish(await (await import('./redeem.ts')).redeem(market, clientOptions(options), terminal)));
  asking('convert', 'turn NO of some markets of an event into YES of the others')
    .argument('<size>', 'shares of each', shareCount)
    .argument('<markets...>', 'names of markets of one event')
    .action(async (size: number, markets: string[], options: Client) => finish(await (await import('./convert.ts')).convert(size, markets, clientOptions(options), terminal)));
  program.command('profile').description('swap the session to another profile')
    .argument('<name>', 'a file of profiles/, without .yaml')
    .option('--tape <path>', 'a recording to trade')
    .option('--confirm <name>', 'the name again: a profile that trades with money needs it')
    .option('--leave-positions', 'leave an account that trades with money though it holds positions; nobody looks after them until it runs again')
    .option('--url <address>', 'address of the bot instead of `api.listen`, like http://127.0.0.1:8787', address)
    .action(async (name: string, options: Client & { tape?: string; confirm?: string; leavePositions?: true }) => finish(await (await import('./profile.ts')).profile(name, {
      ...clientOptions(options), tape: options.tape ?? null, confirm: options.confirm ?? null, leavePositions: options.leavePositions === true,
    }, terminal)));

  program.commandsGroup('Its config:');
  asking('plan', 'what the files on disk would change, in words, and what that would have done')
    .option('--replay <time>', 'also run both configs over the last so much of the session, like 60m')
    .option('--with <config>', 'of --replay: a file in place of strategies.yaml, or a folder, that the bot does not watch')
    .action(async ({ with: candidate, ...options }: Client & { replay?: string; with?: string }) => {
      if (candidate === undefined) return finish(await (await import('./plan.ts')).plan({ ...clientOptions(options), replay: options.replay ?? null }, terminal));
      if (options.replay === undefined) return program.error('--with needs --replay, like `--replay 60m`');
      return finish(await (await import('./plan-candidate.ts')).planCandidate({ ...globals(), profile: options.profile ?? null, replay: options.replay, candidate }, terminal));
    });
  asking('apply', 'put the pending difference in force')
    .action(async (options: Client) => finish(await (await import('./apply.ts')).apply(clientOptions(options), terminal)));
  asking('revert', 'put an earlier generation in force again, as a new one')
    .argument('<generation>', 'number, as GET /config lists them', generation)
    .action(async (number: number, options: Client) => finish(await (await import('./revert.ts')).revert(number, clientOptions(options), terminal)));
  return program;
}

const BACKTEST_EXAMPLES = `
Examples:
  $ evenkeel backtest ./recordings --profile paper
  $ evenkeel backtest day.parquet --profile paper --models pessimistic,power:2 --json
  $ evenkeel backtest day.parquet --profile paper --compare strategies.yaml wider.yaml
  $ evenkeel backtest --synthetic 6h --informed 30%
  $ evenkeel backtest --synthetic 6h --scenario jump

Ctrl-C shows what there is so far; the exit code is then 1.
`;

const EXAMPLES = `
Examples:
  $ evenkeel run                             make markets as strategies.yaml says
  $ evenkeel check                           every mistake of the files, with line and remedy
  $ evenkeel explain rain-in-london          why the quotes stand where they stand
  $ evenkeel halt --reason "going home"      cancel everything, and prove it
  $ evenkeel run --profile paper --tape ./recordings --speed max

Exit codes:
${Object.entries(EXIT).map(([name, code]) => `  ${String(code).padStart(2)}  ${EXIT_MEANING[name as keyof typeof EXIT]}`).join('\n')}`;

const CALIBRATE_FORMATS = `
At least one recording is needed; logs may be gzip.
  tapes     recordings of a market with its book and its trades, or Parquet tapes: prints \`arrivals\` for \`quote\`.
  --orders  columns time, ticker, event, side, order, price_dollars, contracts, detail. Events: START, CREATE_OK and AMEND_OK
            with price and size, QUEUE_POSITION with the contracts ahead, ORDER_NOT_RESTING with executed or canceled.
  --probe   one object a line: window_ts, quote_at, winner, and for each side quote, mode, queue_ahead, touched, filled,
            min_ask_seen, pnl.`;

const version = (): string => (JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as { version: string }).version;

function generation(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('A generation is a number from 1.');
  return Number(text);
}

function shareCount(text: string): number {
  const count = Number(text);
  if (!/^\d{1,9}(\.\d{1,6})?$/.test(text) || !(count > 0)) throw new InvalidArgumentError('A size is a number of shares, like 25 or 12.5.');
  return count;
}

function hoursCount(text: string): number {
  const count = Number(text);
  if (!/^[1-9]\d{0,2}$/.test(text) || count > 744) throw new InvalidArgumentError('Hours are a number from 1 to 744.');
  return count;
}

function address(text: string): string {
  if (!/^https?:\/\/[^/]+\/?$/.test(text)) throw new InvalidArgumentError('Write it like http://127.0.0.1:8787.');
  return text;
}
