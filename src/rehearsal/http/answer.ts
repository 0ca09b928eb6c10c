// What a route answers: a status and a body, serialised as compact JSON in the order of its keys.

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export const answer = (body: unknown): Answer => ({ status: 200, body });

/** The venue's error body. */
export const refusal = (status: number, error: string, more: Readonly<Record<string, unknown>> = {}, headers: Readonly<Record<string, string>> = {}): Answer =>
  ({ status, body: { error, ...more }, headers });
