// A refusal of the venue by its policy table: proved, or an outcome that is not known.

import { unknownOutcome, type Refused, type UnknownOutcome } from './answer.ts';
import { errorRule, type Proof } from './error-policy.ts';

export interface JudgedRefusal {
  readonly proof: Proof;
  /** What it comes to where an order cannot have been killed or be there already. */
  readonly refusal: Refused | UnknownOutcome;
}

export function refusalOf(status: number, said: string, retryAfterMs: number | null): JudgedRefusal {
  const { proof, reason, retry, mode = null } = errorRule(status, said);
  const detail = said === '' ? `HTTP ${status}` : said;
  const refusal = proof === 'refused' ? { outcome: 'refused' as const, reason, detail, status, retry, retryAfterMs, mode } : unknownOutcome(detail, status);
  return { proof, refusal };
}

/** The answer's own words for why it refuses; null where it has none, as the pages of proxies have not. */
export function errorTextOf(json: unknown): string | null {
  if (typeof json === 'string') return json;
  if (typeof json !== 'object' || json === null) return null;
  const { error, errorMsg, error_msg, message, code, type } = json as Record<string, unknown>;
  const said = [error, errorMsg, error_msg, message].find((text) => typeof text === 'string' && text !== '');
  if (typeof said !== 'string') return null;
  const kind = [code, type].find((text) => typeof text === 'string' && text !== '');
  return typeof kind === 'string' ? `${said} (${kind})` : said;
}

/** The header counts seconds, as the field of the body does; the header may also be a date. */
export function retryAfterMsOf(header: string | undefined, json: unknown, now: number): number | null {
  const stated = typeof json === 'object' && json !== null ? (json as Record<string, unknown>).retry_after_seconds : undefined;
  const seconds = typeof stated === 'number' ? stated : Number(header ?? Number.NaN);
  if (Number.isFinite(seconds) && seconds >= 0) return Math.ceil(seconds * 1000);
  const date = header === undefined ? Number.NaN : Date.parse(header);
  return Number.isFinite(date) ? Math.max(0, date - now) : null;
}
