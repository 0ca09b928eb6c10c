// From whatever went wrong to the one shape an API error has: { error: { code, message, remedy } } under a fitting status.
// What the caller cannot know (our own faults) is reported to the operator's log and answered with its request id alone.

import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { API_ERRORS, type ApiErrorSpec } from '../errors/api.ts';
import { EvenkeelError } from '../errors/define.ts';

/** A refusal that the API itself decides. */
export class ApiError extends EvenkeelError {
  readonly statusCode: number;
  constructor(spec: ApiErrorSpec, message: string) {
    super(spec, message);
    this.name = 'ApiError';
    this.statusCode = spec.status;
  }
}

export interface ErrorBody { readonly error: { readonly code: string; readonly message: string; readonly remedy: string } }
interface ErrorAnswer { readonly status: number; readonly body: ErrorBody }

/** What fastify itself refuses, before a handler sees the request. */
const FASTIFY_ERRORS: Readonly<Record<string, ApiErrorSpec>> = {
  FST_ERR_BAD_URL: API_ERRORS.badUrl,
  FST_ERR_CTP_INVALID_JSON_BODY: API_ERRORS.badJson,
  FST_ERR_CTP_BODY_TOO_LARGE: API_ERRORS.bodyTooLarge,
  FST_ERR_CTP_INVALID_MEDIA_TYPE: API_ERRORS.wrongMediaType,
};

const answer = (spec: ApiErrorSpec, message: string, remedy: string = spec.remedy): ErrorAnswer =>
  ({ status: spec.status, body: { error: { code: spec.code, message, remedy } } });

/** Null for a fault of ours. */
function expected(error: FastifyError): ErrorAnswer | null {
  if (error instanceof ApiError) return { status: error.statusCode, body: bodyOf(error) };
  if (error instanceof EvenkeelError) {
    return { status: error.spec.severity === 'refuse' ? API_ERRORS.refused.status : API_ERRORS.unavailable.status, body: bodyOf(error) };
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const places = error.validation.map((issue) => `${placeOf(error.validationContext, issue.instancePath)}: ${issue.message ?? 'invalid'}`);
    return answer(API_ERRORS.badRequest, places.join('; '));
  }
  const known = FASTIFY_ERRORS[error.code];
  if (known !== undefined) return answer(known, sentence(error.message));
  const isClientsFault = error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500;
  return isClientsFault ? answer(API_ERRORS.badRequest, sentence(error.message)) : null;
}

const bodyOf = ({ spec, message }: EvenkeelError): ErrorBody => ({ error: { code: spec.code, message, remedy: spec.remedy } });

const placeOf = (context: string | undefined, path: string): string => `${context ?? 'request'}${path.replaceAll('/', '.')}`;
const sentence = (text: string): string => (text.endsWith('.') ? text : `${text}.`);

export type OnFault = (error: Error, requestId: string) => void;

export const errorHandler = (onFault: OnFault) => (error: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
  const known = expected(error);
  if (known === null) onFault(error, request.id);
  const { status, body } = known ?? answer(API_ERRORS.internal, `The request ${request.id} failed inside the bot.`);
  // JSON by hand: a reply to an error must not depend on the schemas of the route that failed.
  void reply.code(status).type('application/json; charset=utf-8').serializer(JSON.stringify).send(body);
};
