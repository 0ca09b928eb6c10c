// The configuration in force, the pending difference in words. Read-only; `control.ts` changes it.

import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Controller } from '../../runtime/controller.ts';
import { configReport, errorReplies, planReport } from '../control-schemas.ts';

export const configRoutes = (controller: Controller): FastifyPluginAsyncZod => async (app) => {
  app.get('/config', {
    schema: { tags: ['config'], summary: 'The effective config with the origin of each value, and the generations so far', response: { 200: configReport, ...errorReplies } },
  }, async () => controller.config());

  app.get('/config/plan', {
    schema: { tags: ['config'], summary: 'What the files on disk would change, in words', response: { 200: planReport, ...errorReplies } },
  }, async () => controller.plan());
};
