// What the core knows of a venue: whether its feed lives, whether our books agree with it, and whether it has proved
// that nothing of ours rests.

export class VenueState {
  readonly name: string;
  isUp = true;
  /** Stamp of the last market data or heartbeat; NaN before the first. */
  heardAt = NaN;
  isStale = false;
  ordersReconciled = false;
  holdingsReconciled = false;
  /** The open-orders question under way. */
  question: { readonly id: number; readonly at: number } | null = null;
  askedHoldingsAt = NaN;
  nextReconcileAt = NaN;
  /** Reports in a row, since the stop began, that showed nothing open while we knew of nothing live. */
  zeroProofs = 0;
  /** A difference in holdings seen once; believed when it is seen again unchanged. */
  suspectedDifference: string | null = null;

  constructor(name: string) { this.name = name; }
}
