// Where the running bot listens and what its token is, read from the profile as leniently as possible: `halt` has to work
// while the files are full of mistakes, so nothing is validated here but the two values that are needed.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { API_CLIENT_ERRORS } from '../errors/api.ts';
import { EvenkeelError } from '../errors/define.ts';
import { readAddressFile } from '../runtime/address-file.ts';

export interface ApiAddress {
  /** To be tried in this order, the next where nothing listens: what the running bot says of itself, then the profile. */
  readonly urls: readonly [string, ...string[]];
  /** The reference as written, `${env:NAME}` or `${file:/path}`; null where the profile has none. */
  readonly token: string | null;
}

/** A chain of `extends` longer than this is a circle. */
const MAX_CHAIN = 16;

/** `profile` null: the one that strategies.yaml names. `url` null: the address of the running bot, or else of the profile. */
export function apiAddress(directory: string, profile: string | null, url: string | null): ApiAddress {
  const written = orProblem(() => inProfile(directory, profile));
  // With an address given, files that cannot be read are no obstacle: the bot will say when it wants a token.
  const token = written instanceof EvenkeelError ? null : written.token;
  if (url !== null) return { urls: [url.replace(/\/+$/, '')], token };
  const running = runningAddress(directory, profile);
  if (written instanceof EvenkeelError) {
    if (running === null) throw written;
    return { urls: [running], token };
  }
  const listening = written.listen === null ? null : `http://${written.listen}`;
  const [first, ...others] = [...new Set([running, listening])].filter((address) => address !== null);
  if (first === undefined) throw unknown('no profile in the chain has `api.listen`');
  return { urls: [first, ...others], token };
}

function runningAddress(directory: string, profile: string | null): string | null {
  const named = profile ?? orProblem(() => profileNamed(directory));
  return readAddressFile(directory, named instanceof EvenkeelError ? null : named, profile === null);
}

function orProblem<T>(work: () => T): T | EvenkeelError {
  try {
    return work();
  } catch (error) {
    if (error instanceof EvenkeelError) return error;
    throw error;
  }
}

const profileNamed = (directory: string): string | null => text(read(join(directory, 'strategies.yaml')), ['profile']);

/** What a swap to a profile has to know of it; null where its files cannot be read. */
export function profileAsWritten(directory: string, name: string): { readonly mode: string | null; readonly token: string | null } | null {
  const written = orProblem(() => inProfile(directory, name));
  return written instanceof EvenkeelError ? null : written;
}

function inProfile(directory: string, chosen: string | null): { listen: string | null; token: string | null; mode: string | null } {
  let name = chosen ?? profileNamed(directory);
  let listen: string | null = null;
  let token: string | null = null;
  let mode: string | null = null;
  for (let i = 0; name !== null && i < MAX_CHAIN; i++) {
    const document = read(join(directory, 'profiles', `${name}.yaml`));
    listen ??= text(document, ['api', 'listen']);
    token ??= text(document, ['api', 'token']);
    mode ??= text(document, ['mode']);
    name = text(document, ['extends']);
  }
  return { listen, token, mode };
}

type Document = ReturnType<typeof parseDocument>;

function read(path: string): Document {
  try {
    return parseDocument(readFileSync(path, 'utf8'), { schema: 'failsafe', logLevel: 'silent' });
  } catch (error) {
    throw unknown(`${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`);
  }
}

const text = (document: Document, path: readonly string[]): string | null => {
  const value: unknown = document.getIn(path);
  return typeof value === 'string' && value !== '' ? value : null;
};

const unknown = (why: string) => new EvenkeelError(API_CLIENT_ERRORS.addressUnknown, `Where the bot listens is not known: ${why}.`);

/** Throws when the reference leads nowhere. */
export function secretOf(reference: string, environment: Readonly<Record<string, string | undefined>>): string {
  const missing = (why: string) => new EvenkeelError(API_CLIENT_ERRORS.tokenUnreadable, why);
  const variable = /^\$\{env:(\w+)\}$/.exec(reference)?.[1];
  if (variable !== undefined) {
    const value = environment[variable];
    if (value === undefined || value === '') throw missing(`\`api.token\` refers to the environment variable ${variable}, which is not set.`);
    return value;
  }
  const path = /^\$\{file:(\/[^}]+)\}$/.exec(reference)?.[1];
  // Not repeated: it may be the secret itself.
  if (path === undefined) throw missing('`api.token` is not a reference like "${env:NAME}" or "${file:/path}".');
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw missing(`\`api.token\` refers to ${path}, which cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)}).`);
  }
}
