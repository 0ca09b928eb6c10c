// How well a market is made, over the session: how much of what was placed was filled, and what fills as the maker were
// worth a minute later. Counts what it is told of; decides nothing.

import type { Side } from '../domain/side.ts';
import { direction } from '../domain/side.ts';
import type { OwnOrder } from '../orders/own-order.ts';
import { Markout, type MarkoutSnapshot } from '../signals/markout.ts';

const HORIZON_MS = 60_000;
const RECENT_MS = 3_600_000;

export interface MarketQualitySnapshot { readonly placed: number; readonly filled: number; readonly markout: MarkoutSnapshot }

export class MarketQuality {
  /** Of orders that have ended at the venue: micro-shares placed, and of these filled. */
  placed = 0;
  filled = 0;
  markout = new Markout(HORIZON_MS, RECENT_MS);

  /** An order that the venue had has ended. Where its last fills were only proved, they are what was left of it. */
  noteEnded(order: OwnOrder): void {
    this.placed += order.size;
    this.filled += order.filled + (order.goneAt >= 0 ? order.remaining : 0);
  }
  /** An order that was taken to have ended lives on, and will end again. */
  noteRevived(order: OwnOrder): void {
    this.placed -= order.size;
    this.filled -= order.filled;
  }
  /** A fill of an order that had ended. */
  noteLateFill(size: number): void { this.filled += size; }
  noteMakerFill(ts: number, side: Side, price: number, size: number): void { this.markout.observeFill(ts, direction(side), price, size); }

  toJSON(): MarketQualitySnapshot { return { placed: this.placed, filled: this.filled, markout: this.markout.toJSON() }; }

  static fromJSON(s: MarketQualitySnapshot): MarketQuality {
    const quality = new MarketQuality();
    quality.placed = s.placed;
    quality.filled = s.filled;
    quality.markout = Markout.fromJSON(s.markout);
    return quality;
  }
}
