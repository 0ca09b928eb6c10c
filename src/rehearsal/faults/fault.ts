// The menu of what can be made to go wrong, as data: what a request to the control endpoint may say.

import { z } from 'zod';

/** How often or for how long a fault strikes, and how likely each time; a fault that names neither strikes once. */
const scope = {
  count: z.number().int().positive().optional(),
  durationMs: z.number().positive().optional(),
  probability: z.number().gt(0).max(1).optional(),
  seed: z.number().int().optional(),
};
/** "POST /order", "GET /events/slug/:slug", or the name of a whole server: clob, gamma, data, relayer. */
const endpoint = z.string().optional();
const channel = z.enum(['market', 'user', 'polybolt', 'rtds']).optional();
const ms = z.number().nonnegative();

export const faultSchema = z.discriminatedUnion('kind', [
  // Sockets: closed · open and answering pings, but silent · frames lost · frames twice.
  z.strictObject({ kind: z.literal('ws-drop'), channel }),
  z.strictObject({ kind: z.literal('ws-freeze'), channel, ...scope }),
  z.strictObject({ kind: z.literal('ws-gap'), channel, ...scope }),
  z.strictObject({ kind: z.literal('ws-duplicate'), channel, ...scope }),
  // The matching engine: 425 for so long, then post-only for so long · the modes by themselves, until healed where no time is given.
  z.strictObject({ kind: z.literal('restart'), durationMs: ms, postOnlyMs: ms.default(120_000) }),
  z.strictObject({ kind: z.literal('mode'), mode: z.enum(['post-only', 'cancel-only', 'disabled']), durationMs: ms.optional() }),
  // Answers: a status instead of doing it · done but never answered · done later, the connection being cut at once · cut in the middle of the body · late.
  z.strictObject({ kind: z.literal('status'), status: z.number().int().min(400).max(599), message: z.string().optional(), retryAfterS: z.number().int().nonnegative().optional(), endpoint, ...scope }),
  z.strictObject({ kind: z.literal('lost-reply'), endpoint, ...scope }),
  z.strictObject({ kind: z.literal('late-effect'), delayMs: ms, endpoint, ...scope }),
  z.strictObject({ kind: z.literal('reset-mid-body'), endpoint, ...scope }),
  z.strictObject({ kind: z.literal('delay'), delayMs: ms, endpoint, ...scope }),
  // Trading: matches that fail on the chain, or fail at first · a cancel-all that leaves one standing and does not say so.
  z.strictObject({ kind: z.literal('failed-settlement'), ends: z.enum(['failed', 'mined']).default('failed'), ...scope }),
  z.strictObject({ kind: z.literal('cancel-all-misses'), ...scope }),
  // Markets, by condition id or slug.
  z.strictObject({ kind: z.literal('tick-change'), market: z.string(), tick: z.number().positive() }),
  z.strictObject({ kind: z.literal('resolve'), market: z.string(), outcome: z.union([z.literal(0), z.literal(1)]) }),
]);

export type Fault = z.output<typeof faultSchema>;
/** As it is written, with the defaults left out. */
export type FaultRequest = z.input<typeof faultSchema>;
