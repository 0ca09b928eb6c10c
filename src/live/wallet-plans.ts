// What a wallet is to do: planned from what the chain says, shown to whoever has to confirm it, then performed step by step,
// each proved before the next is sent.

import { EvenkeelError } from '../errors/define.ts';
import { WALLET_ERRORS } from '../errors/wallet.ts';
import type { Cash } from '../core/domain/numbers.ts';
import { approvalCall, missingApprovals, requiredApprovals } from '../venues/polymarket/chain/approvals.ts';
import type { ActionOutcome, ChainActions } from '../venues/polymarket/chain/chain-actions.ts';
import type { ChainCall } from '../venues/polymarket/chain/chain-call.ts';
import { Claims, type Claimable, type ClaimRecord } from '../venues/polymarket/chain/claims.ts';
import { allowCall, dollars, unwrapCall, wrapCall } from '../venues/polymarket/chain/collateral-calls.ts';
import { ERC20 } from '../venues/polymarket/chain/interfaces.ts';
import { redeemCalls } from '../venues/polymarket/chain/token-calls.ts';
import { readClaimRecords, writeClaimRecords } from './claim-records.ts';
import { knownBy, whatOf } from './recorded-actions.ts';
import type { Wallet } from './wallet.ts';

export interface WalletStep {
  readonly what: string;
  readonly outcome: ActionOutcome['kind'];
  /** Of what is done. */
  readonly txHash: string | null;
  /** Of what is not: why. */
  readonly detail: string | null;
}

export interface WalletPlan {
  /** In words; empty where there is nothing to do. */
  readonly steps: readonly string[];
  perform(): Promise<readonly WalletStep[]>;
}

export type ActingWallet = Wallet & { readonly actions: ChainActions };

/** What an earlier process left open, once it is proved; null where there was nothing. Throws MM_WALLET_UNPROVED. */
export async function settleEarlier({ record, actions }: ActingWallet): Promise<WalletStep | null> {
  const earlier = record.underWay();
  if (earlier === null) return null;
  const outcome = await actions.prove(earlier.ref);
  if (outcome.kind === 'unknown') {
    throw new EvenkeelError(WALLET_ERRORS.unproved, `${earlier.what} was sent as ${knownBy(earlier.ref)}, and what became of it is not known yet (${outcome.reason}); kept in ${record.path}`);
  }
  record.clear();
  return stepOf(earlier.what, outcome);
}

export async function planApprovals({ rpc, account, actions, surroundings: { contracts } }: ActingWallet): Promise<WalletPlan> {
  const required = requiredApprovals(contracts);
  const missing = await missingApprovals(rpc, account, required);
  const calls = missing.map(approvalCall);
  return {
    steps: missing.map(({ kind, spender, purpose }) => `allow ${spender} to move ${kind === 'collateral' ? 'collateral' : 'tokens'}: ${purpose}`),
    async perform() {
      const steps = await inTurn(actions, calls);
      if (steps.some(({ outcome }) => outcome !== 'done')) return steps;
      // The proof is the allowance itself.
      const left = await missingApprovals(rpc, account, missing);
      return [...steps, ...left.map((approval): WalletStep => ({ what: approvalCall(approval).what, outcome: 'unknown', txHash: null, detail: 'the chain does not show it' }))];
    },
  };
}

export async function planRamp(direction: 'wrap' | 'unwrap', amount: Cash, { rpc, account, actions, balances, surroundings: { contracts } }: ActingWallet): Promise<WalletPlan> {
  const isWrap = direction === 'wrap';
  const held = await (isWrap ? balances.unwrapped(account) : balances.collateral(account));
  if (held < amount) throw new EvenkeelError(WALLET_ERRORS.tooLittle, `${account} holds ${dollars(held)} of ${isWrap ? 'USDC.e' : 'collateral'}, less than the ${dollars(amount)} to ${direction}`);
  const [token, ramp] = isWrap ? [contracts.usdcE, contracts.onramp] : [contracts.pusd, contracts.offramp];
  const allowance = BigInt(await rpc.read(token, ERC20.encodeFunctionData('allowance', [account, ramp])));
  const move = isWrap ? wrapCall(contracts, account, amount) : unwrapCall(contracts, account, amount);
  // No more than is moved now: a ramp is used seldom, and nothing is left for it to take.
  const calls = allowance >= BigInt(amount) ? [move] : [allowCall(token, ramp, `allow the ramp to take ${dollars(amount)}`, BigInt(amount)), move];
  return { steps: calls.map(({ what }) => what), perform: () => inTurn(actions, calls) };
}

