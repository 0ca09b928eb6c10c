// Secrets, which are written by reference alone: what stands in a file is kept, journaled and shown.

import { z } from 'zod';
import type { AccountSecretRef, KeyRef, SecretRef, TextRef } from '../secret-ref.ts';
import { fault, type SettingMeta } from './scalars.ts';

const ENV = /^\$\{env:([A-Za-z_][A-Za-z0-9_]*)\}$/;
const FILE = /^\$\{file:(\/[^}\s]+)\}$/;
const CREDENTIAL = /^\$\{credential:([A-Za-z0-9][A-Za-z0-9_.-]*)\}$/;
const KEYSTORE = /^\$\{keystore:([A-Za-z0-9][A-Za-z0-9_-]*)\}$/;

const alternatives = (patterns: readonly RegExp[]): string => patterns.map(({ source }) => source).join('|');

function secretRef(text: string): SecretRef | null {
  const env = ENV.exec(text)?.[1];
  if (env !== undefined) return { from: 'env', name: env };
  const path = FILE.exec(text)?.[1];
  return path === undefined ? null : { from: 'file', path };
}

function accountSecretRef(text: string): AccountSecretRef | null {
  const credential = CREDENTIAL.exec(text)?.[1];
  return credential === undefined ? secretRef(text) : { from: 'credential', name: credential };
}

function keyRef(text: string): KeyRef | null {
  const keystore = KEYSTORE.exec(text)?.[1];
  return keystore === undefined ? accountSecretRef(text) : { from: 'keystore', name: keystore };
}

function reference<T>(read: (text: string) => T | null, description: string, patterns: readonly RegExp[], examples: readonly string[]): z.ZodType<T, string> {
  return z.string().transform((text, context): T => {
    const found = read(text);
    if (found !== null) return found;
    // The value is not repeated: it may be the secret.
    fault(context, 'plainSecret', 'this is not a reference', `write ${examples.map((example) => `"${example}"`).join(' or ')}`);
    return z.NEVER;
  }).meta({ description, unit: 'secret', examples: [...examples], pattern: alternatives(patterns) } satisfies SettingMeta);
}

/** Of the bot itself. */
export const secret = (description: string, name: string): z.ZodType<SecretRef, string> =>
  reference(secretRef, description, [ENV, FILE], [`\${env:${name}}`, '${file:/path}']);

/** Of an account at a venue. */
export const accountSecret = (description: string, name: string): z.ZodType<AccountSecretRef, string> =>
  reference(accountSecretRef, description, [ENV, FILE, CREDENTIAL], [`\${env:${name}}`, '${file:/path}', '${credential:name}']);

export const signingKey = (description: string, name: string): z.ZodType<KeyRef, string> =>
  reference(keyRef, description, [KEYSTORE, ENV, FILE, CREDENTIAL], [`\${keystore:${name}}`, '${env:NAME}', '${file:/path}', '${credential:name}']);

/** No secret by itself: written out where `plain` reads it, or by reference. */
export function plainOrSecret(description: string, unit: string, plain: RegExp, examples: readonly string[], remedy: string): z.ZodType<TextRef, string> {
  return z.string().transform((text, context): TextRef => {
    const found = accountSecretRef(text);
    if (found !== null) return found;
    if (plain.test(text)) return { from: 'text', text };
    fault(context, 'shape', `this is neither ${unit} nor a reference`, remedy);
    return z.NEVER;
  }).meta({ description, unit, examples: [...examples], pattern: alternatives([plain, ENV, FILE, CREDENTIAL]) } satisfies SettingMeta);
}
