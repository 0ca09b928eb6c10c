// A frame or an answer that cannot be read, as a value. It names what is wrong and where, never what stands there: private
// channels carry keys.

export interface Undecodable {
  readonly kind: 'undecodable';
  /** "price_changes.1.size: is no decimal". */
  readonly reason: string;
  /** What it was about, where that much could be read: the condition, of Gamma the market's name. */
  readonly market: string | null;
}

export const undecodable = (reason: string, market: string | null = null): Undecodable => ({ kind: 'undecodable', reason, market });

/** JSON of any kind; `undefined`, which JSON cannot say, where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export type Fields = Readonly<Record<string, unknown>>;
export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
