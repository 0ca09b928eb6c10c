// The effective configuration leaf by leaf: what holds, as an operator writes it, and where it was written.

import type { z } from 'zod';
import { leavesOf } from './schema/walk.ts';
import { written, type Entry, type Node, type Origin } from './yaml-tree.ts';

export interface EffectiveValue {
  /** "strategies.btc-quick.quote.halfSpread" */
  readonly path: string;
  /** As an operator writes it. */
  readonly value: string;
  /** "strategies.yaml:14:19" or "schema default". */
  readonly origin: string;
  /** The compiled value as JSON: two spellings of one value are equal here. */
  readonly canonical: string;
}

export const SCHEMA_DEFAULT = 'schema default';

/** One leaf that was compiled by hand. Without an entry it is a default. */
export const leafAt = (entry: Entry | undefined, path: string, value: unknown, originText: (origin: Origin) => string): EffectiveValue => ({
  path, value: entry === undefined ? '' : written(entry.value), origin: originText(entry?.value.origin ?? null), canonical: JSON.stringify(value),
});

/** `value` is what the schema made of `tree`; only leaves that hold something are listed. */
export function effectiveLeaves(
  schema: z.ZodType, tree: Node, value: unknown, prefix: string, originText: (origin: Origin) => string,
): EffectiveValue[] {
  const found: EffectiveValue[] = [];
  for (const leaf of leavesOf(schema)) {
    let node: Node | undefined = tree;
    let parsed: unknown = value;
    let keyOrigin: Origin = null;
    for (const step of leaf.path) {
      const entry: Entry | undefined = node?.kind === 'map' ? node.entries.get(step) : undefined;
      node = entry?.value;
      keyOrigin = entry?.keyOrigin ?? null;
      parsed = typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>)[step] : undefined;
    }
    if (node === undefined || parsed === undefined) continue;
    found.push({
      path: `${prefix}${leaf.path.join('.')}`, value: written(node),
      origin: originText(node.origin ?? keyOrigin), canonical: JSON.stringify(parsed),
    });
  }
  return found;
}
