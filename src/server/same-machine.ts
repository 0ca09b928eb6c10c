// Keeps other machines and other sites out: a Host that is not ours means DNS rebinding, a foreign Origin means a page in
// the operator's browser reaching for the bot. Runs before anything else, for every request.

import type { FastifyRequest } from 'fastify';
import { API_ERRORS } from '../errors/api.ts';
import { ApiError } from './error-replies.ts';

/** True for addresses that never leave the machine. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

/** As it stands in a Host header: IPv6 in brackets. */
export const hostInUrl = (host: string): string => (host.includes(':') && !host.startsWith('[') ? `[${host}]` : host);

/** `port` is asked at each request, since port 0 is known only after listening. */
export function refuseForeign(configuredHost: string, port: () => number): (request: FastifyRequest) => Promise<void> {
  const hosts = [...new Set(['127.0.0.1', 'localhost', '[::1]', hostInUrl(configuredHost)])];
  return async (request) => {
    // Clients leave the port of plain HTTP out.
    const allowed = hosts.flatMap((host) => (port() === 80 ? [host, `${host}:80`] : [`${host}:${port()}`]));
    const host = request.headers.host ?? '';
    if (!allowed.includes(host.toLowerCase())) {
      throw new ApiError(API_ERRORS.foreignHost, `Host "${shown(host)}" is not this bot; it answers to ${allowed.join(', ')}.`);
    }
    // A page of another site can make the operator's browser ask without an Origin; browsers say that much of it.
    if (request.headers['sec-fetch-site'] === 'cross-site') throw new ApiError(API_ERRORS.foreignOrigin, 'A page of another site may not use this API.');
    const { origin } = request.headers;
    if (origin !== undefined && !allowed.includes(origin.toLowerCase().replace(/^http:\/\//, ''))) {
      throw new ApiError(API_ERRORS.foreignOrigin, `Origin "${shown(origin)}" may not use this API.`);
    }
  };
}

/** A header of a stranger, short and without control characters. */
const shown = (header: string): string => header.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 100);
