// A complete schema turned into that of one layer: every setting may be left out, nothing has a default, and checks
// across settings wait until the layers are put together.

import { z } from 'zod';
import { metaOf, unwrapped } from './walk.ts';
import type { SettingMeta } from './scalars.ts';

export function layerOf(schema: z.ZodType, description: string): z.ZodObject {
  const object = unwrapped(schema);
  if (!(object instanceof z.ZodObject)) throw new Error('only a map of settings has layers');
  const shape: Record<string, z.ZodType> = {};
  for (const [key, value] of Object.entries(object.shape as Record<string, z.ZodType>)) {
    const inner = unwrapped(value);
    shape[key] = (inner instanceof z.ZodObject ? layerOf(inner, metaOf(inner).description) : inner).optional();
  }
  return z.strictObject(shape).meta({ ...metaOf(object), description } satisfies SettingMeta);
}
