// The parts of the official client that our own signing is compared with. It does not export them, so they are taken from the
// files of the package, with the types that its sources have.

import { privateKeyToAccount } from 'viem/accounts';
import { MICROS } from '../../../core/domain/numbers.ts';
import { EXCHANGES } from './exchanges.ts';
import type { OrderAmounts } from './order-amounts.ts';
import type { PreparedOrder } from './order-signer.ts';
import { TEST_KEY } from './signing.fixture.ts';
import type { OrderParties } from './signing-account.ts';

interface RawAmounts { readonly rawMakerAmt: number; readonly rawTakerAmt: number }
type Amounts = (side: 'BUY' | 'SELL', amount: number, price: number, rounding: unknown) => RawAmounts;
interface Builder {
  buildSignedOrder(data: Readonly<Record<string, unknown>>): Promise<{ readonly signature: string }>;
  buildOrderTypedData(order: unknown): unknown;
  buildOrderHash(typedData: unknown): string;
}
type BuilderClass = new (contract: string, chainId: number, signer: unknown, generateSalt: () => string, domainVersion: string) => Builder;

const load = async <T>(path: string): Promise<T> => await import(new URL(path, import.meta.resolve('@polymarket/clob-client-v2')).href) as T;
const { getOrderRawAmounts } = await load<{ readonly getOrderRawAmounts: Amounts }>('order-builder/helpers/getOrderRawAmounts.js');
const { getMarketOrderRawAmounts } = await load<{ readonly getMarketOrderRawAmounts: Amounts }>('order-builder/helpers/getMarketOrderRawAmounts.js');
const { ROUNDING_CONFIG } = await load<{ readonly ROUNDING_CONFIG: Readonly<Record<string, unknown>> }>('order-builder/helpers/roundingConfig.js');
const { ExchangeOrderBuilderV2 } = await load<{ readonly ExchangeOrderBuilderV2: BuilderClass }>('order-utils/exchangeOrderBuilderV2.js');

const account = privateKeyToAccount(`0x${TEST_KEY.toString('hex')}`);
const wallet = { account, signTypedData: account.signTypedData };

/** What the client makes of shares (or, of a market buy, dollars) at a price; all in micro-units. */
export function officialAmounts(kind: 'limit' | 'market', action: 'buy' | 'sell', amount: number, price: number, tick: number): OrderAmounts {
  const of = kind === 'limit' ? getOrderRawAmounts : getMarketOrderRawAmounts;
  const { rawMakerAmt, rawTakerAmt } = of(action === 'buy' ? 'BUY' : 'SELL', amount / MICROS, price / MICROS, ROUNDING_CONFIG[String(tick / MICROS)]);
  return { kind: 'amounts', maker: Math.round(rawMakerAmt * MICROS), taker: Math.round(rawTakerAmt * MICROS) };
}

/** The client as it is, but for the randomness of its salt. */
export async function officialOrder(order: PreparedOrder, { maker, signer, walletType }: OrderParties, amounts: OrderAmounts): Promise<{ readonly id: string; readonly signature: string }> {
  const { address, domainVersion } = EXCHANGES[137][order.exchange];
  const builder = new ExchangeOrderBuilderV2(address, 137, wallet, () => String(order.salt), domainVersion);
  const signed = await builder.buildSignedOrder({
    maker, signer, tokenId: order.tokenId, side: order.action === 'buy' ? 'BUY' : 'SELL', signatureType: walletType,
    makerAmount: String(amounts.maker), takerAmount: String(amounts.taker), timestamp: String(order.timestamp),
  });
  return { id: builder.buildOrderHash(builder.buildOrderTypedData(signed)), signature: signed.signature };
}
