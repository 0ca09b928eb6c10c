import { AbiCoder } from 'ethers';
import { describe, expect, it } from 'vitest';
import { Balances } from './balances.ts';
import { claimableMarkets } from './claimable-markets.ts';
import { POLYGON } from './contracts.ts';
import { JsonRpc } from './json-rpc.ts';
import { conditionalTokenIds } from './position-ids.ts';

const ME = '0x00000000000000000000000000000000000000aa';
const V1 = `0x${'1b'.repeat(32)}`;
const V2 = `0x02${'5c'.repeat(30)}00`;
const abi = AbiCoder.defaultAbiCoder();

/** A node that knows some balances, and that every market has resolved for its first outcome. */
class Node extends JsonRpc {
  readonly #held: ReadonlyMap<string, bigint>;
  constructor(held: ReadonlyMap<string, bigint>) {
    super({ url: 'http://nowhere', timeoutMs: 1 });
    this.#held = held;
  }
  override read(_target: string, data: string): Promise<string> {
    if (data.startsWith('0x4e1273f4')) {
      const [, ids] = abi.decode(['address[]', 'uint256[]'], `0x${data.slice(10)}`) as unknown as [unknown, bigint[]];
      return Promise.resolve(abi.encode(['uint256[]'], [ids.map((id) => this.#held.get(String(id)) ?? 0n)]));
    }
    const words = data.slice(10);
    const isSecond = words.endsWith('1'.padStart(64, '0'));
    // getPayout(position, amount): the first outcome pays in full.
    if (words.length === 128 && BigInt(`0x${words.slice(0, 64)}`) >> 8n === BigInt(V2) >> 8n) return Promise.resolve(abi.encode(['uint256'], [BigInt(`0x${words.slice(62, 64)}`) === 0n ? BigInt(`0x${words.slice(64)}`) : 0n]));
    return Promise.resolve(abi.encode(['uint256'], [isSecond ? 0n : 1n]));
  }
}
const found = (held: readonly (readonly [string, bigint])[]) =>
  claimableMarkets(new Balances(new Node(new Map(held)), POLYGON), POLYGON, ME, [{ conditionId: V1, name: 'rain' }, { conditionId: V2, name: 'snow' }]);

describe('what can be turned in', () => {
  it('is known by the tokens that are held: standard, neg-risk or of Protocol V2', async () => {
    const [standard] = conditionalTokenIds(POLYGON.usdcE, V1);
    const [negRisk] = conditionalTokenIds(POLYGON.wrappedCollateral, V1);
    expect(await found([[standard, 5n]])).toMatchObject([{ market: { slug: 'rain', version: 'v1', negRisk: false }, held: { yes: 5, no: 0 }, worth: 5 }]);
    expect(await found([[negRisk, 6n]])).toMatchObject([{ market: { slug: 'rain', version: 'v1', negRisk: true }, worth: 6 }]);
    expect(await found([[String(BigInt(V2)), 7n], [String(BigInt(V2) + 1n), 9n]])).toMatchObject([{ market: { slug: 'snow', version: 'v2' }, held: { yes: 7, no: 9 }, worth: 7 }]);
  });

  it('is nothing where nothing is held, or only what lost', async () => {
    expect(await found([])).toEqual([]);
    expect(await found([[conditionalTokenIds(POLYGON.usdcE, V1)[1], 5n], [String(BigInt(V2) + 1n), 9n]])).toEqual([]);
  });
});
