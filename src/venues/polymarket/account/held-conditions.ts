// In which conditions the venue's data service lists positions of a wallet: where to look for tokens. How many there are is for
// the chain to say. `OPEN` is the superset: what has resolved and was not redeemed is held too.

import { z } from 'zod';
import { conditionKey } from '../condition-key.ts';
import type { GetJson } from '../discovery/get-json.ts';
import type { Outcome } from './order-gateway.ts';

const page = z.object({
  data: z.array(z.object({ condition_id: z.string().regex(/^0x[0-9a-fA-F]{62,64}$/), slug: z.string().nullish() })),
  pagination: z.object({ next_cursor: z.string().nullish() }).nullish(),
});

const PAGE = 500;
const MOST_PAGES = 100;

/** Each condition in full length, with the name of its market; the id itself where none is told. */
export async function heldMarkets(getJson: GetJson, wallet: string): Promise<Outcome<readonly { readonly conditionId: string; readonly name: string }[]>> {
  const names = new Map<string, string>();
  let cursor = '';
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const answer = await getJson(`/v2/positions?user=${wallet}&limit=${PAGE}${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`);
    if (answer.kind !== 'ok') return { kind: 'unknown', detail: `positions: ${answer.kind === 'failed' ? answer.why : 'not found'}` };
    const read = page.safeParse(answer.body);
    if (!read.success) return { kind: 'unknown', detail: 'positions: the answer is of another shape' };
    for (const { condition_id: id, slug } of read.data.data) names.set(conditionKey(id), slug ?? conditionKey(id));
    const next = read.data.pagination?.next_cursor ?? '';
    if (next === '') return { kind: 'ok', value: [...names].map(([conditionId, name]) => ({ conditionId, name })) };
    if (next === cursor) return { kind: 'unknown', detail: 'positions: the pages do not end' };
    cursor = next;
  }
  return { kind: 'unknown', detail: 'positions: the pages do not end' };
}

export async function heldConditions(getJson: GetJson, wallet: string): Promise<Outcome<readonly string[]>> {
  const held = await heldMarkets(getJson, wallet);
  return held.kind === 'ok' ? { kind: 'ok', value: held.value.map(({ conditionId }) => conditionId) } : held;
}
