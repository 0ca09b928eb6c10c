// What a resolved market pays, and when nobody has to ask for it.

import { MICROS, type Size } from '../../core/domain/numbers.ts';
import type { Wallet } from '../accounts/wallet.ts';
import type { RehearsalMarket } from '../market/market.ts';
import type { ChainLog } from './chain-log.ts';
import type { Exchange } from './exchange.ts';

const AUTO_REDEEM_MS = 5_000;

/** Burns both outcomes on the chain and pays the one that won. */
export function redeem(wallet: Wallet, market: RehearsalMarket, log: ChainLog): number {
  if (market.paid === null) return 0;
  const [first, second] = market.tokenIds;
  const paid = wallet.onChain.token(market.paid === 1 ? first : second);
  const burnt = wallet.onChain.token(first) + wallet.onChain.token(second);
  for (const tokenId of market.tokenIds) wallet.onChain.tokens.set(tokenId, 0 as Size);
  wallet.onChain.addCash(paid);
  if (burnt > 0) log.add({ wallet, market, type: 'REDEEM', size: burnt / MICROS, value: paid });
  return paid;
}

/** Deposit wallets claim through the relayer; for all others it is done some seconds after the resolution. */
export function redeemByItself(exchange: Exchange, log: ChainLog): void {
  exchange.observers.push({
    marketResolved(market) {
      exchange.agenda.after(AUTO_REDEEM_MS, () => {
        for (const wallet of exchange.accounts.all()) {
          if (wallet.signatureType === 3) continue;
          redeem(wallet, market, log);
          wallet.lookAgainAtCollateral();
          for (const tokenId of market.tokenIds) wallet.lookAgainAtToken(tokenId);
        }
      });
    },
  });
}

