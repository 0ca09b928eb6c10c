// The control endpoint: asks for faults, heals them, and tells what the venue saw. No part of the venue's own interface.

import { z } from 'zod';
import { faultSchema, type Fault } from './faults/fault.ts';
import { answer, refusal } from './http/answer.ts';
import type { Routes } from './http/http-server.ts';
import type { Audit } from './audit/auditor.ts';

export interface Controls { readonly fault: (fault: Fault) => string | null; readonly heal: () => void; readonly audit: () => Audit }

export const controlRoutes = ({ fault, heal, audit }: Controls): Routes => ({
  'POST /_rehearsal/faults': ({ body }) => {
    const read = z.array(faultSchema).safeParse(Array.isArray(body) ? body : [body]);
    if (!read.success) return refusal(400, z.prettifyError(read.error));
    for (const wanted of read.data) {
      const problem = fault(wanted);
      if (problem !== null) return refusal(400, problem);
    }
    return answer({ accepted: read.data });
  },
  'DELETE /_rehearsal/faults': () => {
    heal();
    return answer({ healed: true });
  },
  'GET /_rehearsal/audit': () => answer(audit()),
});
