// `evenkeel schema`: writes the JSON Schemas that editors check the files with, or tells whether the written ones are
// still those of the code.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { EXIT } from '../errors/exit-codes.ts';
import { jsonSchemas } from '../config/json-schema.ts';
import type { TextSink } from './text-sink.ts';

export interface SchemaOptions {
  readonly dir: string;
  /** Write nothing; fail where a file is missing or stale. */
  readonly check?: boolean | undefined;
  readonly stdout: TextSink;
  readonly stderr: TextSink;
}

const textAt = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
};

export async function schemaCommand({ dir, check, stdout, stderr }: SchemaOptions): Promise<number> {
  const stale = jsonSchemas().filter(({ file, text }) => textAt(resolve(dir, file)) !== text);
  if (check === true) {
    for (const { file } of stale) stderr.write(`${file} is stale: run \`evenkeel schema\`\n`);
    if (stale.length === 0) stdout.write('schemas are fresh\n');
    return stale.length === 0 ? EXIT.ok : EXIT.failed;
  }
  for (const { file, text } of stale) {
    mkdirSync(dirname(resolve(dir, file)), { recursive: true });
    writeFileSync(resolve(dir, file), text);
    stdout.write(`wrote ${file}\n`);
  }
  if (stale.length === 0) stdout.write('schemas are fresh\n');
  return EXIT.ok;
}
