// A node of the chain that knows one thing: `trusting` has given every approval, and nobody else any.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AbiCoder } from 'ethers';

const ALLOWANCE = '0xdd62ed3e';
const IS_APPROVED = '0xe985e9c5';
const BALANCES = '0x4e1273f4';
const word = (value: bigint): string => `0x${value.toString(16).padStart(64, '0')}`;

export async function chainNode(trusting: string): Promise<{ readonly url: string; close(): void }> {
  const called = (data: string): string => {
    const isTrusting = data.toLowerCase().includes(trusting.slice(2).toLowerCase());
    if (data.startsWith(ALLOWANCE)) return word(isTrusting ? 2n ** 255n : 0n);
    if (data.startsWith(IS_APPROVED)) return word(isTrusting ? 1n : 0n);
    if (!data.startsWith(BALANCES)) return word(0n);
    const [, ids] = AbiCoder.defaultAbiCoder().decode(['address[]', 'uint256[]'], `0x${data.slice(10)}`) as unknown as [unknown, readonly bigint[]];
    return AbiCoder.defaultAbiCoder().encode(['uint256[]'], [ids.map(() => 0n)]);
  };
  const server: Server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => { text += chunk.toString(); });
    request.on('end', () => {
      const { id, method, params } = JSON.parse(text) as { readonly id: number; readonly method: string; readonly params: readonly [{ readonly data?: string }] };
      const result = method === 'eth_chainId' ? '0x89' : method === 'eth_call' ? called(params[0].data ?? '') : '0x0';
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ jsonrpc: '2.0', id, result }));
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close() { server.closeAllConnections(); server.close(); } };
}