export async function planClaims(wallet: ActingWallet): Promise<WalletPlan> {
  const { actions, surroundings: { contracts, clock }, claimsFile } = wallet;
  const found = await wallet.claimable();
  await refuseUnapproved(wallet, found);
  const records = readClaimRecords(claimsFile);
  return {
    // What was begun and pays nothing any more is still to be proved.
    steps: [...found.map(({ market: { slug }, worth }) => `claim ${slug}: ${dollars(worth)}`), ...(found.length === 0 && Object.keys(records).length > 0 ? ['prove what an earlier claim began'] : [])],
    async perform() {
      const claims = new Claims({ actions, contracts, records, save: (kept) => { writeClaimRecords(claimsFile, kept); }, now: () => clock.now() });
      const results = await claims.run(found);
      const tried = results.flatMap(({ markets, outcome }) => markets.map(({ conditionId, slug }) => ({ conditionId, step: stepOf(`claim ${slug}`, outcome) })));
      const waiting = found.filter(({ market }) => !tried.some(({ conditionId }) => conditionId === market.conditionId));
      const others = Object.entries(claims.records).filter(([id]) => !found.some(({ market }) => market.conditionId === id));
      return [
        ...tried.map(({ step }) => step), ...waiting.map(({ market: { conditionId, slug } }) => heldBack(slug, claims.records[conditionId])),
        ...others.filter(([, { begun }]) => begun !== null).map(([id, record]) => heldBack(id, record)),
      ];
    },
  };
}

/** A batch would fail as a whole, and a contract does not say which approval it misses. */
async function refuseUnapproved({ rpc, account, surroundings: { contracts } }: ActingWallet, found: readonly Claimable[]): Promise<void> {
  const spenders = new Set(found.flatMap(({ market, held }) => redeemCalls(contracts, market, { yes: BigInt(held.yes), no: BigInt(held.no) })).map(({ target }) => target));
  const [missing] = await missingApprovals(rpc, account, requiredApprovals(contracts).filter(({ kind, spender }) => kind === 'tokens' && spenders.has(spender)));
  if (missing !== undefined) throw new EvenkeelError(WALLET_ERRORS.notApproved, `${missing.spender} may not move the tokens of ${account}, which it needs to ${missing.purpose}`);
}

/** It failed a moment ago, or was sent and is not proved. */
function heldBack(name: string, record: ClaimRecord | undefined): WalletStep {
  const begun = record?.begun ?? null;
  if (begun !== null) return { what: `claim ${name}`, outcome: 'unknown', txHash: null, detail: `sent as ${knownBy(begun)} before, and not proved yet` };
  return { what: `claim ${name}`, outcome: 'failed', txHash: null, detail: `failed ${record?.failures ?? 0} times; tried again after ${new Date(record?.retryAt ?? 0).toISOString()}` };
}

/** As many calls in an action as it takes; what follows one that is not done is not sent. */
async function inTurn(actions: ChainActions, calls: readonly ChainCall[]): Promise<readonly WalletStep[]> {
  const steps: WalletStep[] = [];
  for (let from = 0; from < calls.length; from += actions.mostCalls) {
    const together = calls.slice(from, from + actions.mostCalls);
    const outcome = await actions.perform(together, () => {});
    steps.push(stepOf(whatOf(together), outcome));
    if (outcome.kind !== 'done') break;
  }
  return steps;
}

const stepOf = (what: string, outcome: ActionOutcome): WalletStep => ({
  what, outcome: outcome.kind, txHash: outcome.kind === 'done' ? outcome.txHash : null,
  detail: outcome.kind === 'done' ? null : outcome.kind === 'failed' ? `${outcome.reason} (${outcome.proof})` : `${outcome.reason}; sent as ${knownBy(outcome.ref)}`,
});
