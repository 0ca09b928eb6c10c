// What the calibration works on: the lives of orders. A life is one stay at one price, from joining the level to losing the
// place there; an amend to another price or a larger size begins a new one, as venues give the place away then.

/** Contracts that stood before the order when the venue was asked. */
export interface Poll { readonly at: number; readonly ahead: number }

/** `unseen`: the log ends or the bot starts again while the order rests; nothing says what became of it. */
export type LifeEnd = 'executed' | 'canceled' | 'amended' | 'unseen';

export interface Life {
  readonly market: string;
  readonly order: string;
  readonly joinedAt: number;
  readonly endedAt: number;
  readonly end: LifeEnd;
  /** In time order. Only a life with at least one tells anything about the queue. */
  readonly polls: readonly Poll[];
}

/** A life whose place is known from the first poll on. */
export interface PolledLife extends Life { readonly first: Poll }

/** One order over all its lives, as the venue's statistics count them. */
export interface OrderSeen { readonly firstAhead: number | null; readonly ended: 'executed' | 'canceled' | null }

export interface OrderLog {
  readonly lives: readonly Life[];
  readonly orders: readonly OrderSeen[];
  readonly events: number;
  readonly markets: number;
  readonly from: number;
  readonly to: number;
}

/** Markets of one event (strikes of one game, one price) live and die together: `KXNBAGAME-26MAR08NYKLAL-NYK` → `KXNBAGAME-26MAR08NYKLAL`. */
export const eventOf = (market: string): string => (market.lastIndexOf('-') > 0 ? market.slice(0, market.lastIndexOf('-')) : market);

export function polledLives(lives: readonly Life[]): readonly PolledLife[] {
  return lives.flatMap((life) => {
    const [first] = life.polls;
    return first === undefined ? [] : [{ ...life, first }];
  });
}
