import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { POLYGON } from './contracts.ts';
import { conditionalTokenIds, v2Parts } from './position-ids.ts';
import { collateralOf } from './token-calls.ts';

const PAGES = join(process.env.EVENKEEL_DATA ?? join(import.meta.dirname, '../../../../../shared/data'), 'polymarket-gamma/gamma_markets_pages_2026-03-11.jsonl.gz');
const isAbsent = !existsSync(PAGES);

interface GammaMarket { readonly conditionId: string; readonly clobTokenIds: string; readonly negRisk?: boolean }

it.skipIf(isAbsent)(`derives the token ids that the venue lists, from USDC.e or for neg-risk from its wrapping${isAbsent ? ' (skipped: no recordings; set EVENKEEL_DATA to their folder)' : ''}`, () => {
  const markets = gunzipSync(readFileSync(PAGES)).toString().trim().split('\n').flatMap((line) => (JSON.parse(line) as { readonly body: { readonly markets: readonly GammaMarket[] } }).body.markets);
  const listed = markets.filter(({ clobTokenIds }) => clobTokenIds !== undefined);
  const counted = { standard: 0, negRisk: 0 };
  for (const { conditionId, clobTokenIds, negRisk = false } of listed) {
    expect([conditionId, conditionalTokenIds(collateralOf(POLYGON, { negRisk }), conditionId)]).toEqual([conditionId, JSON.parse(clobTokenIds)]);
    if (negRisk) counted.negRisk++;
    else counted.standard++;
  }
  expect(counted.standard).toBeGreaterThan(300);
  expect(counted.negRisk).toBeGreaterThan(200);
});

it('reads condition, event, place and outcome out of a position of Protocol V2', () => {
  // module 2, base hash 0xaa…, arity 5, no reserved bits, chain 0, third condition, outcome NO.
  const id = (2n << 248n) | (BigInt(`0x${'aa'.repeat(16)}`) << 120n) | (5n << 104n) | (3n << 8n) | 1n;
  const event = `0x02${'aa'.repeat(16)}0005${'00'.repeat(10)}`;
  expect(v2Parts(id.toString())).toEqual({ eventId: event, conditionId: `${event}0003`, conditionIndex: 3, outcome: 1 });
});
