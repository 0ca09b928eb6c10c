// The HTTP face of a running bot: routes, documentation and the checks that stand before them. Knows the
// bot as a `Controller` and nothing behind it.

import helmet from '@fastify/helmet';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import Fastify, { type FastifyInstance } from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { API_CLIENT_ERRORS } from '../errors/api.ts';
import { EvenkeelError } from '../errors/define.ts';
import type { Controller } from '../runtime/controller.ts';
import { requireToken } from './bearer-token.ts';
import { errorHandler, type OnFault } from './error-replies.ts';
import { EventStream, STREAM_LIMITS, type StreamLimits } from './event-stream.ts';
import { documentOfUsedShapes } from './openapi-document.ts';
import { rememberRoutes } from './not-found.ts';
import { configRoutes } from './routes/config.ts';
import { controlRoutes } from './routes/control.ts';
import { eventRoutes } from './routes/events.ts';
import { metricsRoutes } from './routes/metrics.ts';
import { stateRoutes } from './routes/state.ts';
import { hostInUrl, isLoopback, refuseForeign } from './same-machine.ts';

const BODY_LIMIT = 4 * 1024;
const LONGEST_MARKET_NAME = 500;

export interface ServerOptions {
  readonly host: string;
  /** 0 takes a free one; `address` says which. */
  readonly port: number;
  /** A request failed by our own fault; goes to the operator's log. */
  readonly onFault: OnFault;
  readonly stream?: StreamLimits;
}
export interface RunningServer { readonly address: string; close(): Promise<void> }

/** Rejects with an `EvenkeelError` when the address is open to other machines without a token, or cannot be opened. */
export async function startServer(controller: Controller, options: ServerOptions): Promise<RunningServer> {
  const { host, port } = options;
  if (!isLoopback(host) && !controller.needsToken) {
    throw new EvenkeelError(API_CLIENT_ERRORS.notLoopback, `api.listen names ${host}, which other machines can reach, and the profile has no token.`);
  }
  const app = await buildServer(controller, options);
  const bare = host.replace(/^\[|\]$/g, '');
  try {
    await app.listen({ host: bare, port });
  } catch (error) {
    await app.close();
    throw new EvenkeelError(API_CLIENT_ERRORS.cannotListen, `Cannot listen on ${hostInUrl(host)}:${port}: ${reasonOf(error)}.`);
  }
  return { address: `http://${hostInUrl(host)}:${portOf(app)}`, close: () => app.close() };
}

/** The server without its socket, for `inject`. */
export async function buildServer(controller: Controller, { host, port, onFault, stream: limits = STREAM_LIMITS }: ServerOptions): Promise<FastifyInstance> {
  const onError = errorHandler(onFault);
  const app = Fastify({
    logger: false, bodyLimit: BODY_LIMIT, requestTimeout: 10_000, forceCloseConnections: true,
    routerOptions: { maxParamLength: LONGEST_MARKET_NAME, ignoreTrailingSlash: true },
    frameworkErrors: onError,
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.addHook('onRequest', refuseForeign(host, () => portOf(app) ?? port));
  // Where other machines can ask, what the bot holds is nobody's business either.
  if (!isLoopback(host)) app.addHook('onRequest', requireToken(controller));
  app.setErrorHandler(onError);
  app.setNotFoundHandler(rememberRoutes(app));
  acceptJsonOnly(app);

  await app.register(helmet, {
    // Loopback speaks plain HTTP: neither upgrade nor HSTS may be asked of it. The UI of /docs brings its own policy.
    contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } }, strictTransportSecurity: false,
  });
  await app.register(swagger, {
    openapi: {
      info: { title: 'Evenkeel', description: 'State and control of a running market maker. Amounts are dollars and shares as decimals.', version: '1' },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    },
    transform: jsonSchemaTransform, transformObject: documentOfUsedShapes,
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs', staticCSP: true,
    // Plain HTTP again, and no outside host is asked for anything.
    transformStaticCSP: (policy) => policy.replace(/ *upgrade-insecure-requests;/, '').replace(' validator.swagger.io', ''),
  });

  const stream = new EventStream(controller, limits);
  // Before the sockets are closed, so that readers see an end rather than a cut.
  app.addHook('preClose', async () => stream.close());
  await app.register(stateRoutes(controller));
  await app.register(configRoutes(controller));
  await app.register(controlRoutes(controller));
  await app.register(metricsRoutes(controller));
  await app.register(eventRoutes(stream));
  return app;
}

/** An empty body counts as none, whatever its declared type: `curl -X POST` with a habitual header must be able to halt. */
function acceptJsonOnly(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body: string, done) => {
    if (body.trim() === '') done(null, undefined); else void parse(request, body, done);
  });
}

const portOf = (app: FastifyInstance): number | undefined => {
  const address = app.server.address();
  return typeof address === 'object' && address !== null ? address.port : undefined;
};

const reasonOf = (error: unknown): string => {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'EADDRINUSE' ? 'it is in use' : code ?? String(error);
};
