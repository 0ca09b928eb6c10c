// The shape of a plan with its replay: what the files on disk would have done on what the session has recorded, next to the
// config in force.

import { z } from 'zod';
import { planReport } from './control-schemas.ts';

const figures = z.object({
  pnl: z.object({
    total: z.number(), spread: z.number().describe('Edge against fair value at each fill'),
    adverseSelection: z.number().describe('What fair value did within a minute of each fill'), inventory: z.number(),
    fees: z.number(), rebates: z.number(), rewards: z.number(),
  }).describe('Dollars; total = spread + inventory + adverseSelection − fees + rebates + rewards'),
  fills: z.number(), volume: z.number().describe('Shares'), quoteUptime: z.number(), fillRatio: z.number().nullable().describe('Null where nothing is known of the places of its orders'), maxDrawdown: z.number(),
}).meta({ id: 'ReplayedFigures' });

const side = z.object({
  share: z.number().describe('Of the moments compared'), meanCents: z.number().nullable().describe('B − A where both quoted and differed'),
  onlyA: z.number(), onlyB: z.number(),
}).meta({ id: 'ReplayedSide' });
const quote = z.object({
  ts: z.number(), market: z.string(), side: z.enum(['bid', 'ask']), a: z.number().nullable(), b: z.number().nullable(),
}).meta({ id: 'ReplayedQuote' });

const quotes = z.object({
  moments: z.int(), share: z.number().nullable().describe('Of the moments compared: those with a difference'),
  marketsCompared: z.int(), marketsDiffering: z.int(), bid: side.nullable(), ask: side.nullable(),
  markets: z.array(z.object({ market: z.string(), moments: z.int(), share: z.number(), bid: side, ask: side })).readonly(),
  first: z.array(quote).readonly(), largest: z.array(quote).readonly(),
}).meta({ id: 'ReplayedQuotes' });

const model = z.object({
  model: z.string().describe('How fills were simulated'),
  a: figures, b: figures, difference: figures.describe('B less A'),
  interval: z.object({ sum: z.number(), low: z.number(), high: z.number(), pAboveZero: z.number(), buckets: z.int(), bucketMs: z.number() }).nullable()
    .describe('95 %, of what B earned more than A'),
  noInterval: z.string().nullable(),
  quotes, isSame: z.boolean().describe('Whether both sent the same commands'), sentence: z.string(),
}).meta({ id: 'ReplayedModel' });

const config = z.object({
  name: z.string(), profile: z.string(), configHash: z.string(), commandHash: z.string(), from: z.number(), to: z.number(), seed: z.number(), ended: z.string(),
}).meta({ id: 'ReplayedConfig' });

const planReplay = z.object({
  from: z.number().describe('Session time, milliseconds since the epoch'), to: z.number(),
  notes: z.array(z.string()).readonly().describe('How to read it'),
  comparison: z.object({
    version: z.literal(1),
    tape: z.object({ path: z.string(), name: z.string(), venue: z.string(), hash: z.string(), markets: z.int() }),
    a: config.describe('The config in force'), b: config.describe('What the files say'),
    headline: z.object({ tone: z.enum(['gain', 'loss', 'unclear']), text: z.string() }),
    notes: z.array(z.string()).readonly(), models: z.array(model).readonly(),
  }),
}).meta({ id: 'PlanReplay' });

/** `replay` is there where the query asked for one. */
export const replayedPlan = planReport.extend({
  replay: planReplay.nullable().optional().describe('Null where there was nothing to replay'),
  whyNoReplay: z.string().nullable().optional(),
}).meta({ id: 'ReplayedPlan' });

export const planQuery = z.object({
  replay: z.string().max(20).optional().describe('How far back to replay what the session has recorded, `10s` to `24h`: `60m`'),
});
