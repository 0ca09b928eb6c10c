// One HTTP server of the rehearsal: routes that answer with a status and compact JSON, the body kept as the bytes that were
// sent, and the faults that strike between the socket and the route.

import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Agenda } from '../agenda.ts';
import type { FaultBoard } from '../faults/fault-board.ts';
import { jsonOf } from '../json-of.ts';
import { refusal, type Answer } from './answer.ts';

export interface Asked {
  /** When it came in, which a fault may make earlier than when it is done. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** A name that comes more than once has its values with commas between. */
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly params: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly rawBody: string;
  /** Undefined where the body is no JSON. */
  readonly body: unknown;
}

export type Handler = (asked: Asked) => Answer | Promise<Answer>;
export type Method = 'GET' | 'POST' | 'DELETE';
export interface Routes { readonly [route: `${Method} /${string}`]: Handler }

export interface HttpServerOptions {
  /** What faults are scoped by. */
  readonly name: 'clob' | 'gamma' | 'data' | 'relayer' | 'control';
  readonly agenda: Agenda;
  readonly faults: FaultBoard;
  readonly routes: Routes;
}

/** `DELETE /orders` with a thousand ids, and room to spare. */
const BODY_LIMIT = 4_194_304;
export const LOOPBACK = '127.0.0.1';

export async function openHttpServer(options: HttpServerOptions, port: number): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = fastify({ bodyLimit: BODY_LIMIT, forceCloseConnections: true });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'string' }, (_request, text, done) => { done(null, text); });
  server.setNotFoundHandler((_request, reply) => send(reply, refusal(404, 'Not found')));
  for (const [route, handler] of Object.entries(options.routes)) addRoute(server, route, handler, options);
  const url = await server.listen({ host: LOOPBACK, port });
  return { url, close: () => server.close() };
}

function addRoute(server: FastifyInstance, route: string, handler: Handler, options: HttpServerOptions): void {
  const [method = '', url = ''] = route.split(' ');
  server.route({
    method, url,
    handler: async (request, reply) => {
      const whole = await throughFaults(route, options, asked(request, options.agenda.now()), handler, reply);
      return whole === null ? reply : send(reply, whole);
    },
  });
}

/** Null where the connection is gone. */
async function throughFaults(route: string, { name, faults, agenda }: HttpServerOptions, request: Asked, handler: Handler, reply: FastifyReply): Promise<Answer | null> {
  if (name === 'control') return handler(request);
  const fits = ({ endpoint }: { readonly endpoint?: string | undefined }): boolean => endpoint === undefined || endpoint === name || endpoint === route;
  const instead = faults.strike('status', route, fits);
  if (instead !== null) return statusAnswer(instead.status, instead.message, instead.retryAfterS);
  const late = faults.strike('late-effect', route, fits);
  if (late !== null) {
    cut(reply);
    await agenda.wait(late.delayMs);
    await handler(request);
    return null;
  }
  const whole = await handler(request);
  if (faults.strike('lost-reply', route, fits) !== null) return cut(reply);
  if (faults.strike('reset-mid-body', route, fits) !== null) return cutInBody(reply, whole);
  const delay = faults.strike('delay', route, fits);
  if (delay !== null) await agenda.wait(delay.delayMs);
  return whole;
}

const STATUS_TEXT: Readonly<Record<number, string>> = { 425: 'Too Early', 429: 'Too Many Requests', 500: 'Internal server error', 502: 'Bad Gateway', 503: 'Service Unavailable', 504: 'Gateway Timeout' };

const statusAnswer = (status: number, message: string | undefined, retryAfterS: number | undefined): Answer =>
  refusal(status, message ?? STATUS_TEXT[status] ?? 'Error', {}, retryAfterS === undefined ? {} : { 'retry-after': String(retryAfterS) });

function cut(reply: FastifyReply): null {
  reply.hijack();
  reply.raw.destroy();
  return null;
}

function cutInBody(reply: FastifyReply, { status, body }: Answer): null {
  const text = JSON.stringify(body);
  reply.hijack();
  reply.raw.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(text) });
  reply.raw.write(text.slice(0, Math.ceil(text.length / 2)), () => { reply.raw.destroy(); });
  return null;
}

function send(reply: FastifyReply, { status, body, headers = {} }: Answer): FastifyReply {
  return reply.code(status).headers(headers).header('content-type', 'application/json; charset=utf-8').serializer((text) => text as string).send(JSON.stringify(body));
}

function asked(request: FastifyRequest, at: number): Asked {
  const rawBody = typeof request.body === 'string' ? request.body : '';
  const [path = ''] = request.url.split('?');
  return {
    at, method: request.method, path, query: Object.fromEntries(Object.entries(request.query as Record<string, string | string[]>).map(([name, value]) => [name, String(value)])), params: request.params as Asked['params'], headers: request.headers, rawBody,
    body: jsonOf(rawBody),
  };
}
