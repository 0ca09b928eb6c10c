// A JSON Schema as a person reads it: an object as a table of fields, everything else as the name of its type.

import { cell, code, table } from '../markdown.ts';

export interface Schema {
  readonly type?: string | readonly string[]; readonly $ref?: string; readonly description?: string; readonly nullable?: boolean; readonly const?: unknown; readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>; readonly required?: readonly string[]; readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema | false; readonly prefixItems?: readonly Schema[]; readonly anyOf?: readonly Schema[]; readonly oneOf?: readonly Schema[]; readonly allOf?: readonly Schema[];
}

export function shapeText(schema: Schema): string {
  const object = objectIn(schema);
  if (object === null) return typeText(schema);
  const fields = Object.entries(object.properties ?? {});
  return table(['field', 'type', 'meaning'], fields.map(([name, field]) => [
    code(object.required?.includes(name) === true ? name : `${name}?`), typeText(field), cell(field.description ?? ''),
  ]));
}

/** An object that has no field. */
export const isEmpty = (schema: Schema): boolean => Object.keys(objectIn(schema)?.properties ?? { no: 'object' }).length === 0;

/** The object itself, or the only one that may also be null. */
function objectIn(schema: Schema): Schema | null {
  if (schema.properties !== undefined || (schema.type === 'object' && schema.additionalProperties === false)) return schema;
  const objects = (schema.anyOf ?? schema.oneOf ?? []).map(objectIn).filter((one) => one !== null);
  return objects.length === 1 ? objects[0] ?? null : null;
}

/** The component that a schema refers to. */
const referenceOf = ({ $ref }: Schema): string | null => $ref?.split('/').at(-1) ?? null;

const typeText = (schema: Schema): string => `${plainTypeText(schema)}${schema.nullable === true ? ' \\| null' : ''}`;

function plainTypeText(schema: Schema): string {
  const name = referenceOf(schema);
  if (name !== null) return `[${name}](#${name.toLowerCase()})`;
  if (schema.const !== undefined) return code(JSON.stringify(schema.const));
  if (schema.enum !== undefined) return schema.enum.map((value) => code(String(value))).join(', ');
  const union = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (union !== undefined) return [...new Set(union.map(typeText))].join(' \\| ');
  if (schema.prefixItems !== undefined) return `[${schema.prefixItems.map((item) => typeText(item)).join(', ')}]`;
  if (schema.items !== undefined && schema.items !== false) return `list of ${typeText(schema.items)}`;
  if (schema.properties !== undefined) {
    return `{ ${Object.entries(schema.properties).map(([key, field]) => `${code(schema.required?.includes(key) === true ? key : `${key}?`)}: ${typeText(field)}`).join(', ')} }`;
  }
  if (typeof schema.additionalProperties === 'object') return `map of ${typeText(schema.additionalProperties)}`;
  if (schema.type === undefined) return 'anything';
  return typeof schema.type === 'string' ? schema.type : schema.type.join(' \\| ');
}
