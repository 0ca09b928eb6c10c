// How an order of ours waits behind the size that a recording displays at its price. A recording says how much stands and
// trades at a price, never whose it was, so where we stand in the queue is an assumption; each model is one.

/** One order's place. `ahead` is what has to trade at its price before it, Infinity while nobody knows; it never grows. */
export interface QueuePlace { readonly ahead: number }

export interface QueueModel<Place extends QueuePlace = QueuePlace> {
  readonly name: string;
  /** A place at a level that shows `displayed`, Infinity where it has not been seen, and just lost `unexplained` of it. */
  join(displayed: number, unexplained: number, now: number): Place;
  /** The level shows this now. */
  displayed(place: Place, size: number, now: number): void;
  /** A print of `size` at the order's price. Returns what of it gets past those ahead. */
  traded(place: Place, size: number, now: number): number;
}
