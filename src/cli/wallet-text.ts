// Wallets in words, and as data.

import { cash, type Cash } from '../core/domain/numbers.ts';
import type { WalletPlan, WalletStep } from '../live/wallet-plans.ts';
import type { WalletStatus } from '../live/wallet-status.ts';
import { dollars } from '../venues/polymarket/chain/collateral-calls.ts';
import { alignedTable } from './aligned-table.ts';

export interface WalletReport {
  readonly command: string;
  readonly account: string;
  /** What an earlier run had left open. */
  readonly earlier: WalletStep | null;
  readonly steps: readonly WalletStep[];
  /** Why the venue still goes by what it knew before; null where it does not. */
  readonly venueNotRefreshed: string | null;
}

const total = ({ winnings }: WalletStatus): Cash => cash(winnings.reduce((sum, { worth }) => sum + worth, 0));

export function statusText(status: WalletStatus): string {
  const { account, signer, type, isDeployed, collateral, unwrapped, gas, missing, required, winnings, underWay } = status;
  const rows = [
    ['wallet', `${account}  ${type}${isDeployed === false ? ', NOT DEPLOYED: the venue makes it on its site' : ''}`],
    ...(signer === account ? [] : [['key', signer]]),
    ['collateral', dollars(collateral)],
    ['USDC.e', `${dollars(unwrapped)}${unwrapped > 0 ? '  `evenkeel wallet wrap <dollars>` makes collateral of it' : ''}`],
    ...(gas === null ? [] : [['gas', `${(Number(gas / 10n ** 12n) / 1e6).toFixed(4)} POL${gas === 0n ? ': transactions cannot be paid' : ''}`]]),
    ['approvals', missing.length === 0 ? `all ${required} given` : `${missing.length} of ${required} missing: \`evenkeel wallet approve\` gives them`],
    ...missing.map(({ kind, spender, purpose }) => ['', `${kind} to ${spender}: ${purpose}`]),
    ['winnings', winnings.length === 0 ? 'none to claim' : `${dollars(total(status))} in ${winnings.length} markets: \`evenkeel wallet claim\` turns them in`],
    ...winnings.map(({ market, worth }) => ['', `${market}: ${dollars(worth)}`]),
    ...(underWay === null ? [] : [['under way', `${underWay.what}, sent as ${underWay.as} and not proved yet`]]),
  ];
  return alignedTable(rows).join('\n');
}

/** Money in micro-dollars, gas as a decimal text. */
export const statusJson = (status: WalletStatus): unknown => ({ ...status, gas: status.gas === null ? null : String(status.gas), unclaimed: total(status) });

export const planText = ({ steps }: WalletPlan, account: string): string => `${account} is to\n${steps.map((step) => `  ${step}`).join('\n')}`;

export function reportText({ command, earlier, steps, venueNotRefreshed }: WalletReport): string {
  const words = { done: 'done', failed: 'FAILED', unknown: 'NOT KNOWN' } as const;
  const lines = steps.map(({ what, outcome, txHash, detail }) => `${words[outcome]}: ${what}${txHash === null ? '' : `  ${txHash}`}${detail === null ? '' : `\n  ${detail}`}`);
  if (steps.length === 0) lines.push(earlier?.outcome === 'done' ? `${command}: nothing more to do` : `${command}: nothing to do`);
  if (steps.some(({ outcome }) => outcome === 'unknown')) lines.push(`What is not known may still happen. Nothing is sent twice: run \`evenkeel wallet ${command}\` again, and it is proved first.`);
  if (venueNotRefreshed !== null) lines.push(`The venue was not told to look again (${venueNotRefreshed}); it looks when a session starts.`);
  return lines.join('\n');
}
