// The commands' way to a running bot: finds it, asks, and turns whatever goes wrong into words and an exit code. Every
// reply is checked against the schema of the API, so that another program on the port is not taken for a bot.

import type { z } from 'zod';
import { API_CLIENT_ERRORS } from '../errors/api.ts';
import { EvenkeelError } from '../errors/define.ts';
import { EXIT } from '../errors/exit-codes.ts';
import { errorReply } from '../server/control-schemas.ts';
import { apiAddress, secretOf, type ApiAddress } from './api-address.ts';
import type { Terminal } from './terminal.ts';

export interface ClientOptions {
  readonly dir: string;
  readonly json: boolean;
  /** Null: the profile that strategies.yaml names. */
  readonly profile: string | null;
  /** Null: `api.listen` of the profile. */
  readonly url: string | null;
}

/** Longer than a halt may take to be proved. */
const TIMEOUT_MS = 60_000;

/** The bot answered, and refused. */
class Refused extends Error {
  readonly code: string;
  readonly remedy: string;
  constructor({ error }: z.output<typeof errorReply>) {
    super(error.message);
    this.code = error.code;
    this.remedy = error.remedy;
  }
}

class ApiClient {
  readonly #address: ApiAddress;
  readonly #environment: Terminal['environment'];
  /** Of the addresses, the one that answers. */
  #url: string;

  constructor(address: ApiAddress, environment: Terminal['environment']) {
    this.#address = address;
    this.#environment = environment;
    this.#url = address.urls[0];
  }

  get<T>(path: string, schema: z.ZodType<T>, timeoutMs = TIMEOUT_MS): Promise<T> { return this.#ask(path, { method: 'GET' }, schema, timeoutMs); }

  post<T>(path: string, body: Readonly<Record<string, unknown>>, schema: z.ZodType<T>): Promise<T> {
    return this.#ask(path, { method: 'POST', body: JSON.stringify(body) }, schema);
  }

  async #ask<T>(path: string, request: { method: string; body?: string }, schema: z.ZodType<T>, timeoutMs = TIMEOUT_MS): Promise<T> {
    const headers: Record<string, string> = { 'user-agent': 'evenkeel-cli', ...this.#authorization(request.method) };
    if (request.body !== undefined) headers['content-type'] = 'application/json';
    const { status, text } = await this.#fetched(path, { ...request, headers }, timeoutMs);
    const reply = jsonOf(text);
    if (status >= 400) {
      const refusal = errorReply.safeParse(reply);
      if (refusal.success) throw new Refused(refusal.data);
      throw this.#foreign(`HTTP ${status}`);
    }
    const expected = schema.safeParse(reply);
    if (!expected.success) throw this.#foreign(`its reply to ${path} has another shape`);
    return expected.data;
  }

  #authorization(method: string): Readonly<Record<string, string>> {
    const { token } = this.#address;
    if (token === null) return {};
    try {
      return { authorization: `Bearer ${secretOf(token, this.#environment)}` };
    } catch (error) {
      // Reads need a token only where the API is open to other machines, and there the bot asks for it.
      if (method === 'GET' && error instanceof EvenkeelError) return {};
      throw error;
    }
  }

  async #fetched(path: string, request: RequestInit, timeoutMs: number): Promise<{ status: number; text: string }> {
    let why = '';
    for (const url of this.#address.urls) {
      this.#url = url;
      try {
        const reply = await fetch(`${url}${path}`, { ...request, signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
        return { status: reply.status, text: await reply.text() };
      } catch (error) {
        const { cause } = error as { cause?: NodeJS.ErrnoException };
        why = cause?.code ?? cause?.message ?? (error as Error).message;
        // Only where nothing listens was the request certainly not taken.
        if (why !== 'ECONNREFUSED') break;
      }
    }
    throw new EvenkeelError(API_CLIENT_ERRORS.unreachable, `No bot answers at ${this.#url} (${why}).`);
  }

  #foreign(why: string): EvenkeelError {
    return new EvenkeelError(API_CLIENT_ERRORS.notEvenkeel, `What answers at ${this.#url} is not this bot: ${why}.`);
  }
}

/** Undefined for what is not JSON, which no schema takes. */
function jsonOf(text: string): unknown {
  try { return JSON.parse(text); } catch { return undefined; }
}

/**
 * Runs `command` against the bot; prints what goes wrong and returns the exit code. `otherToken`: a reference to the token to
 * send where the running profile names none.
 */
export async function withBot(options: ClientOptions, terminal: Terminal, command: (bot: ApiClient) => Promise<number>, otherToken: string | null = null): Promise<number> {
  try {
    const address = apiAddress(options.dir, options.profile, options.url);
    return await command(new ApiClient({ ...address, token: address.token ?? otherToken }, terminal.environment));
  } catch (error) {
    const failure = failureOf(error);
    if (failure === null) throw error;
    if (options.json) terminal.out(JSON.stringify({ error: { code: failure.code, message: failure.message, remedy: failure.remedy } }));
    else terminal.err(`${failure.message}\n  ${failure.remedy}\n  ${failure.code}`);
    return failure.exit;
  }
}

const EXIT_OF: Readonly<Record<string, number>> = {
  [API_CLIENT_ERRORS.unreachable.code]: EXIT.unavailable,
  [API_CLIENT_ERRORS.notEvenkeel.code]: EXIT.unavailable,
  [API_CLIENT_ERRORS.addressUnknown.code]: EXIT.config,
  [API_CLIENT_ERRORS.tokenUnreadable.code]: EXIT.config,
};

function failureOf(error: unknown): { code: string; message: string; remedy: string; exit: number } | null {
  if (error instanceof Refused) return { code: error.code, message: error.message, remedy: error.remedy, exit: EXIT.failed };
  if (!(error instanceof EvenkeelError)) return null;
  const { code, remedy } = error.spec;
  return { code, message: error.message, remedy, exit: EXIT_OF[code] ?? EXIT.failed };
}
