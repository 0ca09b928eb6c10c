// How fast the embedded exchange is: requests a second through the matching engine on one book (budget 1 M/s), and events a
// second out of the whole demonstration venue with its synthetic participants. Checks the load before it measures it.

import { cpus } from 'node:os';
import { cash, price, size, timestamp } from '../src/core/domain/numbers.ts';
import { MatchingEngine, type BookOrder } from '../src/exchange/matching-engine.ts';
import { Random } from '../src/exchange/random.ts';
import { DemoVenue } from '../src/venues/demo/demo-venue.ts';

const REQUESTS = 2_000_000;
const ROUNDS = 5;
const TICK = price(10_000);

/** 0 place · 1 take · 2 cancel · 3 lower, with the side, price and size of each drawn before the clock starts. */
function drawRequests(): { readonly kinds: Uint8Array; readonly sides: Uint8Array; readonly ticks: Uint8Array; readonly sizes: Float64Array } {
  const random = new Random(1, 'bench');
  const [kinds, sides, ticks] = [new Uint8Array(REQUESTS), new Uint8Array(REQUESTS), new Uint8Array(REQUESTS)];
  const sizes = new Float64Array(REQUESTS);
  for (let i = 0; i < REQUESTS; i++) {
    const pick = random.uniform();
    kinds[i] = pick < 0.5 ? 0 : pick < 0.6 ? 1 : pick < 0.95 ? 2 : 3;
    sides[i] = random.chance(0.5) ? 1 : 0;
    ticks[i] = sides[i] === 1 ? random.between(40, 49) : random.between(51, 60);
    sizes[i] = random.between(5, 60) * 1_000_000;
  }
  return { kinds, sides, ticks, sizes };
}

function matchAll({ kinds, sides, ticks, sizes }: ReturnType<typeof drawRequests>): { readonly ms: number; readonly matches: number; readonly levels: number } {
  let matches = 0;
  let levels = 0;
  const engine = new MatchingEngine(TICK, { matched: () => { matches++; }, levelChanged: () => { levels++; } });
  const recent: (BookOrder | null)[] = Array.from({ length: 1024 }, () => null);
  const startedAt = performance.now();
  for (let i = 0; i < REQUESTS; i++) {
    const side = sides[i] === 1 ? 'bid' as const : 'ask' as const;
    const amount = size(sizes[i] as number);
    const slot = (Math.imul(i, 2654435761) >>> 8) & 1023;
    const kind = kinds[i];
    if (kind === 0) recent[i & 1023] = engine.submit(null, side, price((ticks[i] as number) * TICK), amount, 'post-only');
    else if (kind === 1) engine.submit(null, side, price((100 - (ticks[i] as number)) * TICK), size(amount * 3), 'immediate');
    else {
      const order = recent[slot] ?? null;
      if (order === null) continue;
      if (kind === 2) { engine.cancel(order); recent[slot] = null; } else engine.reduce(order, size(1_000_000));
    }
  }
  return { ms: performance.now() - startedAt, matches, levels };
}

function runDemo(): { readonly ms: number; readonly events: number; readonly hours: number } {
  const hours = 24;
  const startAt = timestamp(1_800_000_000_000);
  const venue = new DemoVenue({ seed: 1, startAt, account: { cash: cash(1_000_000_000), holdings: {} } });
  let events = 0;
  const startedAt = performance.now();
  venue.advance(timestamp(startAt + hours * 3_600_000), () => { events++; });
  return { ms: performance.now() - startedAt, events, hours };
}

const best = <T extends { readonly ms: number }>(runs: readonly T[]): T => runs.reduce((a, b) => (b.ms < a.ms ? b : a));
const perSecond = (count: number, ms: number): string => `${((count / ms) / 1_000).toFixed(2)} M/s`;

console.log(`${cpus()[0]?.model ?? 'unknown processor'} · node ${process.version}`);
const requests = drawRequests();
const check = matchAll(requests);
if (check.matches < REQUESTS / 20 || check.levels < REQUESTS / 2) throw new Error(`the load does not trade: ${check.matches} matches, ${check.levels} level changes`);
const matching = best(Array.from({ length: ROUNDS }, () => matchAll(requests)));
console.log(`matching engine   ${perSecond(REQUESTS, matching.ms)} requests (budget 1 M/s) · ${matching.matches} matches, ${matching.levels} level changes`);
const demo = best(Array.from({ length: 3 }, runDemo));
console.log(`demo venue        ${perSecond(demo.events, demo.ms)} events · ${demo.hours} h of five markets in ${demo.ms.toFixed(0)} ms`);
