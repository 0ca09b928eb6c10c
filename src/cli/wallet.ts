// `evenkeel wallet …`: what the account of a profile holds, may and is owed, and what it is told to do about that. What moves
// anything is shown first and confirmed, and refused while a bot trades the account.

import { loadConfig } from '../config/load.ts';
import type { Cash } from '../core/domain/numbers.ts';
import { EvenkeelError } from '../errors/define.ts';
import { EXIT } from '../errors/exit-codes.ts';
import { WALLET_ERRORS } from '../errors/wallet.ts';
import { lockVenueAccount } from '../journal/venue-account-lock.ts';
import { planApprovals, planClaims, planRamp, settleEarlier, type ActingWallet, type WalletPlan, type WalletStep } from '../live/wallet-plans.ts';
import { walletStatus } from '../live/wallet-status.ts';
import { openWallet, type Wallet } from '../live/wallet.ts';
import type { ChainSurroundings } from '../venues/polymarket/chain/account-actions.ts';
import { dollars } from '../venues/polymarket/chain/collateral-calls.ts';
import { RpcRefusal, RpcUnanswered } from '../venues/polymarket/chain/json-rpc.ts';
import { exitOf } from './exit-of.ts';
import type { Prompts } from './prompts.ts';
import { refusal } from './refusal.ts';
import type { Terminal } from './terminal.ts';
import { planText, reportText, statusJson, statusText, type WalletReport } from './wallet-text.ts';

export interface WalletCommandOptions {
  readonly dir: string;
  readonly json: boolean;
  /** Null: the one that strategies.yaml names. */
  readonly profile: string | null;
  /** `--yes`. */
  readonly isConfirmed: boolean;
}
export type WalletCommand = { readonly kind: 'status' | 'approve' | 'claim' } | { readonly kind: 'wrap' | 'unwrap'; readonly amount: Cash };

export interface WalletCommandParts {
  readonly terminal: Terminal;
  /** Null where nobody sits at a terminal. */
  readonly prompts: Prompts | null;
  readonly askPassphrase: ((keystore: string) => Promise<string>) | null;
  readonly surroundings: ChainSurroundings;
}

export async function wallet(command: WalletCommand, options: WalletCommandOptions, parts: WalletCommandParts): Promise<number> {
  const { terminal } = parts;
  try {
    return await opened(command, options, parts);
  } catch (thrown) {
    const error = catalogued(thrown);
    if (!options.json || !(error instanceof EvenkeelError)) return refusal(error, terminal);
    terminal.out(JSON.stringify({ error: { code: error.spec.code, message: error.message, remedy: error.spec.remedy } }));
    return exitOf(error.spec.code);
  }
}

async function opened(command: WalletCommand, { dir, json, profile, isConfirmed }: WalletCommandOptions, { terminal, prompts, askPassphrase, surroundings }: WalletCommandParts): Promise<number> {
  const result = loadConfig({ dir, profile: profile ?? undefined });
  if (!result.ok) {
    terminal.err(result.problems.map((problem) => problem.text).join('\n\n'));
    return EXIT.config;
  }
  const { environment } = terminal;
  const say = json ? terminal.err : terminal.out;
  const found = await openWallet({ config: result.loaded.config, directory: dir, environment }, command.kind !== 'status', { askPassphrase, surroundings, say });
  try {
    await refuseOtherChain(found);
    if (command.kind === 'status') {
      const status = await walletStatus(found);
      terminal.out(json ? JSON.stringify(statusJson(status)) : statusText(status));
      return EXIT.ok;
    }
    const lock = lockVenueAccount(found.id, environment);
    try {
      return await acted(command, found, { json, isConfirmed, prompts, terminal, say });
    } finally {
      lock.release();
    }
  } finally {
    await found.close();
  }
}

async function refuseOtherChain({ rpc, surroundings: { contracts: { chainId, pusd } } }: Wallet): Promise<void> {
  const told = await rpc.quantity('eth_chainId');
  if (told !== BigInt(chainId)) throw new EvenkeelError(WALLET_ERRORS.otherChain, `the node says that it is of chain ${told}, and the venue is on ${chainId}`);
  if (await rpc.ask('eth_getCode', [pusd, 'latest']) === '0x') throw new EvenkeelError(WALLET_ERRORS.otherChain, `the node is of chain ${chainId}, but knows no contract at ${pusd}, where the venue's collateral is`);
}

interface Acting { readonly json: boolean; readonly isConfirmed: boolean; readonly prompts: Prompts | null; readonly terminal: Terminal; readonly say: (text: string) => void }

async function acted(command: WalletCommand, found: Wallet, { json, isConfirmed, prompts, terminal, say }: Acting): Promise<number> {
  const { actions } = found;
  if (actions === null) throw new EvenkeelError(WALLET_ERRORS.notFromHere, `${found.account} has no way to the chain`);
  const acting: ActingWallet = { ...found, actions };
  const earlier = await settleEarlier(acting);
  if (earlier !== null) say(`of an earlier run: ${earlier.what}: ${earlier.outcome}${earlier.txHash === null ? ` (${earlier.detail ?? ''})` : ` in ${earlier.txHash}`}`);
  const plan = isRepeated(command, earlier) ? NOTHING : await planOf(command, acting);
  if (plan.steps.length > 0) await confirm(plan, found.account, { isConfirmed, prompts, say });
  const steps = await plan.perform();
  // The venue looks at the chain when it is told to, and only then takes orders on what has changed.
  const refreshed = plan.steps.length > 0 || earlier !== null ? await found.refresh() : null;
  const report: WalletReport = { command: command.kind, account: found.account, earlier, steps, venueNotRefreshed: refreshed };
  terminal.out(json ? JSON.stringify(report) : reportText(report));
  return steps.every(({ outcome }) => outcome === 'done') ? EXIT.ok : EXIT.failed;
}

const NOTHING: WalletPlan = { steps: [], perform: () => Promise.resolve([]) };

/** The same command was interrupted, and what it sent has happened: it is not done twice. */
function isRepeated(command: WalletCommand, earlier: WalletStep | null): boolean {
  if (!('amount' in command) || earlier === null || earlier.outcome !== 'done') return false;
  const moved = `${command.kind} ${dollars(command.amount)}`;
  return earlier.what === moved || earlier.what.endsWith(`; ${moved}`);
}

function planOf(command: WalletCommand, acting: ActingWallet): Promise<WalletPlan> {
  if ('amount' in command) return planRamp(command.kind, command.amount, acting);
  return command.kind === 'claim' ? planClaims(acting) : planApprovals(acting);
}

async function confirm(plan: WalletPlan, account: string, { isConfirmed, prompts, say }: Pick<Acting, 'isConfirmed' | 'prompts' | 'say'>): Promise<void> {
  say(planText(plan, account));
  if (isConfirmed) return;
  if (prompts === null) throw new EvenkeelError(WALLET_ERRORS.unconfirmed, 'nobody sits at a terminal to confirm it, and `--yes` was not given; nothing was sent');
  const answer = await prompts.shown('Send this? Type yes: ');
  if (answer?.trim().toLowerCase() !== 'yes') throw new EvenkeelError(WALLET_ERRORS.unconfirmed, 'it was not confirmed; nothing was sent');
}

/** What a node answers otherwise is an error of the catalogue here: nothing is sent where something cannot be read. */
function catalogued(error: unknown): unknown {
  if (error instanceof RpcUnanswered || error instanceof RpcRefusal) return new EvenkeelError(WALLET_ERRORS.unreachable, `the node of the chain: ${error.message}`);
  return error;
}
