// The OpenAPI document with the shapes that its routes name and no others. The library adds every schema of the process that
// has an id, the config's too, and each a second time in the form it would have as a body.

import { jsonSchemaTransformObject } from 'fastify-type-provider-zod';

type Document = ReturnType<typeof jsonSchemaTransformObject>;
interface Described { readonly paths?: unknown; readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> } }

const PREFIX = '#/components/schemas/';

export function documentOfUsedShapes(source: Parameters<typeof jsonSchemaTransformObject>[0]): Document {
  const document: Described = jsonSchemaTransformObject(source);
  const schemas = document.components?.schemas ?? {};
  const used = new Set<string>();
  const visit = (part: unknown): void => {
    for (const name of namesIn(part)) {
      if (used.has(name)) continue;
      used.add(name);
      visit(schemas[name]);
    }
  };
  visit(document.paths);
  return { ...document, components: { ...document.components, schemas: Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name))) } } as Document;
}

function namesIn(part: unknown): readonly string[] {
  if (typeof part === 'string') return part.startsWith(PREFIX) ? [part.slice(PREFIX.length)] : [];
  return typeof part === 'object' && part !== null ? Object.values(part).flatMap(namesIn) : [];
}
