// What a batch of calls does to a wallet on the chain: all of it, or nothing.

import type { Size } from '../../core/domain/numbers.ts';
import type { Wallet } from '../accounts/wallet.ts';
import type { RehearsalMarket } from '../market/market.ts';
import type { ChainLog } from '../trading/chain-log.ts';
import type { Exchange } from '../trading/exchange.ts';
import { redeem } from '../trading/redeem.ts';
import { CONTRACTS } from '../chain/contracts.ts';
import type { WalletCall } from './wallet-call.ts';

/** False where a call would revert, and then nothing was done. */
export function performCalls(calls: readonly WalletCall[], wallet: Wallet, exchange: Exchange, log: ChainLog): boolean {
  const { onChain } = wallet;
  const before = { cash: onChain.cash, tokens: new Map(onChain.tokens), spenders: new Set(onChain.spenders), operators: new Set(onChain.operators) };
  if (calls.every((call) => perform(call, wallet, exchange, log))) return true;
  onChain.cash = before.cash;
  for (const tokenId of onChain.tokens.keys()) onChain.tokens.set(tokenId, before.tokens.get(tokenId) ?? (0 as Size));
  restore(onChain.spenders, before.spenders);
  restore(onChain.operators, before.operators);
  return false;
}

function perform(call: WalletCall, wallet: Wallet, exchange: Exchange, log: ChainLog): boolean {
  const { onChain } = wallet;
  switch (call.kind) {
    case 'approve': set(onChain.spenders, call.spender, call.isAllowed); return true;
    case 'approve-all': set(onChain.operators, call.operator, call.isAllowed); return true;
    case 'redeem': {
      const market = exchange.byCondition(call.conditionId);
      if (market === null || market.isOpen) return false;
      redeem(wallet, market, log);
      return true;
    }
    case 'split': case 'merge': return pair(call, wallet, exchange, log);
    case 'convert': return convert(call, wallet, exchange);
  }
}

function pair({ kind, by, conditionId, amount }: WalletCall & { readonly kind: 'split' | 'merge' }, wallet: Wallet, exchange: Exchange, log: ChainLog): boolean {
  const market = exchange.byCondition(conditionId);
  if (market === null || !market.isOpen || !Number.isSafeInteger(amount) || amount <= 0) return false;
  const { onChain } = wallet;
  const { version, negRisk } = market.terms;
  const mover = version === 'v2' ? CONTRACTS.router : negRisk ? CONTRACTS.negRiskAdapter : CONTRACTS.adapter;
  if (by !== mover) return false;
  const sign = kind === 'split' ? 1 : -1;
  const isCovered = kind === 'split' ? onChain.cash >= amount && onChain.spenders.has(mover) : market.tokenIds.every((tokenId) => onChain.token(tokenId) >= amount) && onChain.operators.has(mover);
  if (!isCovered) return false;
  onChain.addCash(-sign * amount);
  for (const tokenId of market.tokenIds) onChain.addToken(tokenId, sign * amount);
  log.add({ wallet, market, type: kind === 'split' ? 'SPLIT' : 'MERGE', size: amount / 1e6, value: amount });
  return true;
}

/** The second outcomes of k questions become the first outcomes of all others and k − 1 dollars. */
function convert({ negRiskMarketId, questions, amount }: WalletCall & { readonly kind: 'convert' }, { onChain }: Wallet, exchange: Exchange): boolean {
  const markets = exchange.markets().filter(({ terms }) => terms.negRisk && terms.event.negRiskMarketId === negRiskMarketId);
  const isGiven = ({ terms }: RehearsalMarket): boolean => ((questions >> BigInt(`0x${terms.ids.questionId.slice(-2)}`)) & 1n) === 1n;
  const given = markets.filter(isGiven);
  if (given.length === 0 || !Number.isSafeInteger(amount) || amount <= 0 || !onChain.operators.has(CONTRACTS.negRiskAdapter)) return false;
  if (given.some((market) => !market.isOpen || onChain.token(market.tokenIds[1]) < amount)) return false;
  for (const market of markets) {
    if (isGiven(market)) onChain.addToken(market.tokenIds[1], -amount);
    else onChain.addToken(market.tokenIds[0], amount);
  }
  onChain.addCash((given.length - 1) * amount);
  return true;
}

function set(of: Set<string>, address: string, isIn: boolean): void {
  if (isIn) of.add(address);
  else of.delete(address);
}

function restore(of: Set<string>, before: ReadonlySet<string>): void {
  of.clear();
  for (const address of before) of.add(address);
}

