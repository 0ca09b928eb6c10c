// Lists that the venue gives in pages, read to their end. A page that fails fails the list: half a list is no list.

import { answered, unknownOutcome, type Answer } from './answer.ts';
import type { ClobLine } from './clob-line.ts';
import type { Endpoint } from './endpoints.ts';
import { fieldsOf, listOf, optionalText } from './read-fields.ts';

const FIRST = 'MA==';
const END = 'LTE=';

export async function allPages<T>(line: ClobLine, endpoint: Endpoint, query: Readonly<Record<string, string>>, decode: (row: unknown) => T): Promise<Answer<readonly T[]>> {
  const rows: T[] = [];
  const read = new Set<string>();
  let cursor = FIRST;
  while (cursor !== END && cursor !== '') {
    // A cursor that comes again would be followed for ever.
    if (read.has(cursor)) return unknownOutcome('the pages of a list go round in a circle', null);
    read.add(cursor);
    const page = await line.call(endpoint, { query: { ...query, next_cursor: cursor } }, (json) => {
      const fields = fieldsOf(json, 'a page');
      return { rows: listOf(fields.data, 'data').map(decode), next: optionalText(fields, 'next_cursor') };
    });
    if (page.outcome !== 'ok') return page;
    rows.push(...page.data.rows);
    cursor = page.data.next;
  }
  return answered(rows);
}
