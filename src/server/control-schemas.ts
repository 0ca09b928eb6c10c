// The shape of what the API takes and gives on control: config, halt, resume, profile. Bodies are strict: a key that no
// code reads is refused, so that a typo cannot silently drop a reason or a market.

import { z } from 'zod';

const changeClass = z.enum(['immediate', 'tighten', 'loosen', 'session', 'restart']);

export const healthReport = z.object({
  status: z.enum(['ok', 'degraded']),
  reasons: z.array(z.object({ code: z.string(), why: z.string() })).readonly(),
  generation: z.int(), config: z.enum(['in-force', 'rejected', 'pending']), uptimeMs: z.number(),
}).meta({ id: 'Health' });

const configProblem = z.object({
  code: z.string(), file: z.string(), line: z.int(), column: z.int(), message: z.string(), remedy: z.string(),
  text: z.string().describe('The excerpt with its caret, as a terminal shows it'),
}).meta({ id: 'ConfigProblem' });

export const planReport = z.object({
  status: z.enum(['nothing', 'pending', 'rejected']),
  generation: z.int().describe('The generation in force'),
  next: z.int().nullable().describe('The generation it would become'),
  changes: z.array(z.object({ path: z.string(), class: changeClass, from: z.string().nullable(), to: z.string().nullable(), words: z.string() })).readonly(),
  needsApply: z.boolean(),
  problems: z.array(configProblem).readonly(),
}).meta({ id: 'Plan' });

export const generationRecord = z.object({
  generation: z.int(), at: z.number(), hash: z.string(), profile: z.string(),
  origin: z.enum(['start', 'save', 'apply', 'revert', 'profile']), changes: z.array(z.string()).readonly(),
}).meta({ id: 'Generation' });

export const configReport = z.object({
  generation: z.int(), hash: z.string(), profile: z.string(), status: z.enum(['in-force', 'rejected', 'pending']),
  problems: z.array(configProblem).readonly(),
  generations: z.array(generationRecord).readonly(),
  effective: z.array(z.object({ path: z.string(), value: z.string(), origin: z.string() })).readonly(),
}).meta({ id: 'Config' });

export const haltReport = z.object({
  halted: z.literal(true),
  zeroOpen: z.enum(['proved', 'unconfirmed']).describe('Whether every venue proved that nothing of ours rests'),
  openOrders: z.int(), tookMs: z.number(),
}).meta({ id: 'Halt' });

export const swapped = z.object({ ok: z.literal(true), generation: z.int(), changes: z.array(z.string()).readonly() }).meta({ id: 'Swapped' });
export const liquidating = z.object({ ok: z.literal(true) }).meta({ id: 'Liquidating' });
export const tokensAsked = z.object({ ok: z.literal(true) }).describe('It was asked for; what became of it is told on /events').meta({ id: 'TokensAsked' });
export const resumed = z.object({ ok: z.literal(true) }).meta({ id: 'Resumed' });
export const profileSwapped = z.object({ ok: z.literal(true), session: z.string(), profile: z.string() }).meta({ id: 'ProfileSwapped' });

const name = z.string().min(1).max(200);

/** No body at all is the common case, and an emergency must not fail on its absence. */
export const haltBody = z.strictObject({ reason: z.string().min(1).max(500).optional() }).nullish();
export const resumeBody = z.strictObject({ market: name.optional() }).nullish();
export const liquidateBody = z.strictObject({
  market: name,
  stage: z.enum(['passive', 'skewed', 'aggressive', 'market']).default('passive').describe('By this stage at least; a stage that is not configured counts as the highest below it'),
});
const shares = z.number().positive().max(1e9).describe('Shares');
export const splitBody = z.strictObject({ market: name, size: shares });
export const mergeBody = z.strictObject({ market: name, size: shares.optional().describe('Shares; all free pairs where it is left out') });
export const redeemBody = z.strictObject({ market: name });
export const convertBody = z.strictObject({ markets: z.array(name).min(1).max(256).describe('Markets of one event, of which NO is given'), size: shares });
export const revertBody = z.strictObject({ generation: z.int().min(1) });
export const profileBody = z.strictObject({
  profile: name,
  confirm: name.describe('The name of the profile again'),
  tape: z.string().min(1).max(1_000).optional().describe('A recording to trade instead of a live feed'),
  leavePositions: z.boolean().optional().describe('Leave an account that trades with money though it holds positions; nobody looks after them until its profile runs again'),
});
export const noBody = z.strictObject({}).nullish();
export const marketParams = z.strictObject({ name: z.string().min(1).max(500) });

export const errorReply = z.object({
  error: z.object({ code: z.string(), message: z.string(), remedy: z.string() }),
}).meta({ id: 'Error' });

/** Every route may answer with an error. */
export const errorReplies = { '4xx': errorReply, '5xx': errorReply } as const;
