// A request that was turned down, as the API and the command line show it.

import type { ErrorSpec } from '../errors/define.ts';

export const refused = (spec: ErrorSpec, message: string): { ok: false; code: string; message: string; remedy: string } =>
  ({ ok: false, code: spec.code, message, remedy: spec.remedy });
