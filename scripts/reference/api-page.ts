// Every endpoint with its request and reply, from the OpenAPI document that the server itself serves at /docs/json.

import { buildServer } from '../../src/server/server.ts';
import { FakeController } from '../../src/server/controller.fake.ts';
import { cell, code, referencePage, table, type Page } from '../markdown.ts';
import { isEmpty, shapeText, type Schema } from './schema-shape.ts';

const HOST = '127.0.0.1';
const PORT = 8787;

interface Content { readonly schema?: Schema }
interface Parameter { readonly name: string; readonly in: string; readonly required?: boolean; readonly description?: string; readonly schema?: Schema }
interface Operation {
  readonly summary?: string; readonly tags?: readonly string[]; readonly security?: readonly unknown[]; readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Content>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Content>> }>>;
}
interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

async function openApi(): Promise<OpenApi> {
  const server = await buildServer(new FakeController(), { host: HOST, port: PORT, onFault: (error) => { throw error; } });
  try {
    const reply = await server.inject({ url: '/docs/json', headers: { host: `${HOST}:${PORT}` } });
    if (reply.statusCode !== 200) throw new Error(`/docs/json answers ${reply.statusCode}: ${reply.body}`);
    return reply.json();
  } finally {
    await server.close();
  }
}

export async function apiPage(): Promise<Page> {
  const { paths, components } = await openApi();
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })));
  const tags = [...new Set(operations.map(({ operation }) => operation.tags?.[0] ?? 'other'))];
  return referencePage('api', 'HTTP API', ['the OpenAPI document of src/server/'], [
    [
      'The API listens on `api.listen` of the profile. A running bot serves these pages to browse and try at `GET /docs`, and the OpenAPI document at `GET /docs/json`.',
      'Amounts are dollars and shares as decimals, times are milliseconds since 1970.',
      'Bodies are JSON of at most 4 KiB, and may be left out where every field may be.',
      'Calls marked "token" need `Authorization: Bearer <token>` where the profile has `api.token`. Where the API listens beyond this machine, every call needs it.',
      'A `Host` or `Origin` of another machine or site is refused.',
      'An error is `{ "error": { "code", "message", "remedy" } }`; the codes are in [errors](errors.md).',
    ].join('\n'),
    ...tags.flatMap((tag) => [`## ${tag}`, ...operations.filter(({ operation }) => (operation.tags?.[0] ?? 'other') === tag).flatMap(operationSections)]),
    '## Shapes',
    '`?` after a name: may be left out. `| null`: may be null.',
    ...Object.entries(components.schemas).flatMap(([name, schema]) => [`### ${name}`, shapeText(schema)]),
  ]);
}

function operationSections({ name, operation }: { readonly name: string; readonly operation: Operation }): readonly string[] {
  const { summary, security, parameters, requestBody, responses } = operation;
  const body = requestBody?.content['application/json']?.schema;
  const replies = Object.entries(responses).filter(([status]) => !status.endsWith('XX') && !/^[45]00$/.test(status));
  return [
    `### ${name}`,
    `${summary ?? ''}.${security === undefined ? '' : ' Token.'}`,
    ...(parameters === undefined ? [] : [table(['parameter', 'in', 'meaning'], parameters.map((parameter) => [code(parameter.name), parameter.in, cell(parameter.description ?? (parameter.required === true ? 'Required.' : ''))]))]),
    ...(body === undefined ? [] : [isEmpty(body) ? 'No body.' : `Body:\n\n${shapeText(body)}`]),
    ...replies.map(([status, { content }]) => {
      const [type, entry] = Object.entries(content ?? {})[0] ?? ['nothing', {}];
      return type === 'application/json' ? `Reply ${status}:\n\n${shapeText(entry.schema ?? {})}` : `Reply ${status}: ${code(type)}`;
    }),
  ];
}
