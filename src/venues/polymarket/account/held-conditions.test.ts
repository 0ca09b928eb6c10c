import { describe, expect, it } from 'vitest';
import { heldConditions } from './held-conditions.ts';

const WALLET = '0xabc';
const id = (digit: string, bytes = 32): string => `0x${digit.repeat(2 * bytes)}`;
const pages = (...answers: readonly unknown[]) => {
  const asked: string[] = [];
  const getJson = (path: string) => { asked.push(path); return Promise.resolve({ kind: 'ok' as const, body: answers[asked.length - 1] }); };
  return { asked, getJson };
};

describe('where the venue lists positions', () => {
  it('is read page by page, each condition once and in full length', async () => {
    const { asked, getJson } = pages(
      { data: [{ condition_id: id('a') }, { condition_id: id('a') }, { condition_id: id('B', 31), size: 'whatever' }], pagination: { next_cursor: 'bmV4dA==' } },
      { data: [{ condition_id: id('c') }], pagination: { next_cursor: null } },
    );
    expect(await heldConditions(getJson, WALLET)).toEqual({ kind: 'ok', value: [id('a'), `${id('b', 31)}00`, id('c')] });
    expect(asked).toEqual(['/v2/positions?user=0xabc&limit=500', '/v2/positions?user=0xabc&limit=500&cursor=bmV4dA%3D%3D']);
  });
  it('is not known where an answer fails, has another shape or never ends', async () => {
    expect(await heldConditions(() => Promise.resolve({ kind: 'failed', why: 'status 500' }), WALLET)).toEqual({ kind: 'unknown', detail: 'positions: status 500' });
    for (const answer of [{}, { data: [{ condition_id: 7 }] }, []]) expect((await heldConditions(pages(answer).getJson, WALLET)).kind).toBe('unknown');
    const circle = { data: [], pagination: { next_cursor: 'x' } };
    expect((await heldConditions(pages(circle, circle, circle).getJson, WALLET)).kind).toBe('unknown');
  });
});
