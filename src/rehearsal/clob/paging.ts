// The pages of the order book's lists: the cursor is the base64 of an offset, that of "-1" the end.

import { answer, refusal, type Answer } from '../http/answer.ts';

const END = 'LTE=';
const PAGE = 100;

export function page(rows: readonly unknown[], cursor: string | undefined, limit = PAGE): Answer {
  const text = cursor === undefined || cursor === '' ? '0' : Buffer.from(cursor, 'base64').toString('utf8');
  if (text === '-1') return answer({ data: [], next_cursor: END, limit, count: 0 });
  if (!/^\d{1,9}$/.test(text)) return refusal(400, 'Invalid next_cursor');
  const from = Number(text);
  const data = rows.slice(from, from + limit);
  const next = from + limit < rows.length ? Buffer.from(String(from + limit)).toString('base64') : END;
  return answer({ data, next_cursor: next, limit, count: data.length });
}
