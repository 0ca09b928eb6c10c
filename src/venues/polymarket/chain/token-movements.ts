// What a transaction moved for an account, from the logs of its receipt: the only witness of what a redemption or a conversion
// really paid.

import { cash, size, type Cash, type Size } from '../../../core/domain/numbers.ts';
import type { Contracts } from './contracts.ts';
import { ERC1155, ERC20 } from './interfaces.ts';
import type { JsonRpc } from './json-rpc.ts';

export interface TokenMovements {
  /** Micro-dollars of collateral that came, negative where they went. */
  readonly collateral: Cash;
  /** Micro-shares by id, likewise; only what moved. */
  readonly tokens: ReadonlyMap<string, Size>;
}

interface Log { readonly address: string; readonly topics: readonly string[]; readonly data: string }

/** Rejects as the RPC does, and where the chain has no receipt of it. */
export async function readMovements(rpc: JsonRpc, txHash: string, account: string, contracts: Contracts): Promise<TokenMovements> {
  const receipt = await rpc.ask('eth_getTransactionReceipt', [txHash]) as { readonly logs: readonly Log[] } | null;
  if (receipt === null) throw new Error(`no receipt of ${txHash}`);
  return movementsIn(receipt.logs, account, contracts);
}

export function movementsIn(logs: readonly Log[], account: string, contracts: Contracts): TokenMovements {
  const isOurs = (address: string): boolean => address.toLowerCase() === account.toLowerCase();
  const at = (log: Log, contract: string): boolean => log.address.toLowerCase() === contract.toLowerCase();
  const signed = (from: string, to: string, amount: bigint): bigint => (isOurs(to) ? amount : 0n) - (isOurs(from) ? amount : 0n);
  let collateral = 0n;
  const tokens = new Map<string, bigint>();
  const move = (id: bigint, amount: bigint): void => { tokens.set(id.toString(), (tokens.get(id.toString()) ?? 0n) + amount); };
  for (const log of logs) {
    if (at(log, contracts.pusd)) {
      const event = ERC20.parseLog(log);
      if (event !== null) collateral += signed(event.args[0], event.args[1], event.args[2]);
    } else if (at(log, contracts.conditionalTokens) || at(log, contracts.positionManager)) {
      const event = ERC1155.parseLog(log);
      if (event?.name === 'TransferSingle') move(event.args[3], signed(event.args[1], event.args[2], event.args[4]));
      if (event?.name === 'TransferBatch') {
        const amounts = event.args[4] as readonly bigint[];
        for (const [i, id] of (event.args[3] as readonly bigint[]).entries()) move(id, signed(event.args[1], event.args[2], amounts[i] as bigint));
      }
    }
  }
  return { collateral: cash(Number(collateral)), tokens: new Map([...tokens].filter(([, amount]) => amount !== 0n).map(([id, amount]) => [id, size(Number(amount))])) };
}
