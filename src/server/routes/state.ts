// What the bot is doing: health, status, markets, explanations. Read-only.

import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Controller } from '../../runtime/controller.ts';
import { API_ERRORS } from '../../errors/api.ts';
import { errorReplies, healthReport, marketParams } from '../control-schemas.ts';
import { ApiError } from '../error-replies.ts';
import { pnlQuery, pnlReport } from '../pnl-schemas.ts';
import { engineStatus, explanation, marketReport, marketSummary } from '../view-schemas.ts';

const listed = <T>(found: T | null, name: string): T => {
  if (found === null) throw new ApiError(API_ERRORS.unknownMarket, `No market is named "${name}".`);
  return found;
};

export const stateRoutes = (controller: Controller): FastifyPluginAsyncZod => async (app) => {
  app.get('/health', {
    schema: {
      tags: ['state'], summary: '200 when live, reconciled, fed and the config on disk is in force; otherwise 503 with the reasons',
      response: { 200: healthReport, 503: healthReport, '4xx': errorReplies['4xx'], 500: errorReplies['5xx'] },
    },
  }, async (_request, reply) => {
    const report = controller.health();
    return reply.code(report.status === 'ok' ? 200 : 503).send(report);
  });

  app.get('/status', {
    schema: { tags: ['state'], summary: 'Session, generation, permission, P&L, exposure, a line per market', response: { 200: engineStatus, ...errorReplies } },
  }, async () => controller.status());

  app.get('/pnl', {
    schema: { tags: ['state'], summary: 'P&L by hour and by UTC day, newest first, and the hour under way', querystring: pnlQuery, response: { 200: pnlReport, ...errorReplies } },
  }, async ({ query: { hours } }) => controller.pnl(hours));

  app.get('/markets', {
    schema: { tags: ['state'], summary: 'Every market quoted, in brief', response: { 200: z.array(marketSummary).readonly(), ...errorReplies } },
  }, async () => controller.markets());

  app.get('/markets/:name', {
    schema: { tags: ['state'], summary: 'Book, own orders, position, posture, facts of one market', params: marketParams, response: { 200: marketReport, ...errorReplies } },
  }, async ({ params: { name } }) => listed(controller.market(name), name));

  app.get('/markets/:name/explain', {
    schema: { tags: ['state'], summary: 'The last decision: each step from fair value to order, each rule with its truth table', params: marketParams, response: { 200: explanation, ...errorReplies } },
  }, async ({ params: { name } }) => listed(controller.explain(name), name));
};
