// Synthetic markets with something on their mind: one set of six for each way a market can go against a maker. Invented,
// like those of the demonstration; the names say what the value does, and a maker is told nothing of it.

import type { ValueCourse } from './hidden-value.ts';
import { SYNTHETIC_MAKERS, type SyntheticMaker, type SyntheticMarket } from './synthetic-markets.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export const SCENARIO_NAMES = ['trend', 'jump', 'chop', 'one-sided', 'resolution'] as const;
export type ScenarioName = (typeof SCENARIO_NAMES)[number];

export interface Scenario {
  readonly name: ScenarioName;
  /** One sentence for help and reports. */
  readonly what: string;
  /** Share of takers who know the value, unless told otherwise. */
  readonly informed: number;
  readonly markets: readonly SyntheticMarket[];
}

/** Closer than those of the demonstration: a maker at 1.5c from fair value joins their touch and does not stand alone. */
const MAKERS: readonly SyntheticMaker[] = [{ halfSpread: 13_000, step: 10_000, levels: 4, shares: 40 }, ...SYNTHETIC_MAKERS.slice(1)];

/** Five takers a minute, of whom the job says how many are informed. */
const base = {
  volatility: 0.02, jumpsPerHour: 0, jump: 0, estimateLagMs: 15_000, requotesPerMinute: 60,
  noisePerMinute: 3, noiseShares: 12, informedPerMinute: 2, informedShares: 15, informedEdge: 7_000, makers: MAKERS,
};
const STARTS = [0.52, 0.38, 0.61, 0.45, 0.33, 0.57] as const;

const sixOf = (name: ScenarioName, market: (index: number) => Partial<SyntheticMarket>): readonly SyntheticMarket[] =>
  STARTS.map((startPrice, index) => ({ ...base, name: `${name}-${index + 1}`, startPrice, ...market(index) }));

const homing = (reversionMs: number, swing = 0, periodMs = HOUR): ValueCourse => ({ kind: 'homing', reversionMs, swing, periodMs });

export const SCENARIOS: Readonly<Record<ScenarioName, Scenario>> = {
  trend: {
    name: 'trend', what: 'the value runs one way for hours, about 15c an hour, then the other way', informed: 0.4,
    markets: sixOf('trend', (i) => ({ course: homing(15 * MINUTE, (i % 2 === 0 ? 1 : -1) * 1.2, 8 * HOUR) })),
  },
  jump: {
    name: 'jump', what: 'the value stands still and jumps by 10c to 30c about once an hour', informed: 0.4,
    markets: sixOf('jump', () => ({ volatility: 0.01, jumpsPerHour: 1, jump: 0.9 })),
  },
  chop: {
    name: 'chop', what: 'the value goes to and fro by a few cents and gets nowhere', informed: 0.4,
    markets: sixOf('chop', () => ({ volatility: 0.04, course: homing(15 * MINUTE) })),
  },
  'one-sided': {
    name: 'one-sided', what: 'nine of ten takers who know nothing buy for two hours, then sell for two', informed: 0.4,
    markets: sixOf('one-sided', (i) => ({ lean: { buyers: i % 2 === 0 ? 0.9 : 0.1, turnsEveryMs: 2 * HOUR } })),
  },
  resolution: {
    name: 'resolution', what: 'the markets resolve one after another, every hour and a half, and pay 0 or 1', informed: 0.4,
    markets: sixOf('resolution', (i) => ({ course: { kind: 'resolving', afterMs: 1.5 * (i + 1) * HOUR, leak: 0.6 } })),
  },
};
