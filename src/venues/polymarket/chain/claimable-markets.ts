// What an account can turn in, by what the chain says alone: from a condition follow the ids of its tokens in every way the
// venue may have made them, and of which of them something is held says what kind of market it is.

import type { Balances } from './balances.ts';
import type { Claimable } from './claims.ts';
import type { Contracts } from './contracts.ts';
import { conditionalTokenIds } from './position-ids.ts';
import type { ChainMarket } from './token-calls.ts';

export interface NamedCondition {
  /** 0x and 64 hex digits. */
  readonly conditionId: string;
  /** What it is called where it was found; the id where nobody says. */
  readonly name: string;
}

/** What pays something, and is held by `account`. Rejects as the node does. */
export async function claimableMarkets(balances: Balances, contracts: Contracts, account: string, conditions: readonly NamedCondition[]): Promise<readonly Claimable[]> {
  const candidates = conditions.flatMap((condition) => candidatesOf(contracts, condition));
  const held = await balances.tokens(account, candidates);
  const found: Claimable[] = [];
  for (const [i, market] of candidates.entries()) {
    const tokens = held[i];
    if (tokens === undefined || (tokens.yes === 0 && tokens.no === 0)) continue;
    const worth = await balances.worth(market, tokens);
    if (worth !== null && worth > 0) found.push({ market, held: tokens, worth });
  }
  return found;
}

function candidatesOf(contracts: Contracts, { conditionId, name: slug }: NamedCondition): readonly ChainMarket[] {
  const ofTokens = ([false, true] as const).map((negRisk): ChainMarket => {
    const [yesId, noId] = conditionalTokenIds(negRisk ? contracts.wrappedCollateral : contracts.usdcE, conditionId);
    return { conditionId, slug, version: 'v1', negRisk, yesId, noId };
  });
  // Of Protocol V2 a condition has 31 bytes, and the byte after them is the outcome: 0 is YES.
  if (!conditionId.endsWith('00')) return ofTokens;
  const first = BigInt(conditionId);
  return [...ofTokens, { conditionId, slug, version: 'v2', negRisk: false, yesId: String(first), noId: String(first + 1n) }];
}
