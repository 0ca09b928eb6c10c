// One line to the order service: keeps its limits, signs what is private, sends, and judges what comes back by the policy table.
// Nothing is sent twice. What it says of failures names no secret.

import { l2Headers, type ApiCredentials } from '../signing/request-signature.ts';
import { withoutSecrets } from '../without-secrets.ts';
import { answered, unknownOutcome, type Answer, type Refused, type UnknownOutcome } from './answer.ts';
import type { RestClock } from './clock.ts';
import type { Endpoint } from './endpoints.ts';
import type { HttpAnswer, HttpTransport } from './http-transport.ts';
import { UnreadableAnswer } from './read-fields.ts';
import { errorTextOf, refusalOf, retryAfterMsOf, type JudgedRefusal } from './refusal.ts';
import type { RequestBudget } from './request-budget.ts';

export interface LineOptions {
  readonly transport: HttpTransport;
  readonly clock: RestClock;
  readonly budget: RequestBudget;
  /** Of the signing key, and its API credentials; null until they have been granted: then nothing private is asked. */
  readonly access: { readonly address: string; readonly credentials: ApiCredentials } | null;
  readonly timeoutMs: number;
}

export interface Request {
  /** Behind the endpoint's path. */
  readonly subpath?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Orders or cancels in it; 1 where absent. */
  readonly items?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer in the venue's own words, good or bad. */
export interface Told { readonly outcome: 'told'; readonly status: number; readonly json: unknown; readonly retryAfterMs: number | null }

/** What the venue said last of the signer's own limits. */
export interface RateLimitReport { readonly tier: string; readonly remaining: number | null; readonly warning: string }

const PLAIN_HEADERS = { 'User-Agent': 'evenkeel', Accept: '*/*' };

export class ClobLine {
  readonly #options: LineOptions;
  rateLimit: RateLimitReport | null = null;

  constructor(options: LineOptions) {
    this.#options = options;
  }

  /** Decodes what a good answer holds; judges any other. */
  async call<T>(endpoint: Endpoint, request: Request, decode: (json: unknown) => T): Promise<Answer<T>> {
    const told = await this.exchange(endpoint, request);
    if (told.outcome !== 'told') return told;
    if (told.status < 200 || told.status > 299) return this.judge(told).refusal;
    return this.read(told, () => answered(decode(told.json)));
  }

  /** An answer that has not the form it must have proves nothing. */
  read<T>({ status }: Told, decode: () => Answer<T>): Answer<T> {
    try {
      return decode();
    } catch (error) {
      if (!(error instanceof UnreadableAnswer)) throw error;
      return unknownOutcome(`an answer that cannot be read: ${error.message}`, status);
    }
  }

  async exchange(endpoint: Endpoint, request: Request): Promise<Told | Refused | UnknownOutcome> {
    const limited = await this.#admit(endpoint, request.items ?? 1);
    if (limited !== null) return limited;
    const { transport, timeoutMs, access } = this.#options;
    if (endpoint.isPrivate && access === null) return notSent('there are no API credentials yet', 'give up', null);
    const path = endpoint.path + (request.subpath ?? '');
    const body = request.body ?? null;
    const query = request.query === undefined ? '' : `?${new URLSearchParams(request.query).toString()}`;
    const seconds = Math.floor(this.#options.clock.now() / 1000);
    const signed = endpoint.isPrivate && access !== null ? l2Headers(access.address, access.credentials, seconds, endpoint.method, path, body ?? '') : request.headers;
    const result = await transport.send({ method: endpoint.method, path: path + query, headers: { ...PLAIN_HEADERS, ...signed }, body, timeoutMs });
    if (result.kind === 'answer') return this.#told(endpoint, result);
    return result.kind === 'unsent' ? notSent(result.detail, 'safe', null) : unknownOutcome(result.detail, null);
  }

  /** What a refusal proves; `entry`: its words, where it is one of a batch. */
  judge({ status, json, retryAfterMs }: Told, entry?: string): JudgedRefusal {
    return refusalOf(status, this.#withoutSecrets(entry ?? errorTextOf(json) ?? ''), retryAfterMs);
  }

  async #admit(endpoint: Endpoint, items: number): Promise<Refused | null> {
    const { budget, clock, timeoutMs } = this.#options;
    if (endpoint.whenLimited !== 'pass') {
      const deadline = clock.now() + timeoutMs;
      for (let wait = budget.waitFor(endpoint.limit, items, clock.now()); wait > 0; wait = budget.waitFor(endpoint.limit, items, clock.now())) {
        if (endpoint.whenLimited === 'refuse' || clock.now() + wait > deadline) return notSent('our own limit of requests is used up', 'safe', wait);
        const ms = wait;
        await new Promise<void>((resolve) => { clock.after(ms, resolve); });
      }
    }
    budget.take(endpoint.limit, items, clock.now());
    return null;
  }

  #told(endpoint: Endpoint, { status, headers, text }: HttpAnswer): Told | UnknownOutcome {
    const { clock, budget } = this.#options;
    const now = clock.now();
    const tier = headers['poly-ratelimit-tier'];
    if (typeof tier === 'string') this.rateLimit = { tier, remaining: wholeOrNull(headers['poly-ratelimit-remaining']), warning: String(headers['poly-ratelimit-warning'] ?? '') };
    const json = parsed(text);
    const retryAfterMs = retryAfterMsOf(headers['retry-after'], json, now);
    if (status === 429) budget.turnedAway(endpoint.limit, retryAfterMs, now);
    else budget.takenIn(endpoint.limit);
    // A good answer may be empty, and these two say all by their number. Any other without words of the venue's own may come from
    // whoever stands before it.
    const speaks = status >= 200 && status <= 299 ? json !== undefined || text === '' : status === 425 || status === 429 || errorTextOf(json) !== null;
    if (!speaks) return unknownOutcome(`HTTP ${status} without a word that can be read`, status);
    return { outcome: 'told', status, json, retryAfterMs };
  }

  #withoutSecrets(said: string): string {
    const { access } = this.#options;
    if (access === null) return withoutSecrets(said, []);
    const { secret, passphrase, key } = access.credentials;
    return withoutSecrets(said, [Buffer.from(secret).toString('base64'), Buffer.from(passphrase).toString('latin1'), key]);
  }
}

const notSent = (detail: string, retry: Refused['retry'], retryAfterMs: number | null): Refused =>
  ({ outcome: 'refused', reason: retryAfterMs === null ? 'venue-error' : 'rate-limited', detail, status: null, retry, retryAfterMs, mode: null });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const wholeOrNull = (header: string | readonly string[] | undefined): number | null => {
  const value = Number(header);
  return Number.isSafeInteger(value) ? value : null;
};
