// Putting layers together: the schema tells what is a map of settings (merged) and what is one value, curve or list
// (replaced whole). Every value keeps the place it was written at; a default has none.

import type { z } from 'zod';
import { defaultOf, isRequired, shapeOf } from './schema/walk.ts';
import { EMPTY_MAP, type Entry, type MapNode, type Node } from './yaml-tree.ts';

/** `over` laid over `base`; only keys of the schema are taken. */
export function laidOver(schema: z.ZodType, base: MapNode, over: MapNode): MapNode {
  const shape = shapeOf(schema) ?? {};
  const entries = new Map<string, Entry>();
  for (const [key, inner] of Object.entries(shape)) {
    const below = base.entries.get(key);
    const above = over.entries.get(key);
    if (above === undefined || below === undefined) {
      const only = above ?? below;
      if (only !== undefined) entries.set(key, only);
    } else if (shapeOf(inner) !== null && below.value.kind === 'map' && above.value.kind === 'map') {
      entries.set(key, { keyOrigin: above.keyOrigin, value: laidOver(inner, below.value, above.value) });
    } else entries.set(key, above);
  }
  return { kind: 'map', entries, origin: over.origin ?? base.origin };
}

/** With the schema's defaults written in, in the order of the schema. */
export function withDefaults(schema: z.ZodType, tree: MapNode): MapNode {
  const entries = new Map<string, Entry>();
  for (const [key, inner] of Object.entries(shapeOf(schema) ?? {})) {
    const entry = tree.entries.get(key);
    const isMap = shapeOf(inner) !== null;
    if (entry !== undefined) {
      const value = isMap && entry.value.kind === 'map' ? withDefaults(inner, entry.value) : entry.value;
      entries.set(key, { keyOrigin: entry.keyOrigin, value });
      continue;
    }
    // A required map is opened even when nothing of it was written, so that what is missing in it is named.
    const standard = defaultOf(inner) ?? (isMap && isRequired(inner) ? {} : null);
    if (standard === null) continue;
    const value: Node = typeof standard === 'string' ? { kind: 'scalar', text: standard, origin: null } : withDefaults(inner, EMPTY_MAP);
    entries.set(key, { keyOrigin: null, value });
  }
  // Keys the schema does not have stay, so that the check refuses them.
  for (const [key, entry] of tree.entries) if (!entries.has(key)) entries.set(key, entry);
  return { kind: 'map', entries, origin: tree.origin };
}
