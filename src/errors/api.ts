// Every error the HTTP API and the commands that talk to it can answer with, and the HTTP status each travels under.

import { define, type ErrorSpec } from './define.ts';

export interface ApiErrorSpec extends ErrorSpec { readonly status: number }

const api = (status: number, code: string, meaning: string, remedy: string): ApiErrorSpec =>
  ({ ...define(code, 'refuse', meaning, remedy), status });

export const API_ERRORS = {
  badUrl: api(400, 'MM_API_BAD_URL', 'The address of the request cannot be decoded.', 'Percent-encode market names as UTF-8.'),
  badJson: api(400, 'MM_API_BAD_JSON', 'The body is not JSON.', 'Send one JSON object, for instance {"reason": "maintenance"}.'),
  badRequest: api(400, 'MM_API_BAD_REQUEST', 'A part of the request has a wrong name, type or value.', 'Correct the place named in the message; GET /docs shows the shape of every request.'),
  tokenMissing: api(401, 'MM_API_TOKEN_MISSING', 'A call that needs the bearer token came without it.', 'Send `Authorization: Bearer <token>` with the token that `api.token` of the profile refers to.'),
  tokenWrong: api(401, 'MM_API_TOKEN_WRONG', 'A call came with a wrong bearer token.', 'Send the token that `api.token` of the running profile refers to.'),
  foreignHost: api(403, 'MM_API_FOREIGN_HOST', 'The Host header names another machine, as after DNS rebinding.', 'Call the API as 127.0.0.1, localhost or [::1] with its port.'),
  foreignOrigin: api(403, 'MM_API_FOREIGN_ORIGIN', 'The request comes from a page of another site.', 'Call the API from its own pages or from a program that sends no Origin.'),
  notFound: api(404, 'MM_API_NOT_FOUND', 'No such endpoint.', 'GET /docs lists the endpoints.'),
  unknownMarket: api(404, 'MM_API_UNKNOWN_MARKET', 'No market of this name is listed.', 'GET /markets, or `evenkeel status`, lists the names.'),
  wrongMethod: api(405, 'MM_API_WRONG_METHOD', 'The endpoint exists, under another method.', 'Use the method that the Allow header names.'),
  refused: api(409, 'MM_API_REFUSED', 'The bot refused the operation in its present state.', 'Read the message; the state is as it was.'),
  bodyTooLarge: api(413, 'MM_API_BODY_TOO_LARGE', 'The body is larger than any request of this API.', 'Send at most 4 KiB.'),
  wrongMediaType: api(415, 'MM_API_WRONG_MEDIA_TYPE', 'The body is not declared as JSON.', 'Send `Content-Type: application/json`.'),
  rateLimited: api(429, 'MM_API_RATE_LIMITED', 'Too many control calls in a short time.', 'Wait as long as the Retry-After header says.'),
  internal: api(500, 'MM_API_INTERNAL', 'The bot failed to answer. Trading is not affected by this.', 'Look for the request id of the message in the log, and report it.'),
  unavailable: api(503, 'MM_API_UNAVAILABLE', 'The bot cannot do this at the moment.', 'GET /health says what is wrong.'),
  tooManyStreams: api(503, 'MM_API_TOO_MANY_STREAMS', 'As many clients as allowed are reading /events.', 'Close one of them.'),
} as const satisfies Readonly<Record<string, ApiErrorSpec>>;

/** Met on starting the server or in a terminal; these never travel over HTTP. */
export const API_CLIENT_ERRORS = {
  notLoopback: define('MM_API_NOT_LOOPBACK', 'refuse', 'The API was asked to listen beyond this machine without a token.', 'Set `api.listen` to 127.0.0.1 and reach it from elsewhere through an SSH tunnel, or set `api.token`.'),
  cannotListen: define('MM_API_CANNOT_LISTEN', 'refuse', 'The address of the API cannot be opened.', 'Another bot may be running on it: stop that one, or change `api.listen` in the profile.'),
  unreachable: define('MM_API_UNREACHABLE', 'refuse', 'No bot answers at the address.', 'Start one with `evenkeel run`, or name the address with --url.'),
  notEvenkeel: define('MM_API_NOT_EVENKEEL', 'refuse', 'Something answers at the address, but not as this bot does.', 'Check `api.listen` of the profile, or name the address with --url.'),
  addressUnknown: define('MM_API_ADDRESS_UNKNOWN', 'refuse', 'The files do not say where the bot listens.', 'Run the command in the folder of strategies.yaml, name that with --dir, or name the address with --url.'),
  tokenUnreadable: define('MM_API_TOKEN_UNREADABLE', 'refuse', 'The token that the profile refers to is not there.', 'Set the environment variable or create the file that `api.token` names.'),
} as const satisfies Readonly<Record<string, ErrorSpec>>;
