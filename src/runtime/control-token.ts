// The token that control calls need, read once at start from where the config refers to; kept only as a hash.

import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { SecretRef } from '../config/compiled-config.ts';
import { EvenkeelError } from '../errors/define.ts';
import { API_CLIENT_ERRORS } from '../errors/api.ts';

export interface ControlToken {
  readonly isNeeded: boolean;
  /** In constant time. */
  check(token: string): boolean;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

export function controlToken(reference: SecretRef | null, environment: Readonly<Record<string, string | undefined>>): ControlToken {
  if (reference === null) return { isNeeded: false, check: () => true };
  const expected = digest(readSecret(reference, environment));
  return { isNeeded: true, check: (token) => timingSafeEqual(expected, digest(token)) };
}

function readSecret(reference: SecretRef, environment: Readonly<Record<string, string | undefined>>): string {
  if (reference.from === 'env') {
    const value = environment[reference.name]?.trim();
    if (value !== undefined && value !== '') return value;
    throw new EvenkeelError(API_CLIENT_ERRORS.tokenUnreadable, `the environment variable ${reference.name} is not set`);
  }
  let value: string;
  try {
    value = readFileSync(reference.path, 'utf8').trim();
  } catch (error) {
    throw new EvenkeelError(API_CLIENT_ERRORS.tokenUnreadable, `${reference.path}: ${(error as Error).message}`);
  }
  if (value === '') throw new EvenkeelError(API_CLIENT_ERRORS.tokenUnreadable, `${reference.path} is empty`);
  return value;
}
