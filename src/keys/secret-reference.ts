// Where a secret is to be found, as configs write it. A text that is none of these may be the secret itself, so it is never
// repeated.

import { EvenkeelError } from '../errors/define.ts';
import { KEYS_ERRORS } from '../errors/keys.ts';

export type SecretReference =
  | { readonly from: 'env'; readonly name: string }
  | { readonly from: 'file'; readonly path: string }
  /** keystores/<name>.json in the folder of the bot, opened with a passphrase. */
  | { readonly from: 'keystore'; readonly name: string }
  /** A credential that systemd hands to the service. */
  | { readonly from: 'credential'; readonly name: string };

const REFERENCE = /^\$\{(env|file|keystore|credential):([^{}]+)\}$/;
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** No way out of the folder. */
const FILE_NAME = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/;

/** Throws MM_KEYS_REFERENCE. `what`: the setting, to be named in the error. */
export function secretReference(text: string, what: string): SecretReference {
  const [, from, name = ''] = REFERENCE.exec(text) ?? [];
  if (from === 'env' && VARIABLE.test(name)) return { from, name };
  if (from === 'file') return { from, path: name };
  if ((from === 'keystore' || from === 'credential') && FILE_NAME.test(name)) return { from, name };
  throw new EvenkeelError(KEYS_ERRORS.reference, `${what} is no reference to a secret; what it is instead is not shown`, { what });
}

/** As it is written. */
export const referenceText = (reference: SecretReference): string => `\${${reference.from}:${reference.from === 'file' ? reference.path : reference.name}}`;
