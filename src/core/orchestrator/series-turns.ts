// Whose turn it is in a series of markets: the first that has not stopped, and from some time before it stops its successor,
// which is watched so that it can be quoted the moment its turn comes. Never goes back to one that has passed. Pure.

export interface SeriesMember {
  readonly name: string;
  /** Null where the venue does not say. */
  readonly startsAt: number | null;
  readonly endsAt: number | null;
  /** When it is quoted no more. */
  readonly stopsAt: number;
  /** It will not be quoted again: closed, resolved, being liquidated. */
  readonly isOver: boolean;
  /** It had its turn when this was asked last. */
  readonly hasTurn: boolean;
}

export interface Turns {
  /** Null between two members that do not follow each other without a gap. */
  readonly current: SeriesMember | null;
  /** To be watched now. */
  readonly successor: SeriesMember | null;
  /** When that changes by time alone; Infinity for never. */
  readonly changesAt: number;
}

export function turns(members: readonly SeriesMember[], warmUpMs: number, now: number): Turns {
  const inOrder = members.toSorted(compare);
  const isDone = ({ isOver, stopsAt }: SeriesMember): boolean => isOver || now >= stopsAt;
  const held = inOrder.findLastIndex((member) => member.hasTurn && !isDone(member));
  const first = held >= 0 ? held : inOrder.findIndex((member, i) => !isDone(member) && !inOrder.slice(i).some(({ hasTurn }) => hasTurn));
  const member = inOrder[first];
  if (member === undefined) return { current: null, successor: null, changesAt: Infinity };
  const begins = held >= 0 ? -Infinity : beginOf(member, inOrder[first - 1]);
  if (now < begins) {
    const isNear = now >= begins - warmUpMs;
    return { current: null, successor: isNear ? member : null, changesAt: isNear ? begins : begins - warmUpMs };
  }
  const next = inOrder.slice(first + 1).find((other) => !isDone(other));
  // It takes over when the current one stops, or later when it begins later.
  const takesOver = next === undefined ? Infinity : Math.max(member.stopsAt, beginOf(next, member));
  const isNear = now >= takesOver - warmUpMs;
  return { current: member, successor: isNear ? (next ?? null) : null, changesAt: Math.min(member.stopsAt, isNear ? Infinity : takesOver - warmUpMs) };
}

/** One that follows the one before without a gap begins whenever that one stops. */
function beginOf({ startsAt }: SeriesMember, before: SeriesMember | undefined): number {
  if (startsAt === null) return -Infinity;
  return before !== undefined && before.endsAt !== null && startsAt <= before.endsAt ? -Infinity : startsAt;
}

function compare(a: SeriesMember, b: SeriesMember): number {
  const [x, y] = [a.endsAt ?? Infinity, b.endsAt ?? Infinity];
  if (x !== y) return x < y ? -1 : 1;
  return a.name < b.name ? -1 : 1;
}
