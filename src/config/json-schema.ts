// The JSON Schemas that editors complete and check the files with, made from the zod schemas. Draft 7: what the YAML
// language servers understand best.

import { z } from 'zod';
import { profileFile } from './schema/profile-file.ts';
import { strategiesFile } from './schema/strategies-file.ts';

export interface GeneratedSchema { readonly file: string; readonly text: string }

/** Units that may be written without a suffix, which YAML reads as a number. */
const WRITTEN_AS_NUMBER: ReadonlySet<string> = new Set(['count', 'price', 'price or ticks']);

function generated(schema: z.ZodType, file: string, title: string): GeneratedSchema {
  const json = z.toJSONSchema(schema, {
    io: 'input', target: 'draft-7', reused: 'inline',
    override: ({ jsonSchema }) => {
      const node = jsonSchema as Record<string, unknown>;
      const unit = typeof node['unit'] === 'string' ? node['unit'] : null;
      const isBoolean = Array.isArray(node['enum']) && node['enum'].join() === 'true,false';
      if (unit?.startsWith('curve') === true) {
        // The pattern is that of the curve's values; a price may be written as a bare decimal.
        node['additionalProperties'] = unit.endsWith('price') ? { type: ['string', 'number'], pattern: node['pattern'] } : { type: 'string', pattern: node['pattern'] };
        delete node['pattern'];
        delete node['propertyNames'];
      } else if (node['type'] === 'string' && unit !== null && WRITTEN_AS_NUMBER.has(unit)) {
        node['type'] = ['string', 'number'];
      } else if (isBoolean) {
        delete node['enum'];
        node['type'] = 'boolean';
        if (node['default'] !== undefined) node['default'] = node['default'] === 'true';
      } else if (unit === 'the unit of the fact') {
        node['anyOf'] = [
          { type: ['string', 'number'] }, { type: 'array', minItems: 1, items: { type: ['string', 'number'] } },
          { type: 'object', required: ['fact'], additionalProperties: false, properties: { fact: { type: 'string' }, params: { type: 'object' } } },
        ];
      }
      if (unit !== null && typeof node['description'] === 'string') node['description'] = `${node['description']} (${unit})`;
      delete node['unit'];
      delete node['notYet'];
    },
  });
  return { file, text: `${JSON.stringify({ ...json, title }, null, 2)}\n` };
}

export const jsonSchemas = (): readonly GeneratedSchema[] => [
  generated(strategiesFile, 'schemas/strategies.schema.json', 'Evenkeel: strategies.yaml'),
  generated(profileFile, 'schemas/profile.schema.json', 'Evenkeel: profiles/*.yaml'),
];
