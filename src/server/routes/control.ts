// Every call that changes something. All of them need the token where the profile can spend money, and all but the halt are
// rate-limited; both are set on this plugin as a whole, so that a route added here cannot forget them.

import rateLimit from '@fastify/rate-limit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { MICROS, size, type Size } from '../../core/domain/numbers.ts';
import type { Controller, Outcome } from '../../runtime/controller.ts';
import { API_ERRORS } from '../../errors/api.ts';
import { RUNTIME_ERRORS } from '../../errors/runtime.ts';
import { bearerToken, requireToken } from '../bearer-token.ts';
import {
  convertBody, errorReplies, haltBody, haltReport, liquidateBody, liquidating, mergeBody, noBody, planReport, profileBody, profileSwapped, redeemBody, resumeBody, resumed, revertBody, splitBody, swapped, tokensAsked,
} from '../control-schemas.ts';
import { ApiError } from '../error-replies.ts';

const PER_MINUTE = 120;
const FAILED_TOKENS_PER_MINUTE = 120;

const security = [{ token: [] }];
const responses = errorReplies;

/** Who asked, for the record: the program as it names itself. */
const caller = (request: FastifyRequest): string => {
  const agent = /^[\w.\-/]{1,40}/.exec(request.headers['user-agent'] ?? '')?.[0];
  return agent === undefined ? 'api' : `api (${agent})`;
};

/** The refusal in the words of the bot. */
const done = <T>(outcome: Outcome<T>): { ok: true } & T => {
  if (outcome.ok) return outcome;
  throw new ApiError({ ...API_ERRORS.refused, code: outcome.code, remedy: outcome.remedy }, outcome.message);
};

const micros = (shares: number): Size => size(Math.round(shares * MICROS));

export const controlRoutes = (controller: Controller): FastifyPluginAsyncZod => async (app) => {
  await app.register(rateLimit, {
    // As hook of the route it runs after the token check below: only calls with the right to be here count.
    hook: 'preParsing', max: PER_MINUTE, timeWindow: '1 minute',
    errorResponseBuilder: (_request, { after }) => new ApiError(API_ERRORS.rateLimited, `Too many control calls; the next is taken in ${after}.`),
  });
  // Counted apart: whoever has no token must not be able to use up the calls of the one who has it.
  const failedTokens = app.createRateLimit({ max: FAILED_TOKENS_PER_MINUTE, timeWindow: '1 minute' });
  const checkToken = requireToken(controller);
  app.addHook('preParsing', async (request: FastifyRequest, reply: FastifyReply) => {
    try {
      await checkToken(request);
    } catch (error) {
      const count = await failedTokens(request);
      if (count.isAllowed || !count.isExceeded) throw error;
      reply.header('retry-after', count.ttlInSeconds);
      throw new ApiError(API_ERRORS.rateLimited, 'Too many calls without the right token within a minute.');
    }
  });

  app.post('/config/reload', {
    schema: { tags: ['config'], summary: 'Read the files now instead of waiting for the watcher', security, body: noBody, response: { 200: planReport, ...responses } },
  }, async () => controller.reload());

  app.post('/config/apply', {
    schema: { tags: ['config'], summary: 'Put the pending difference in force', security, body: noBody, response: { 200: swapped, ...responses } },
  }, async (request) => done(await controller.apply(caller(request))));

  app.post('/config/revert', {
    schema: { tags: ['config'], summary: 'Put an earlier generation in force, as a new one', security, body: revertBody, response: { 200: swapped, ...responses } },
  }, async (request) => done(await controller.revert(request.body.generation, caller(request))));

  app.post('/halt', {
    // The emergency door is never shut on whoever may use it.
    config: { rateLimit: false },
    schema: { tags: ['control'], summary: 'Cancel everything, prove zero open orders, stay halted across restarts until resumed', security, body: haltBody, response: { 200: haltReport, ...responses } },
  }, async (request) => controller.halt(caller(request), request.body?.reason ?? 'asked by the operator'));

  app.post('/resume', {
    schema: { tags: ['control'], summary: 'Clear the halt and loss latches, or with `market` the stop-loss latch of that market', security, body: resumeBody, response: { 200: resumed, ...responses } },
  }, async (request) => done(await controller.resume(caller(request), request.body?.market ?? null)));

  app.post('/liquidate', {
    schema: { tags: ['control'], summary: 'Work the position of a market off by stages, until it is gone or the market is resumed', security, body: liquidateBody, response: { 200: liquidating, ...responses } },
  }, async (request) => done(await controller.liquidate(caller(request), request.body.market, request.body.stage)));

  const asksTokens = (summary: string) => ({ tags: ['control'], summary, security });

  app.post('/split', {
    schema: { ...asksTokens('Turn dollars into as many YES and NO of a market'), body: splitBody, response: { 200: tokensAsked, ...responses } },
  }, async (request) => done(await controller.operate(caller(request), { kind: 'split', market: request.body.market, size: micros(request.body.size) })));

  app.post('/merge', {
    schema: { ...asksTokens('Turn pairs of YES and NO of a market into a dollar each'), body: mergeBody, response: { 200: tokensAsked, ...responses } },
  }, async (request) => {
    const { market, size: wanted } = request.body;
    return done(await controller.operate(caller(request), { kind: 'merge', market, size: wanted === undefined ? null : micros(wanted) }));
  });

  app.post('/redeem', {
    schema: { ...asksTokens('Turn what is held of a resolved market into what it pays'), body: redeemBody, response: { 200: tokensAsked, ...responses } },
  }, async (request) => done(await controller.operate(caller(request), { kind: 'redeem', market: request.body.market })));

  app.post('/convert', {
    schema: { ...asksTokens('Turn NO of some markets of an event into YES of the others and a dollar a share for each but one'), body: convertBody, response: { 200: tokensAsked, ...responses } },
  }, async (request) => done(await controller.operate(caller(request), { kind: 'convert', markets: request.body.markets, size: micros(request.body.size) })));

  app.post('/profile', {
    schema: { tags: ['control'], summary: 'Swap the session to another profile', security, body: profileBody, response: { 200: profileSwapped, ...responses } },
  }, async (request) => {
    const { profile, confirm, tape, leavePositions } = request.body;
    if (confirm !== profile) throw new ApiError({ ...RUNTIME_ERRORS.notConfirmed, status: API_ERRORS.badRequest.status }, `\`profile\` is "${profile}" and \`confirm\` is "${confirm}".`);
    return done(await controller.swapProfile(profile, { confirm, by: caller(request), tape: tape ?? null, token: bearerToken(request), leavePositions: leavePositions ?? false }));
  });
};
