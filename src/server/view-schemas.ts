// The shape of what the API shows of the engine, one zod schema per record of `core/views.ts`. The test beside
// this file compares the types in both directions, so a field added there without being shown here does not compile.

import { z } from 'zod';
import type { OrderState } from '../core/domain/order.ts';
import { LIFECYCLES } from '../core/orchestrator/lifecycle.ts';
import type { ConditionTrace } from '../core/views.ts';

const permission = z.enum(['halted', 'cancel-only', 'reduce-only', 'full']).describe('What may be sent: halted < cancel-only < reduce-only < full');
const reasons = z.array(z.string()).readonly();
const dollars = z.number().describe('Dollars');
const shares = z.number().describe('Shares');
const side = z.enum(['bid', 'ask']);
const epochMs = z.number().describe('Milliseconds since 1970-01-01 UTC');
const quantity = z.object({ price: dollars, size: shares });

export const pnlView = z.object({
  total: dollars.describe('realised + unrealised = spread + inventory − fees + rebates + rewards'),
  realised: dollars.describe('The total less what is unrealised: moves only when something trades, settles or is paid'),
  unrealised: dollars.describe('What is held at fair value, less its cost'),
  spread: dollars, inventory: dollars, fees: dollars,
  rebates: dollars.describe('Parts of takers\u2019 fees paid to us as the maker'), rewards: dollars.describe('Shares of liquidity reward pools'),
}).meta({ id: 'Pnl' });

const stage = z.enum(['passive', 'skewed', 'aggressive', 'market']);
const exits = z.object({
  count: z.int(), meanMs: z.number().nullable(), longestMs: z.number().nullable(),
}).describe('From the moment a position began to be liquidated until it was flat').meta({ id: 'Exits' });

export const qualityView = z.object({
  fillRate: z.number().nullable().describe('Shares filled of those placed, 0 … 1, of orders that have ended'),
  realisedSpread: z.object({
    perShare: dollars.nullable(), lastHour: dollars.nullable(), fills: z.int(), unknownFills: z.int().describe('Fills that nothing priced 60 s later'),
  }).describe('Dollars a share that fills as the maker were worth 60 s later, against fair value then; null before one is known'),
  exits,
}).meta({ id: 'Quality' });

export const strategySummary = z.object({
  name: z.string(), pnl: dollars, heldNotional: dollars,
  earningUptime: z.number().nullable().describe('Share of the time with working orders on both sides of at least one market, 0 … 1; counted while the account may trade and one is open with a book'),
  exits,
}).meta({ id: 'Strategy' });

const choice = z.object({
  since: epochMs.describe('When the part of its life that it is in began'),
  rankBy: z.string().nullable(), score: z.number().nullable().describe('Value of the fact it is ranked by when its strategy chose last; null while unknown'),
  why: z.string().nullable().describe('Why it is chosen or not'),
}).meta({ id: 'Choice' });

export const marketSummary = z.object({
  name: z.string(), venue: z.string(), strategy: z.string().nullable(), status: z.enum(['open', 'paused', 'closed']),
  permission, reasons,
  lifecycle: z.enum(LIFECYCLES).describe('The part of its life under its strategy'),
  choice,
  stage: stage.nullable().describe('The stage by which its position is worked off; null while it is not'),
  position: shares.describe('Shares of YES less NO'),
  fairValue: dollars.nullable(),
  bid: dollars.nullable().describe('Our best working bid; null where nothing of ours rests'),
  ask: dollars.nullable().describe('Our best working ask; null where nothing of ours rests'),
  bestBid: dollars.nullable(), bestAsk: dollars.nullable(),
  openOrders: z.int(), fills: z.int(), pnl: pnlView,
  quoteUptime: z.number().describe('Share of the session with a working order on both sides, 0 … 1'),
  quality: qualityView,
}).meta({ id: 'MarketSummary' });

const STATES = ['intended', 'sent', 'working', 'cancel-pending', 'cancel-unknown', 'unknown', 'done', 'rejected', 'absent'] as const satisfies readonly OrderState[];

export const orderView = z.object({
  clientId: z.string(), side, price: dollars, remaining: shares, size: shares, state: z.enum(STATES), ageMs: z.number(),
  leg: z.object({ outcome: z.enum(['yes', 'no']), action: z.enum(['buy', 'sell']), price: dollars }).describe('The token order that travels to the venue'),
}).meta({ id: 'Order' });

const level = z.tuple([z.number().describe('Price, dollars'), z.number().describe('Shares')]).readonly();

export const marketReport = z.object({
  ...marketSummary.shape,
  book: z.object({ bids: z.array(level).readonly(), asks: z.array(level).readonly(), valid: z.boolean(), ageMs: z.number().nullable() }),
  orders: z.array(orderView).readonly(),
  holdings: z.object({ yes: shares, no: shares, averageCost: dollars.nullable() }),
  facts: z.record(z.string(), z.union([z.number(), z.string(), z.null()])).readonly().describe('What the rules can ask about; null while unknown'),
  stopLoss: z.object({ latched: z.boolean(), reason: z.string() }),
  canLiquidate: z.boolean().describe('Its settings say how a position is worked off'),
  liquidation: z.object({
    stage, since: epochMs, stageSince: epochMs, why: z.string(), startShares: shares,
    profit: dollars.describe('Against what the position had cost, parts already sold included'),
  }).nullable(),
  guardTrips: z.record(z.string(), z.number()).readonly().describe('How often each constraint of the market began in this session, by code'),
  settledAt: dollars.nullable().describe('What a share of YES paid once the market resolved'),
}).meta({ id: 'MarketReport' });

