import { describe, expect, it } from 'vitest';
import { holdsSlot, LIFECYCLES, mayFollow } from './lifecycle.ts';

describe('the life of a market', () => {
  it('has these edges and no others', () => {
    const edges = LIFECYCLES.map((from) => `${from} → ${LIFECYCLES.filter((to) => mayFollow(from, to)).join(', ')}`);
    expect(edges).toEqual([
      'candidate → warming, liquidating, settling, retired, halted',
      'warming → candidate, active, liquidating, settling, retired, halted',
      'active → candidate, reducing, liquidating, settling, retired, halted',
      'reducing → candidate, active, liquidating, settling, retired, halted',
      'liquidating → candidate, settling, retired, halted',
      'settling → candidate, retired, halted',
      'retired → candidate',
      'halted → candidate, warming, liquidating, settling, retired',
    ]);
  });
  it('gives a slot to what is or will be quoted, and to nothing else', () => {
    expect(LIFECYCLES.filter(holdsSlot)).toEqual(['warming', 'active', 'reducing']);
  });
  it('leads from every part to the end', () => {
    const reach = (from: (typeof LIFECYCLES)[number], seen = new Set<string>()): Set<string> => {
      for (const to of LIFECYCLES) if (mayFollow(from, to) && !seen.has(to)) { seen.add(to); reach(to, seen); }
      return seen;
    };
    for (const from of LIFECYCLES) if (from !== 'retired') expect(reach(from)).toContain('retired');
  });
});
