// The venue's kinds of value as schemas, for the messages that are few: what goes in is text as it is written, what comes
// out is micro-units, moments and sides.

import { z } from 'zod';
import { MICROS, type Price, type Size, type TimestampMs } from '../../../core/domain/numbers.ts';
import { microsOf } from './micros-of.ts';
import { stampOf } from './stamp-of.ts';
import { parseJson, undecodable, type Undecodable } from './undecodable.ts';

const refuse = (context: z.core.$RefinementCtx, message: string): never => {
  context.issues.push({ code: 'custom', message, input: context.value });
  return z.NEVER;
};

export const someText = z.string().min(1);
/** Decimal text ≥ 0 as micro-units. */
export const size = z.string().transform((text, context): Size => {
  const micros = microsOf(text);
  return micros < 0 ? refuse(context, 'is no decimal') : (micros as Size);
});
/** The venue writes the empty text for a size that it does not say. */
export const sizeOrNone = z.literal('').transform(() => null).or(size);
export const price = z.string().transform((text, context): Price => {
  const micros = microsOf(text);
  return micros > 0 && micros < MICROS ? (micros as Price) : refuse(context, 'is no price between 0 and 1');
});
/** A JSON number with at most six places, as micro-units: numbers of Gamma are decimals that were written without quotes. */
export const decimalNumber = z.number().transform((value, context): number => {
  const micros = microsOf(String(value));
  return micros < 0 ? refuse(context, 'is no decimal of at most six places') : micros;
});
export const moment = z.union([z.string(), z.number()]).transform((value, context): TimestampMs => stampOf(value) ?? refuse(context, 'is no moment'));
/** The empty text, null and 0 stand for never. */
export const momentOrNone = z.union([z.literal(['', '0', 0]), z.null()]).transform(() => null).or(moment).optional().transform((value) => value ?? null);
export const action = z.enum(['BUY', 'SELL']).transform((side) => (side === 'BUY' ? 'buy' as const : 'sell' as const));
/** A list that is written as text, or is one. */
export const textList = z.union([z.array(z.string()), z.string().transform((text) => parseJson(text)).pipe(z.array(z.string()))]);

/** Where and why, without what stands there. */
export function whyNot({ issues }: z.ZodError, market: string | null = null): Undecodable {
  const [first] = issues;
  const path = first === undefined ? '' : first.path.join('.');
  return undecodable(`${path === '' ? '' : `${path}: `}${first?.message ?? 'cannot be read'}`, market);
}
