// The lock on control calls: where the profile can spend money, each needs the bearer token.

import type { FastifyRequest } from 'fastify';
import type { Controller } from '../runtime/controller.ts';
import { API_ERRORS } from '../errors/api.ts';
import { ApiError } from './error-replies.ts';

/** Null where none came. */
export const bearerToken = (request: FastifyRequest): string | null => /^bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;

export const requireToken = (controller: Controller) => async (request: FastifyRequest): Promise<void> => {
  if (!controller.needsToken) return;
  const token = bearerToken(request);
  if (token === null) throw new ApiError(API_ERRORS.tokenMissing, `${request.method} ${request.url.slice(0, 100)} needs the bearer token in this profile.`);
  if (!controller.checkToken(token)) throw new ApiError(API_ERRORS.tokenWrong, 'The bearer token is not the one of the running profile.');
};
