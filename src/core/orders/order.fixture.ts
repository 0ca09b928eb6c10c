// An order of ours for tests of what looks at orders: working, one share at 50 cents, unless said otherwise.

import { marketId } from '../domain/instrument.ts';
import { price, size } from '../domain/numbers.ts';
import { intendedOrder, type OwnOrder } from './own-order.ts';

let made = 0;

export function ownOrder(over: Partial<OwnOrder> = {}): OwnOrder {
  const shares = over.size ?? size(1_000_000);
  return {
    ...intendedOrder({
      clientId: `t-${++made}`, market: marketId(0), venue: 'test', side: 'bid', price: price(500_000), size: shares,
      leg: { outcome: 'yes', action: 'buy', price: price(500_000) }, generation: 1, placedAt: 0, layer: 0, style: 0,
    }), state: 'working', ...over,
  };
}
