// `evenkeel rehearse`: opens the local exchange, says where it is, and keeps it open until it is told to stop.

import { EvenkeelError } from '../errors/define.ts';
import { EXIT } from '../errors/exit-codes.ts';
import { REHEARSAL_ERRORS } from '../errors/rehearsal.ts';
import { duration as durationUnit } from '../config/units.ts';
import type { SignatureType } from '../rehearsal/accounts/wallet.ts';
import { FEWEST_MARKETS } from '../rehearsal/market/listed-markets.ts';
import type { PlayedTape } from '../rehearsal/recording/playback.ts';
import { startRehearsal, type Rehearsal, type RehearsalOptions } from '../rehearsal/rehearsal.ts';
import { readLabels } from '../tape/labels.ts';
import { openTape } from '../tape/open-tape.ts';
import { refusal } from './refusal.ts';
import { readSpeed } from './run-options.ts';
import { stopSignals } from './stop-signals.ts';
import type { Terminal } from './terminal.ts';

export interface RehearseOptions {
  readonly json: boolean;
  /** As typed. */
  readonly port: string; readonly host: string; readonly seed: string; readonly markets: string; readonly pace: string; readonly window: string; readonly walletType: string; readonly cash: string;
  readonly keySeed: string | null;
  readonly tape: string | null; readonly labels: string | null; readonly speed: string;
  readonly isQuiet: boolean;
}

const STOPPING = { first: 'closing the local exchange', again: 'leaving at once' };
const LOOPBACK = new Set(['127.0.0.1', 'localhost']);
const LAST_FIRST_PORT = 65_530;

export async function rehearse(options: RehearseOptions, terminal: Terminal): Promise<number> {
  try {
    const played = await playedTape(options, terminal);
    const rehearsal = await startRehearsal({ ...wishes(options), ...(played === null ? {} : { tape: played }) });
    terminal.out(options.json ? JSON.stringify(line(rehearsal)) : words(rehearsal, played));
    await stopped(terminal);
    await rehearsal.close();
    return EXIT.ok;
  } catch (error) {
    return refusal(error, terminal);
  }
}

async function stopped(terminal: Terminal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const signals = stopSignals(() => { resolve(undefined); }, (text) => { terminal.err(text); }, STOPPING);
  try {
    await promise;
  } finally {
    signals.ignore();
  }
}

async function playedTape({ tape: path, labels, speed: typed }: RehearseOptions, terminal: Terminal): Promise<PlayedTape | null> {
  const speed = readSpeed(typed);
  if (speed.kind === 'max') throw bad('--speed', typed, 'whoever connects lives by a real clock: write it like `1x` or `10x`');
  if (path === null) {
    if (labels !== null) throw bad('--labels', labels, 'they are of a recording: name it with `--tape`');
    if (speed.factor !== 1) throw bad('--speed', typed, 'it is of a recording: name one with `--tape`; made-up markets have `--pace`');
    return null;
  }
  const tape = await openTape(path, labels === null ? {} : { labels: await readLabels(labels) });
  return { tape, path, speed: speed.factor, say: (text) => { terminal.err(text); } };
}

function wishes(options: RehearseOptions): RehearsalOptions {
  if (!LOOPBACK.has(options.host)) throw bad('--host', options.host, 'the rehearsal listens on this machine alone: 127.0.0.1');
  const window = durationUnit.read(options.window);
  if (!window.ok || window.value < 1_000) throw bad('--window', options.window, 'write it like `60s` or `5m`, at least a second');
  return {
    port: whole('--port', options.port, 0, LAST_FIRST_PORT), seed: whole('--seed', options.seed, 0, 999_999_999), markets: whole('--markets', options.markets, FEWEST_MARKETS, 5_000),
    pace: positive('--pace', options.pace), windowMs: window.value, isQuiet: options.isQuiet, signatureType: whole('--wallet-type', options.walletType, 0, 3) as SignatureType,
    cash: whole('--cash', options.cash, 0, 1_000_000_000), ...(options.keySeed === null ? {} : { keySeed: options.keySeed }),
  };
}

function whole(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d{1,10}$/.test(text) && value >= least && value <= most) return value;
  throw bad(name, text, `a whole number from ${least} to ${most}`);
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (/^\d{1,4}(\.\d{1,4})?$/.test(text) && value > 0) return value;
  throw bad(name, text, 'a number above 0, like 2 or 0.5');
}

const bad = (name: string, text: string, right: string): EvenkeelError => new EvenkeelError(REHEARSAL_ERRORS.badOption, `${name} ${text}: ${right}`);

/** The keys of the venue's addresses stand first. */
const line = ({ urls, account, relayerApiKey }: Rehearsal): unknown => {
  const { clob, gamma, data, relayer, wsMarket, wsUser, polybolt, rtds, control } = urls;
  const { key, address, signatureType, funder } = account;
  return { clob, gamma, data, relayer, wsMarket, wsUser, account: { key, address, signatureType, funder }, polybolt, rtds, control, relayerApiKey };
};

function words({ urls, account, relayerApiKey, markets }: Rehearsal, played: PlayedTape | null): string {
  return `A Polymarket of this machine alone, with play money. Ctrl-C ends it.

  orders and books   ${urls.clob}
  discovery          ${urls.gamma}
  positions          ${urls.data}
  relayer            ${urls.relayer}   key ${relayerApiKey}
  market channel     ${urls.wsMarket}
  user channel       ${urls.wsUser}
  reference prices   ${urls.polybolt}   older: ${urls.rtds}
  faults and audit   ${urls.control}/_rehearsal/faults, ${urls.control}/_rehearsal/audit

  account            ${account.address}, wallet type ${account.signatureType}${account.funder === account.address ? '' : `, money in ${account.funder}`}
  private key        ${account.key}
                     It holds play money and nothing else. Never send real money to it, and never put a real key here.

  ${markets().length} markets, among them ${markets().slice(0, 3).map(({ slug }) => slug).join(', ')}${played === null ? '' : `
  as recorded in ${played.path}${played.speed === 1 ? '' : `, ${played.speed} times as fast`}; with its end they stop`}`;
}
