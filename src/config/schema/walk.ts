// Reading a schema as data: what is inside its wrappers, what it says of itself, what stands at a path, its leaves.

import { z } from 'zod';
import type { SettingMeta } from './scalars.ts';

/** Without `optional`, `prefault` and `lazy`. */
export function unwrapped(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodPrefault) return unwrapped(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodLazy) return unwrapped(schema.unwrap() as z.ZodType);
  return schema;
}

export const metaOf = (schema: z.ZodType): SettingMeta => {
  const meta = unwrapped(schema).meta();
  return { ...meta, description: meta?.description ?? '' } as SettingMeta;
};

/** The default as an operator would write it; `{}` for a map made of its own defaults; null where there is none. */
export function defaultOf(schema: z.ZodType): string | Readonly<Record<string, never>> | null {
  return schema instanceof z.ZodPrefault ? (schema.def.defaultValue as string | Record<string, never>) : null;
}

export const isRequired = (schema: z.ZodType): boolean => !(schema instanceof z.ZodOptional || schema instanceof z.ZodPrefault);

/** A map with a fixed set of keys; null for everything else. */
export function shapeOf(schema: z.ZodType): Readonly<Record<string, z.ZodType>> | null {
  const inner = unwrapped(schema);
  return inner instanceof z.ZodObject ? (inner.shape as Record<string, z.ZodType>) : null;
}

/** Keys come from files: `constructor` is no setting and no reason. */
export const ownValue = <V>(record: Readonly<Record<string, V>> | undefined, key: string): V | undefined =>
  record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;

export function schemaAt(schema: z.ZodType, path: readonly PropertyKey[]): z.ZodType | null {
  let at: z.ZodType | null = schema;
  for (const step of path) {
    const inner: z.ZodType | null = at === null ? null : unwrapped(at);
    if (inner instanceof z.ZodObject) at = ownValue(inner.shape as Record<string, z.ZodType>, String(step)) ?? null;
    else if (inner instanceof z.ZodRecord) at = inner.valueType as z.ZodType;
    else if (inner instanceof z.ZodArray) at = inner.element as z.ZodType;
    else return null;
  }
  return at;
}

export interface Leaf { readonly path: readonly string[]; readonly schema: z.ZodType; /** False where the leaf or a map around it may be left out. */ readonly isRequired: boolean }

const isRecursive = (schema: z.ZodType): boolean =>
  schema instanceof z.ZodLazy || (schema instanceof z.ZodOptional && isRecursive(schema.unwrap() as z.ZodType));

/** The leaves of a map of settings, in the order of the schema. A curve, a list or a condition is one leaf. */
export function leavesOf(schema: z.ZodType, path: readonly string[] = [], within = true): readonly Leaf[] {
  const shape = isRecursive(schema) ? null : shapeOf(schema);
  const needed = within && isRequired(schema);
  if (shape === null) return [{ path, schema, isRequired: needed }];
  return Object.entries(shape).flatMap(([key, value]) => leavesOf(value, [...path, key], path.length === 0 ? within : needed));
}
