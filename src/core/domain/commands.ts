// Everything the core can ask for. Imperative; performed outside, in order; journaled before they are sent.

import type { MarketId } from './instrument.ts';
import type { Price, Size, TimestampMs } from './numbers.ts';
import type { ClientOrderId, Leg } from './order.ts';
import type { Side } from './side.ts';

interface Issued {
  readonly ts: TimestampMs;
  /** The config generation the decision was made under. */
  readonly generation: number;
  readonly venue: string;
}

export interface PlaceOrder extends Issued {
  readonly type: 'PlaceOrder'; readonly clientId: ClientOrderId; readonly market: MarketId; readonly side: Side;
  readonly price: Price; readonly size: Size; readonly postOnly: boolean; readonly leg: Leg;
  /** Absent: rests until cancelled. `fill-or-kill`: all at once or nothing. `fill-and-kill`: what there is at once, nothing rests. */
  readonly timeInForce?: 'fill-or-kill' | 'fill-and-kill';
  /** The venue takes what is left of it out at this time. Absent: never. */
  readonly expiresAt?: TimestampMs;
}
/** Lower the remaining size and keep the queue place. Never raises. */
export interface AmendOrder extends Issued {
  readonly type: 'AmendOrder'; readonly clientId: ClientOrderId; readonly market: MarketId; readonly remaining: Size;
}
export interface CancelOrder extends Issued { readonly type: 'CancelOrder'; readonly clientId: ClientOrderId; readonly market: MarketId }
/** Cancel every order of the account at the venue, ours by id or not. */
export interface CancelAll extends Issued { readonly type: 'CancelAll' }
export interface QueryOrder extends Issued { readonly type: 'QueryOrder'; readonly clientId: ClientOrderId; readonly market: MarketId }
export interface QueryOpenOrders extends Issued { readonly type: 'QueryOpenOrders'; readonly requestId: number }
export interface QueryHoldings extends Issued { readonly type: 'QueryHoldings' }

/** To a venue that took less than everything: an operator wants it asked at once, whatever it was to wait for. */
export interface AskVenueAgain extends Issued { readonly type: 'AskVenueAgain' }

/** Turns pairs of YES and NO that are held into a dollar each. */
export interface MergePairs extends Issued { readonly type: 'MergePairs'; readonly market: MarketId; readonly size: Size; readonly requestId: number }
/** Turns a dollar each into so many YES and as many NO. */
export interface SplitPairs extends Issued { readonly type: 'SplitPairs'; readonly market: MarketId; readonly size: Size; readonly requestId: number }
/** After the market resolved: turns all that is held of it, both outcomes, into what it pays. */
export interface RedeemPairs extends Issued { readonly type: 'RedeemPairs'; readonly market: MarketId; readonly requestId: number }
/** Of an event of which one market pays YES: `size` NO of each of `markets` become as many YES of every other one, and a dollar a share for each of `markets` but one. `market`: the first of them, which answers name. */
export interface ConvertPositions extends Issued { readonly type: 'ConvertPositions'; readonly market: MarketId; readonly markets: readonly MarketId[]; readonly size: Size; readonly requestId: number }
/** What turns collateral into tokens, tokens into collateral, or tokens into others, without a counterparty. */
export type TokenCommand = MergePairs | SplitPairs | RedeemPairs | ConvertPositions;

export type Command = PlaceOrder | AmendOrder | CancelOrder | CancelAll | QueryOrder | QueryOpenOrders | QueryHoldings | AskVenueAgain | TokenCommand;
