// Whatever the venue answers, a decoder reads it or says that it cannot; nothing else ever comes out of it.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBalance, decodeCredentials } from './decode-account.ts';
import { decodeBook, decodeClobMarket } from './decode-markets.ts';
import { decodeCanceled, decodeListedOrder, decodePlaced } from './decode-orders.ts';
import { decodePercentages, decodeProgramme, decodeRewardPaid, rebateRow, rewardRow } from './decode-rewards.ts';
import { decodeTrade } from './decode-trades.ts';
import { answered, unknownOutcome } from './answer.ts';
import { UnreadableAnswer } from './read-fields.ts';
import { errorTextOf, refusalOf, retryAfterMsOf } from './refusal.ts';

const ID = `0x${'a'.repeat(64)}`;
const level = { price: '0.5', size: '10' };
const maker = { order_id: ID, owner: 'k', matched_amount: '10', price: '0.5', asset_id: '17', side: 'SELL' };

/** Each with an answer that it reads. */
const DECODERS: readonly (readonly [string, (value: unknown) => unknown, object])[] = [
  ['a placed order', (value) => decodePlaced(value, ID, 200, (said) => unknownOutcome(said, 200)), { errorMsg: '', orderID: ID, takingAmount: '1', makingAmount: '1', status: 'live', success: true, tradeIDs: ['t'] }],
  ['a cancel', (value) => decodeCanceled(value, [ID]), { canceled: [ID], not_canceled: { '0xb': 'no' } }],
  ['a listed order', decodeListedOrder, { id: ID, status: 'LIVE', market: '0x', asset_id: '17', side: 'BUY', original_size: '5', size_matched: '0', price: '0.01', expiration: '0', order_type: 'GTC', associate_trades: ['t'], created_at: 1 }],
  ['a trade', decodeTrade, { id: 't', taker_order_id: ID, market: '0x', asset_id: '17', side: 'BUY', size: '10', price: '0.57', status: 'MINED', match_time: '1', bucket_index: 0, transaction_hash: '', trader_side: 'TAKER', maker_orders: [maker] }],
  ['a balance', decodeBalance, { balance: '1', allowances: { '0xE': '5' } }],
  ['credentials', decodeCredentials, { apiKey: 'k', secret: 'AAEC', passphrase: 'p' }],
  ['a book', decodeBook, { market: '0x', asset_id: '17', timestamp: '1', hash: 'h', bids: [level], asks: [level], min_order_size: '5', tick_size: '0.01', neg_risk: false }],
  ['a market', decodeClobMarket, { c: '0x', t: [{ t: '17', o: 'Up' }], mts: 0.01, mos: 5, nr: true, ao: true, fd: { r: 0.07, e: 1, to: true }, r: { mi: 50, ma: 4.5, e: true, moas: 30 }, itode: true, sd: 0 }],
  ['a reward', decodeRewardPaid, { date: '2026-01-01', condition_id: '0x', asset_address: '0x', earnings: 1.5 }],
  ['a row of rebates', rebateRow, { date: '2026-01-01', condition_id: '0x', rebated_fees_usdc: '0.2' }],
  ['a reward programme', decodeProgramme, { condition_id: '0x', rewards_max_spread: 4.5, rewards_min_size: 50, rewards_config: [{ rate_per_day: 2 }] }],
  ['percentages', decodePercentages, { '0x': 20 }],
];

/** The answer with one thing in it, at any depth, replaced or taken away. */
function damaged(whole: unknown, path: readonly number[], by: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined || typeof whole !== 'object' || whole === null) return by;
  const names = Object.keys(whole);
  const name = names[step % Math.max(names.length, 1)];
  if (name === undefined) return by;
  const inner = damaged((whole as Record<string, unknown>)[name], rest, by);
  if (Array.isArray(whole)) return whole.map((value: unknown, index) => (String(index) === name ? inner : value));
  return { ...whole, [name]: inner };
}

const odd = fc.oneof(fc.jsonValue(), fc.constantFrom(undefined, null, '', '-1', '1e9', 'NaN', -1, 1e-7, 1e21, Number.MAX_SAFE_INTEGER, [], {}, [null], '0.0000001', '99999999999999999999'));

function readable(decode: (value: unknown) => unknown, value: unknown): boolean {
  try {
    const read = decode(value);
    const numbers = JSON.stringify(read, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : typeof inner === 'number' && !Number.isFinite(inner) ? 'BAD' : inner));
    expect(numbers).not.toContain('BAD');
    return true;
  } catch (error) {
    if (error instanceof UnreadableAnswer) return false;
    throw error;
  }
}

describe.each(DECODERS)('the decoder of %s', (_, decode, good) => {
  it('reads a good answer, also with fields that are new', () => {
    expect(readable(decode, good)).toBe(true);
    // Of percentages every field is a market.
    if (decode !== decodePercentages) expect(decode({ ...good, added_later: { a: [1] } })).toEqual(decode(good));
  });

  it('reads any other answer, or says that it cannot', () => {
    fc.assert(fc.property(fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 4 }), odd, (path, by) => { readable(decode, damaged(good, path, by)); }), { numRuns: 500 });
    fc.assert(fc.property(fc.jsonValue(), (value) => { readable(decode, value); }));
  });
});

it('a row of a statement that cannot be read is said to be so, and costs no other', () => {
  const reward = { date: '2026-01-01', condition_id: '0x', asset_address: '0x', maker_address: '0x', earnings: 1.5 };
  const rebate = { date: '2026-01-01', condition_id: '0x', maker_address: '0x', rebated_fees_usdc: '0.2' };
  for (const [row, good] of [[rewardRow, reward], [rebateRow, rebate]] as const) {
    expect(row(good)).not.toHaveProperty('unreadable');
    fc.assert(fc.property(fc.array(fc.nat({ max: 20 }), { maxLength: 3 }), odd, (path, by) => { row(damaged(good, path, by)); }), { numRuns: 500 });
  }
});

describe('the judge of errors', () => {
  it('judges any answer', () => {
    fc.assert(fc.property(odd, fc.integer({ min: 100, max: 599 }), fc.option(fc.string(), { nil: undefined }), (body, status, header) => {
      const wait = retryAfterMsOf(header, body, 0);
      expect(wait === null || (wait >= 0 && Number.isFinite(wait))).toBe(true);
      const { refusal } = refusalOf(status, errorTextOf(body) ?? '', wait);
      // A failing server proves a refusal by its known words alone.
      if (status >= 500 && refusal.outcome === 'refused') expect(errorTextOf(body)).toMatch(/post|cancel|disabled|timed out|duplicated|balance|minimum|book/i);
    }));
  });

  it('takes an order for placed by nothing less than the whole rule', () => {
    const rule = fc.record({ errorMsg: fc.constantFrom('', null, 'no', undefined), orderID: fc.constantFrom(ID, '', '0xb', null), status: fc.constantFrom('live', 'matched', 'delayed', 'unmatched', '', null), success: fc.constantFrom(true, false, undefined, 'true') });
    fc.assert(fc.property(rule, (answer) => {
      let placed = false;
      readable((value) => { placed = decodePlaced(value, ID, 200, (said) => unknownOutcome(said, 200)).outcome === answered(null).outcome; return null; }, answer);
      expect(placed).toBe((answer.errorMsg ?? '') === '' && answer.orderID === ID && ['live', 'matched', 'delayed'].includes(String(answer.status)) && answer.success === true);
    }), { numRuns: 500 });
  });
});
