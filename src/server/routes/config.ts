// The configuration in force, the pending difference in words and, where asked for, what it would have done. Read-only;
// `control.ts` changes it.

import type { FastifyReply } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Controller, PlanReport, ReplayedPlan } from '../../runtime/controller.ts';
import { API_ERRORS } from '../../errors/api.ts';
import { EvenkeelError } from '../../errors/define.ts';
import { PREVIEW_ERRORS } from '../../errors/preview.ts';
import { configReport, errorReplies } from '../control-schemas.ts';
import { ApiError } from '../error-replies.ts';
import { planQuery, replayedPlan } from '../replay-schemas.ts';

export const configRoutes = (controller: Controller): FastifyPluginAsyncZod => async (app) => {
  app.get('/config', {
    schema: { tags: ['config'], summary: 'The effective config with the origin of each value, and the generations so far', response: { 200: configReport, ...errorReplies } },
  }, async () => controller.config());

  app.get('/config/plan', {
    schema: {
      tags: ['config'], summary: 'What the files on disk would change, in words; with `replay` also what that would have done on the last stretch of the session, next to the config in force. Applies nothing',
      querystring: planQuery, response: { 200: replayedPlan, ...errorReplies },
    },
  }, async (request, reply): Promise<PlanReport | ReplayedPlan> => {
    const { replay } = request.query;
    return replay === undefined ? controller.plan() : replayed(controller, replay, reply);
  });
};

async function replayed(controller: Controller, replay: string, reply: FastifyReply): Promise<ReplayedPlan> {
  const gone = new AbortController();
  // Also after an answer in full, where nobody listens to it any more.
  reply.raw.once('close', () => { gone.abort(); });
  try {
    return await controller.replayedPlan(replay, gone.signal);
  } catch (error) {
    if (error instanceof EvenkeelError && error.spec === PREVIEW_ERRORS.badSpan) throw new ApiError({ ...error.spec, status: API_ERRORS.badRequest.status }, error.message);
    throw error;
  }
}
