// What a Parquet tape says of itself beside its rows: the markets with their terms, the references, the sources, the sums.
// JSON under `evenkeel.tape` in the file's key-value metadata, held to its shape when it is read.

import { z } from 'zod';
import type { FeeCurve, FeeSchedule } from '../core/domain/fees.ts';
import type { Price } from '../core/domain/numbers.ts';
import type { ReferenceTerms } from '../core/domain/reference.ts';
import { EvenkeelError } from '../errors/define.ts';
import { TAPE_CORRUPT, TAPE_FOREIGN_PARQUET } from '../errors/tape.ts';
import { KINDS, type ChangedTerms, type TapeKind } from './columns.ts';
import type { TapeSource } from './opened-tape.ts';
import type { RecordedIds } from './recorded-ids.ts';
import type { RecordedInstrument } from './recording-format.ts';
import { FINDINGS, type Finding, type TapeFacts } from './tape-facts.ts';

export const METADATA_KEY = 'evenkeel.tape';
const VERSION = 1;

export interface TapeMetadata {
  readonly name: string;
  readonly instruments: readonly RecordedInstrument[];
  readonly ids?: readonly (RecordedIds | null)[];
  readonly references: readonly string[];
  readonly terms: readonly ChangedTerms[];
  readonly sources: readonly TapeSource[];
  readonly facts: TapeFacts;
}

const count = z.int().nonnegative();
const stamp = z.number();
const micros = z.int();

/** Each key of the type has to be here, and no other: what is written can be read. */
type Shape<T> = Record<keyof Required<T>, z.ZodType>;
const feeCurve = z.object({
  rate: z.number(), onValue: z.object({ offset: z.number() }).optional(),
  exponent: z.union([z.literal(0), z.literal(1), z.literal(2)]), roundUpTo: z.number().positive(),
} satisfies Shape<FeeCurve>);
const fees = z.object({ maker: feeCurve, taker: feeCurve, makerRebate: z.number().optional() } satisfies Shape<FeeSchedule>);
const reference = z.object({
  kind: z.literal('up-down'), symbol: z.string().min(1), startsAt: stamp, endsAt: stamp, windowSeconds: z.int().positive().nullable(), priceToBeat: z.number().positive().nullable(),
} satisfies Shape<ReferenceTerms>);
const instrument = z.object({
  name: z.string().min(1), venue: z.string().min(1), tick: micros.positive(), lot: micros.positive(), minSize: micros.positive(), fees,
  endsAt: stamp.nullable(), showsOwnOrders: z.boolean(), canAmend: z.boolean(), isUnsized: z.boolean().optional(), netsPairs: z.boolean(), canMerge: z.boolean().optional(),
  canSplit: z.boolean().optional(), canRedeem: z.boolean().optional(), canConvert: z.boolean().optional(),
  event: z.string().optional(), isExclusive: z.boolean().optional(), series: z.string().optional(), startsAt: stamp.optional(),
  reference: reference.optional(), rewards: z.object({ maxSpread: micros, minSize: micros, daily: micros }).optional(),
} satisfies Shape<RecordedInstrument>);
const id = z.string().min(1).nullable();
const ids = z.object({ condition: id, tokens: z.tuple([id, id]) } satisfies Shape<RecordedIds>);
const market = z.object({ name: z.string(), rows: count, trades: count, firstAt: stamp.nullable(), lastAt: stamp.nullable(), yesPays: micros.nullable() });
const countsOf = <K extends string>(keys: readonly K[]): z.ZodObject<Record<K, typeof count>> =>
  z.object(Object.fromEntries(keys.map((key) => [key, count])) as Record<K, typeof count>);
/** A kind that a file does not count is younger than the file. */
const kindCounts = z.object(Object.fromEntries(KINDS.map((kind) => [kind, count.default(0)])) as Record<TapeKind, z.ZodDefault<typeof count>>);

const schema = z.object({
  version: z.literal(VERSION),
  name: z.string(),
  instruments: z.array(instrument),
  ids: z.array(ids.nullable()).optional(),
  references: z.array(z.string().min(1)),
  terms: z.array(z.object({ tick: micros.positive(), fees })),
  sources: z.array(z.object({ name: z.string(), format: z.string(), bytes: count, sha256: z.string() })),
  facts: z.object({
    recordedRows: count, rows: count, kinds: kindCounts, firstAt: stamp.nullable(), lastAt: stamp.nullable(),
    markets: z.array(market), found: countsOf<Finding>(FINDINGS),
    gaps: z.array(z.object({ market: z.string().nullable(), from: stamp, to: stamp, how: z.string() })), rowsHash: z.string(),
  }),
});

/** What the shape does not name is left out: the number of a market is that of the tape it is played on, not of the file. */
export const metadataText = (metadata: TapeMetadata): string => JSON.stringify(schema.parse({ version: VERSION, ...metadata }));

/** `text`: null where the file has none. */
export function readMetadata(path: string, text: string | null): TapeMetadata {
  if (text === null) throw new EvenkeelError(TAPE_FOREIGN_PARQUET, `${path}: a Parquet file without "${METADATA_KEY}" in its metadata`, { file: path });
  const parsed = schema.safeParse(asJson(path, text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new EvenkeelError(TAPE_FOREIGN_PARQUET, `${path}: "${METADATA_KEY}" of its metadata, ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not of its shape'}`, { file: path });
  }
  const { instruments, ids: known, references, terms, ...rest } = parsed.data;
  return {
    ...rest, references, ...(known === undefined ? {} : { ids: known }),
    terms: terms.map((changed) => ({ tick: changed.tick as Price, fees: changed.fees as FeeSchedule })),
    instruments: instruments as unknown as readonly RecordedInstrument[],
  };
}

function asJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new EvenkeelError(TAPE_CORRUPT, `${path}: "${METADATA_KEY}" of its metadata is not JSON`, { file: path });
  }
}
