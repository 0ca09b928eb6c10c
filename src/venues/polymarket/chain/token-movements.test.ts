import { expect, it } from 'vitest';
import { POLYGON } from './contracts.ts';
import { ERC1155, ERC20 } from './interfaces.ts';
import { movementsIn } from './token-movements.ts';

const ME = '0x00000000000000000000000000000000000deb01';
const OTHER = '0x00000000000000000000000000000000000deb02';
const log = (address: string, { topics, data }: { readonly topics: readonly string[]; readonly data: string }) => ({ address: address.toLowerCase(), topics, data });
const dollars = (from: string, to: string, amount: bigint, token = POLYGON.pusd) => log(token, ERC20.encodeEventLog('Transfer', [from, to, amount]));
const batch = (from: string, to: string, ids: readonly bigint[], amounts: readonly bigint[]) => log(POLYGON.conditionalTokens, ERC1155.encodeEventLog('TransferBatch', [OTHER, from, to, ids, amounts]));

it('sums what a conversion moved for the account, and nothing of what moved among others', () => {
  const { collateral, tokens } = movementsIn([
    batch(ME, OTHER, [11n, 12n], [5n, 5n]), batch(OTHER, POLYGON.ctfAdapter, [11n], [5n]),
    dollars(OTHER, POLYGON.ctfAdapter, 9n), dollars(OTHER, ME, 5n), dollars(OTHER, ME, 4n, POLYGON.usdcE),
    batch(OTHER, ME, [13n, 14n], [4n, 4n]),
    log(POLYGON.positionManager, ERC1155.encodeEventLog('TransferSingle', [OTHER, OTHER, ME, 15n, 2n])),
    batch(ME, OTHER, [16n], [3n]), batch(OTHER, ME, [16n], [3n]),
  ], ME, POLYGON);
  expect(collateral).toBe(5);
  expect([...tokens]).toEqual([['11', -5], ['12', -5], ['13', 4], ['14', 4], ['15', 2]]);
});

it('counts collateral that went as less than nothing, and takes addresses in any case', () => {
  expect(movementsIn([dollars(ME, OTHER, 7n)], ME.toUpperCase().replace('0X', '0x'), POLYGON).collateral).toBe(-7);
});
