// The scrape endpoint.

import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Controller } from '../../runtime/controller.ts';
import { errorReplies } from '../control-schemas.ts';

const EXPOSITION = 'text/plain; version=0.0.4; charset=utf-8';

export const metricsRoutes = (controller: Controller): FastifyPluginAsyncZod => async (app) => {
  app.get('/metrics', {
    schema: {
      tags: ['observe'], summary: 'Prometheus metrics',
      response: { 200: { description: 'Prometheus text', content: { 'text/plain': { schema: z.string() } } }, ...errorReplies },
    },
  }, async (_request, reply) => reply.type(EXPOSITION).send(await controller.metrics()));
};
