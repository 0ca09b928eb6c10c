// The live stream of decisions, fills, orders, config, alerts and session changes, as server-sent events.

import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { errorReplies } from '../control-schemas.ts';
import type { EventStream } from '../event-stream.ts';

const headers = z.object({
  'last-event-id': z.string().regex(/^\d{1,15}$/, 'must be the number of an item').optional().describe('Resume after this item'),
});

export const eventRoutes = (stream: EventStream): FastifyPluginAsyncZod => async (app) => {
  app.get('/events', {
    exposeHeadRoute: false,
    schema: {
      tags: ['observe'], summary: 'Server-sent events: decision, fill, order, config, alert, session; `gap` where items were missed', headers,
      response: { 200: { description: 'A stream of items', content: { 'text/event-stream': { schema: z.string() } } }, ...errorReplies },
    },
  }, async (request, reply) => {
    stream.assertRoom();
    const lastSeen = request.headers['last-event-id'];
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    stream.add(reply.raw, lastSeen === undefined ? null : Number(lastSeen));
  });
};
