import { describe, expect, it } from 'vitest';
import type { PlaceOrder } from '../core/domain/commands.ts';
import { NO_FEE } from '../core/domain/fees.ts';
import { marketId, type Instrument } from '../core/domain/instrument.ts';
import { cash, MICROS, price, size, timestamp, type Price } from '../core/domain/numbers.ts';
import { ExchangeAccount } from './account.ts';
import { legFor } from './complement.ts';
import { checkOrder, type MarketUnderCheck } from './order-checks.ts';

const instrument: Instrument = {
  id: marketId(0), name: 'rain', venue: 'demo', tick: price(10_000), lot: size(MICROS), minSize: size(5 * MICROS),
  fees: { maker: NO_FEE, taker: NO_FEE }, endsAt: null, showsOwnOrders: true, canAmend: true, netsPairs: true,
};
const market = (over: Partial<MarketUnderCheck> = {}): MarketUnderCheck => ({
  instrument, status: 'open', best: (side) => price(side === 'bid' ? 480_000 : 520_000), bestOwn: () => null, ...over,
});
const order = (over: Partial<PlaceOrder> = {}): PlaceOrder => {
  const side = over.side ?? 'bid';
  const at = over.price ?? price(450_000);
  return {
    type: 'PlaceOrder', ts: timestamp(0), generation: 1, venue: 'demo', clientId: 's-1', market: instrument.id,
    side, price: at, size: size(10 * MICROS), postOnly: true, leg: legFor(side, at, 'buy'), ...over,
  };
};
const account = new ExchangeAccount({ cash: cash(100 * MICROS), autoNets: true });
const refusal = (o: PlaceOrder, m: MarketUnderCheck | null = market(), used = new Set<string>()) => checkOrder(o, m, used, account)?.reason ?? null;

describe('what a venue refuses', () => {
  it('takes an order that is in order', () => expect(refusal(order())).toBeNull());

  it.each([
    ['off-tick', { price: price(455_000) }],
    ['off-tick', { price: price(450_000.5) }],
    ['price-out-of-range', { price: price(0) }],
    ['price-out-of-range', { price: price(MICROS) }],
    ['price-out-of-range', { price: price(Number.NaN) }],
    ['off-lot', { size: size(10.5 * MICROS) }],
    ['too-small', { size: size(4 * MICROS) }],
    ['too-small', { size: size(Number.NaN) }],
    ['would-cross', { price: price(520_000) }],
    ['would-cross', { side: 'ask', price: price(480_000) }],
    ['insufficient-balance', { size: size(1000 * MICROS) }],
    ['venue-error', { leg: legFor('ask', price(450_000), 'buy') }],
  ] as const)('refuses as %s: %j', (reason, over) => expect(refusal(order(over as Partial<PlaceOrder>))).toBe(reason));

  it('refuses an id that was used before, even when everything else is in order', () => {
    expect(refusal(order(), market(), new Set(['s-1']))).toBe('duplicate-client-id');
  });

  it('refuses a market that it does not know or that is not open', () => {
    expect(refusal(order(), null)).toBe('unknown-market');
    expect(refusal(order(), market({ status: 'paused' }))).toBe('market-closed');
    expect(refusal(order(), market({ status: 'closed' }))).toBe('market-closed');
  });

  it('lets an order that is not post-only cross the others but never our own, on either outcome', () => {
    expect(refusal(order({ price: price(530_000), postOnly: false }))).toBeNull();
    const own = market({ bestOwn: (side) => (side === 'ask' ? price(530_000) : null) as Price | null });
    expect(refusal(order({ price: price(530_000), postOnly: false }), own)).toBe('self-trade');
    const tokens = new ExchangeAccount({ cash: cash(0), autoNets: false, holdings: [{ market: instrument.id, yes: size(0), no: size(20 * MICROS) }] });
    const sellNo = order({ price: price(530_000), postOnly: false, leg: legFor('bid', price(530_000), 'sell') });
    expect(checkOrder(sellNo, market(), new Set(), tokens)).toBeNull();
    expect(checkOrder(sellNo, own, new Set(), tokens)?.reason).toBe('self-trade');
  });
});
