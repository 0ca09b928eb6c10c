// A request that was turned down, as the API and the command line show it.

import type { ErrorSpec } from '../errors/define.ts';
import { RUNTIME_ERRORS } from '../errors/runtime.ts';

export interface Refused { readonly ok: false; readonly code: string; readonly message: string; readonly remedy: string }

export const refused = (spec: ErrorSpec, message: string): Refused =>
  ({ ok: false, code: spec.code, message, remedy: spec.remedy });

export const stopping = (): Refused => refused(RUNTIME_ERRORS.stopping, 'the bot is being stopped');
export const busy = (): Refused => refused(RUNTIME_ERRORS.busy, 'a swap of the session is under way');
