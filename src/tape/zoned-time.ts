// Wall clocks to moments: what a recording or a ticker says in the time of a place, daylight saving included.

export type WallTime = readonly [year: number, month: number, day: number, hour: number, minute: number, second: number];

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * Milliseconds since the epoch at which clocks in `zone` show `wall`; the earlier of the two where the hour comes twice.
 * Null for a time that no clock there shows: it does not exist, or is skipped in spring.
 */
export function momentIn(zone: string, wall: WallTime): number | null {
  const shown = utc(wall);
  // Offsets are whole minutes and change once in months: one of the two that hold around the time is the right one.
  for (const guess of [shown - offsetAt(zone, shown - DAY_MS), shown - offsetAt(zone, shown + DAY_MS)]) {
    if (guess + offsetAt(zone, guess) === shown && new Date(shown).getUTCDate() === wall[2]) return guess;
  }
  return null;
}

const DAY_MS = 86_400_000;

const utc = ([year, month, day, hour, minute, second]: WallTime): number => Date.UTC(year, month - 1, day, hour, minute, second);

/** How far clocks in `zone` are ahead of UTC. */
function offsetAt(zone: string, moment: number): number {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' });
    formats.set(zone, format);
  }
  const parts = new Map(format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? NaN;
  const second = Math.floor(moment / 1_000) * 1_000;
  return utc([part('year'), part('month'), part('day'), part('hour'), part('minute'), part('second')]) - second;
}
