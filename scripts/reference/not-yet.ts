// What the schemas name as planned and refuse: keys of maps and words of choices.

import type { z } from 'zod';
import { metaOf, shapeOf, unwrapped } from '../../src/config/schema/walk.ts';

export interface NotYet { readonly file: string; readonly path: string; readonly purpose: string }

/** Each place once, however many ways lead to it. */
export function notYetOf(schema: z.ZodType, file: string): readonly NotYet[] {
  const found = new Map<string, NotYet>();
  const seen = new Set<z.ZodType>();
  const visit = (at: z.ZodType, path: string): void => {
    const inner = unwrapped(at);
    if (seen.has(inner)) return;
    seen.add(inner);
    const { notYet } = metaOf(inner);
    const isMap = shapeOf(inner) !== null;
    for (const [word, purpose] of Object.entries(notYet ?? {})) {
      const name = isMap ? `${path}${path === '' ? '' : '.'}${word}` : `${path}: ${word}`;
      found.set(name, { file, path: name, purpose });
    }
    for (const { step, child } of childrenOf(inner)) visit(child, `${path}${path === '' || step === '[]' ? '' : '.'}${step}`);
  };
  visit(schema, '');
  return [...found.values()];
}

function childrenOf(schema: z.ZodType): readonly { step: string; child: z.ZodType }[] {
  const shape = shapeOf(schema);
  if (shape !== null) return Object.entries(shape).map(([step, child]) => ({ step, child }));
  const { def } = schema as { def: { type: string; valueType?: z.ZodType; element?: z.ZodType } };
  if (def.valueType !== undefined) return [{ step: '*', child: def.valueType }];
  return def.element === undefined ? [] : [{ step: '[]', child: def.element }];
}
