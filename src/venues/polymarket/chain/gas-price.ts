// What a transaction offers for gas: the node's own suggestion for the tip over twice the base fee, which covers six full
// blocks of rising fees (EIP-1559: at most one eighth a block). Replacements offer a quarter more; nodes ask for a tenth.

import type { JsonRpc } from './json-rpc.ts';

/** Wei a unit of gas. */
export interface GasPrice { readonly maxFeePerGas: bigint; readonly maxPriorityFeePerGas: bigint }

export async function gasPrice(rpc: JsonRpc): Promise<GasPrice> {
  const [block, tip] = await Promise.all([rpc.ask('eth_getBlockByNumber', ['latest', false]), rpc.quantity('eth_maxPriorityFeePerGas')]);
  const base = BigInt(String((block as { readonly baseFeePerGas?: unknown }).baseFeePerGas));
  return { maxFeePerGas: 2n * base + tip, maxPriorityFeePerGas: tip };
}

export const raised = ({ maxFeePerGas, maxPriorityFeePerGas }: GasPrice): GasPrice =>
  ({ maxFeePerGas: (maxFeePerGas * 5n) / 4n + 1n, maxPriorityFeePerGas: (maxPriorityFeePerGas * 5n) / 4n + 1n });
