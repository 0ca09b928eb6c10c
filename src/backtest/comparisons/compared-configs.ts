// The configs that the comparisons play, as an operator would write them: all in one place, so that what a row of a table
// stands for can be read, and changed, here.

import { loadSources, type LoadedConfig } from '../../config/load.ts';
import { profileFileName, STRATEGIES_FILE } from '../../config/sources.ts';

/** What of the market a config is written for. */
export interface PlayedOn { readonly venue: string }

export interface ComparedConfig {
  readonly name: string;
  /** One line for the legend. */
  readonly what: string;
  /** The strategies.yaml to play. */
  readonly text: (on: PlayedOn) => string;
}

const PROFILE = `mode: paper
exchange: { latency: { feed: 5ms, order: 100ms, response: 5ms } }
storage: { journal: ./unused.db }
api: { listen: 127.0.0.1:8787 }
`;

/** The config, or why this version does not take it. */
export function loadCompared({ text }: ComparedConfig, on: PlayedOn): LoadedConfig | string {
  const bytes = (written: string): Uint8Array => new TextEncoder().encode(written);
  const result = loadSources(new Map([[STRATEGIES_FILE, bytes(text(on))], [profileFileName('compared'), bytes(PROFILE)]]), undefined);
  return result.ok ? result.loaded : (result.problems[0]?.message ?? 'it does not load');
}

const strategy = (body: string): string => `profile: compared
strategies:
  compared:
    kind: market-maker
${body.replaceAll(/^/gm, '    ').trimEnd()}
`;
const all = ({ venue }: PlayedOn): string => `markets: { venue: ${venue}, include: ["*"] }`;

const QUOTE = `fairValue: micro-price, halfSpread: 1.5c, size: 40 shares, layers: { count: 2, step: 1 tick, sizeGrowth: 1.5x },
  refresh: { tolerance: 1 tick, minRest: 2s }, minEdge: 0.5c`;
const SKEW = `skew:
  curve: { -100%: +2c, -50%: +0.8c, 0%: 0c, 50%: -0.8c, 100%: -2c }
  size: { 0%: 1x, 100%: 0.25x }`;
const CALM = `${SKEW}
volatility: { window: 60s, widen: { 0c: 1x, 2c: 2x, 5c: 4x }, pullAbove: 8c }
extremes: { within: 10c, widen: 2x, shrink: 50%, stopWithin: 3c }
limits: { position: 300 shares, openOrders: 12 }`;

// ── one market and two ──

/** Share of the position limit at which `dual` begins to liquidate, and from which the way out is timed in both. */
export const LIQUIDATES_AT = 0.8;

/** Little room and little skew, so that positions do reach the limit: it is what happens there that is compared. */
const TO_THE_LIMIT = `skew: { curve: { -100%: +1c, 0%: 0c, 100%: -1c } }
volatility: { window: 60s, widen: { 0c: 1x, 2c: 2x, 5c: 4x }, pullAbove: 8c }
extremes: { within: 10c, widen: 2x, shrink: 50%, stopWithin: 3c }
limits: { position: 120 shares, openOrders: 12 }
resolution: { reduceOnlyBefore: 45m, stopBefore: 5m }`;

/** One slot, for a market that is far from decided: one that is not may quote nothing for hours. */
const ONE_SLOT = ({ venue }: PlayedOn): string => `active: 1
markets:
  venue: ${venue}
  include: ["*"]
  select:
    where: { all: [ { fact: price, operator: greaterThan, value: 10c }, { fact: price, operator: lessThan, value: 90c } ] }
    dwell: 5m`;

export const SINGLE: ComparedConfig = {
  name: 'single', what: 'one market at a time; at its limit it is held until its own quotes have worked it off',
  text: (on) => strategy(`${ONE_SLOT(on)}
quote: { ${QUOTE} }
${TO_THE_LIMIT}`),
};

export const DUAL: ComparedConfig = {
  name: 'dual', what: 'one market at a time; at 80 % of its limit it is liquidated by stages while another takes its place',
  text: (on) => strategy(`${ONE_SLOT(on)}
quote: { ${QUOTE} }
${TO_THE_LIMIT}
liquidation:
  startAt: ${LIQUIDATES_AT * 100}%
  minProfit: 0.5c
  stages:
    passive: {}
    skewed: { after: 5m, floor: { 0m: +0.5c, 30m: 0c, 55m: -2c } }
    aggressive: { after: 60m, cross: 50%, slice: 20%, every: 20s }
    market: { onLoss: $10, collar: 5c }`),
};

// ── makers ──

const NAIVE: ComparedConfig = {
  name: 'naive', what: 'a quote on each side at the touch, around the midpoint: no skew, no guard, no edge asked for',
  text: (on) => strategy(`${all(on)}
quote: { fairValue: mid, halfSpread: 0.5c, size: 40 shares, refresh: { tolerance: 0 ticks, minRest: 0s } }
limits: { position: 300 shares }`),
};
const CURVE: ComparedConfig = {
  name: 'curve', what: 'the preset `calm`: skew and size by inventory, wider with volatility, nothing near 0 and 1',
  text: (on) => strategy(`${all(on)}
quote: { ${QUOTE} }
${CALM}`),
};
const CAUTIOUS: ComparedConfig = {
  name: 'cautious', what: '`curve`, which only reduces in the last two hours of a market and quotes nothing in its last half hour',
  text: (on) => strategy(`${all(on)}
quote: { ${QUOTE} }
${CALM}
resolution: { reduceOnlyBefore: 2h, stopBefore: 30m }`),
};
const FORMULA = `volatility: { window: 60s }
extremes: { within: 10c, widen: 2x, shrink: 50%, stopWithin: 3c }
limits: { position: 300 shares, openOrders: 12 }`;
const AVELLANEDA_STOIKOV: ComparedConfig = {
  name: 'avellaneda-stoikov', what: 'half-spread and inventory shift of Avellaneda & Stoikov over five minutes, at least 1c',
  text: (on) => strategy(`${all(on)}
quote: { ${QUOTE.replace('1.5c', '1c')}, model: avellaneda-stoikov, risk: { tolerance: $20, horizon: 5m }, arrivals: { reach: 1.5c } }
${FORMULA}`),
};
const GLFT: ComparedConfig = {
  name: 'glft', what: 'half-spread and inventory shift of Guéant, Lehalle & Fernandez-Tapia, at least 1c',
  text: (on) => strategy(`${all(on)}
quote: { ${QUOTE.replace('1.5c', '1c')}, model: glft, risk: { tolerance: $20 }, arrivals: { rate: 6 per 1m, reach: 1.5c } }
${FORMULA}`),
};

export const MAKERS: readonly ComparedConfig[] = [NAIVE, CURVE, CAUTIOUS, AVELLANEDA_STOIKOV, GLFT];