const groupView = z.object({
  name: z.string(), kind: z.enum(['event', 'configured', 'correlated']), worst: dollars.describe('Dollars at cost in the worst case'), limit: dollars,
  isExclusive: z.boolean().describe('At most one of its markets pays: the worst case is over the outcomes'), markets: z.array(z.string()).readonly(),
}).meta({ id: 'Group' });

export const engineStatus = z.object({
  session: z.object({ id: z.string(), profile: z.string(), mode: z.string() }),
  generation: z.int(),
  permission, reasons,
  halted: z.object({ since: epochMs, by: z.string(), reason: z.string() }).nullable(),
  orders: z.object({ open: z.int().describe('Orders that are or may be live'), unknown: z.int().describe('Of those, the outcome not known') }),
  pnl: z.object({
    ...pnlView.shape, daily: dollars.describe('Total less dayStart'),
    dayStart: dollars.describe('Total at 00:00 UTC, or when an operator accepted a daily loss'), drawdown: dollars,
  }),
  exposure: z.object({
    grossNotional: dollars, cash: dollars.nullable(),
    groups: z.array(groupView).readonly().describe('Groups of markets that share a cap, the fullest first'),
    strategies: z.array(z.object({ name: z.string(), worst: dollars.describe('Dollars at cost in the worst case'), capital: dollars.nullable() })).readonly(),
  }),
  degraded: z.array(z.object({
    venue: z.string(), since: epochMs, until: epochMs.describe('At least until then'), why: z.string(), limitFactor: z.number().describe('Part of their limits that its markets keep'),
  })).readonly(),
  left: z.object({
    profile: z.string(), account: z.string(), since: epochMs, by: z.string(),
    positions: z.array(z.object({ market: z.string(), yes: z.number(), no: z.number() })).readonly(),
  }).nullable().describe('An account that was left with positions: nobody looks after them until its profile runs again'),
  rewards: z.array(z.object({
    venue: z.string(), day: epochMs.describe('Start of the UTC day'), estimated: dollars.describe('By our own reckoning, from samples of the book'),
    stated: dollars.nullable().describe('What the venue counts for the day by now; null while it has not said'), paid: dollars.describe('Booked as paid for the day'),
    orders: z.int().describe('Our orders that rested in markets with rewards when it was last asked'), scoring: z.int().nullable().describe('Of those, the ones that score; null while not known'),
    unanswered: z.int().describe('Questions of this session about rewards and rebates without a usable answer'),
  })).readonly().describe('Rewards of today and of yesterday, where anything is known of them; of these only what is paid is in the P&L'),
  canary: z.object({ size: z.number(), since: epochMs, until: epochMs }).nullable().describe('The part of their sizes that quotes have for now'),
  now: epochMs,
  quality: qualityView, strategies: z.array(strategySummary).readonly(),
  markets: z.array(marketSummary).readonly(),
}).meta({ id: 'Status' });

const conditionTrace = z.object({
  kind: z.enum(['all', 'any', 'not', 'compare']),
  result: z.enum(['true', 'false', 'unknown']),
  fact: z.string().exactOptional(), windowMs: z.number().nullable().exactOptional(), operator: z.string().exactOptional(),
  actual: z.union([z.number(), z.string(), z.null()]).exactOptional(), actualText: z.string().exactOptional(),
  expected: z.unknown().exactOptional(), expectedText: z.string().exactOptional(),
  get of(): z.ZodExactOptional<z.ZodReadonly<z.ZodArray<z.ZodType<ConditionTrace>>>> { return z.array(conditionTrace as z.ZodType<ConditionTrace>).readonly().exactOptional(); },
}).meta({ id: 'ConditionTrace' });

export const ruleTrace = z.object({
  name: z.string(), scope: z.string(),
  when: conditionTrace, until: conditionTrace.nullable(),
  phase: z.enum(['idle', 'pending', 'firing', 'cooling']),
  cause: z.enum(['condition', 'unknown']).nullable(),
  since: epochMs.nullable(), inForce: z.boolean(), outcomes: z.array(z.string()).readonly(),
}).meta({ id: 'RuleTrace' });

export const explanationStep = z.object({
  step: z.string(), effect: z.string(), values: z.record(z.string(), z.union([z.number(), z.string(), z.null()])).readonly(),
}).meta({ id: 'ExplanationStep' });

export const quoteTrace = z.object({
  layer: z.int(), wanted: quantity.nullable(), allowed: quantity.nullable().describe('After limits; null when dropped'), why: z.string().nullable(),
  trims: z.array(z.object({ limit: z.string(), from: shares, to: shares, why: z.string() })).readonly(),
  order: z.object({
    clientId: z.string(), action: z.enum(['keep', 'amend', 'cancel', 'place', 'wait']), why: z.string(),
    price: dollars.nullable().describe('Where the order stands; null while there is none'), remaining: shares.nullable(),
  }).nullable(),
}).meta({ id: 'QuoteTrace' });

export const explanation = z.object({
  market: z.string(), strategy: z.string().nullable(), generation: z.int(), at: epochMs,
  lifecycle: z.enum(LIFECYCLES), choice, where: conditionTrace.nullable().describe('What the condition of the selection sees now'),
  permission: z.object({ result: permission, constraints: z.array(z.object({ code: z.string(), permission, why: z.string() })).readonly() }),
  steps: z.array(explanationStep).readonly(),
  rules: z.array(ruleTrace).readonly(),
  bids: z.array(quoteTrace).readonly(), asks: z.array(quoteTrace).readonly(),
  noBidBecause: z.string().nullable(), noAskBecause: z.string().nullable(),
  oracle: z.enum(['agrees', 'disagrees', 'not-asked-yet']).describe('What json-rules-engine says of the rules that changed last'),
}).meta({ id: 'Explanation' });
