// The answer to an address that no route takes: 405 with the right method where the path exists, otherwise 404.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { API_ERRORS } from '../errors/api.ts';
import { ApiError } from './error-replies.ts';

interface KnownRoute { readonly pattern: RegExp; readonly methods: Set<string> }

/** Call before the routes are registered. */
export function rememberRoutes(app: FastifyInstance): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  const routes = new Map<string, KnownRoute>();
  app.addHook('onRoute', ({ url, method }) => {
    const known = routes.get(url) ?? { pattern: patternOf(url), methods: new Set() };
    for (const one of [method].flat()) known.methods.add(one);
    routes.set(url, known);
  });
  return async (request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    const found = routes.values().find(({ pattern, methods }) => pattern.test(path) && !methods.has(request.method));
    if (found === undefined) throw new ApiError(API_ERRORS.notFound, `${request.method} ${path.slice(0, 200)} is not an endpoint.`);
    const allow = [...found.methods].join(', ');
    reply.header('allow', allow);
    throw new ApiError(API_ERRORS.wrongMethod, `${path.slice(0, 200)} takes ${allow}, not ${request.method}.`);
  };
}

const patternOf = (url: string): RegExp =>
  new RegExp(`^${url.replaceAll(/[.\\+?()[\]{}|^$]/g, String.raw`\$&`).replaceAll('*', '.*').replaceAll(/:[^/]+/g, '[^/]+')}/?$`);
