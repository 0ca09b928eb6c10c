import { describe, expect, it } from 'vitest';
import { ERROR_RULES, errorRule } from './error-policy.ts';

/** Every refusal of an order that the venue documents or was seen to give: status, words → reason, proof, what to do. */
const KNOWN: readonly (readonly [number, string, string])[] = [
  [400, 'Invalid order payload', 'venue-error refused, give up'],
  [400, 'the order owner has to be the owner of the API KEY', 'venue-error refused, give up, locked-out'],
  [400, 'the order signer address has to be the address of the API KEY', 'venue-error refused, give up, locked-out'],
  [400, "'0x12' address banned", 'venue-error refused, give up, locked-out'],
  [400, "'0x12' address in closed only mode", 'venue-error refused, give up, close-only'],
  [400, 'Too many orders in payload: 16, max allowed: 15', 'venue-error refused, give up'],
  [400, 'order 0xab is invalid. Price (0.505) breaks minimum tick size rule: 0.01', 'off-tick refused, reconcile first'],
  [400, 'order 0xab is invalid. Size (1) lower than the minimum: 5', 'too-small refused, give up'],
  [400, 'invalid amount for a marketable BUY order ($0.01), min size: $1', 'too-small refused, give up'],
  [400, 'invalid amounts, the market buy orders maker amount supports a max accuracy of 2 decimals, taker amount a max of 4 decimals', 'off-lot refused, give up'],
  [400, 'order 0xab is invalid. Duplicated.', 'duplicate-client-id present, reconcile first'],
  [400, 'order 0xab crosses the book', 'would-cross refused, safe'],
  [400, 'invalid post-only order: order crosses book', 'would-cross refused, safe'],
  [400, 'not enough balance / allowance', 'insufficient-balance refused, reconcile first'],
  [400, 'not enough balance / allowance: balance: 5046679, order amount: 86963450', 'insufficient-balance refused, reconcile first'],
  [400, 'invalid expiration', 'venue-error refused, give up'],
  [400, 'order canceled in the CTF exchange contract', 'venue-error refused, give up'],
  [400, 'order match delayed due to market conditions', 'venue-error unknown, reconcile first'],
  [400, 'the market is not yet ready to process new orders', 'market-closed refused, safe'],
  [400, "order couldn't be fully filled. FOK orders are fully filled or killed.", 'venue-error killed, safe'],
  [400, 'no orders found to match with FAK order. FAK orders are partially filled or killed if no match is found.', 'venue-error killed, safe'],
  [500, 'order timed out', 'venue-error refused, safe'],
  [500, 'could not insert order', 'venue-error unknown, reconcile first'],
  [500, 'there are no matching orders', 'venue-error killed, safe'],
  [500, 'FOK orders are filled or killed', 'venue-error killed, safe'],
  [500, 'the trade contains rounding issues', 'venue-error unknown, reconcile first'],
  [500, "the price of the taker's order has a discrepancy greater than allowed with the worst maker order", 'venue-error unknown, reconcile first'],
  [401, 'Unauthorized/Invalid api key', 'venue-error refused, give up, unauthorized'],
  [401, 'Invalid API key', 'venue-error refused, give up, unauthorized'],
  [401, 'Invalid L1 Request headers', 'venue-error refused, give up, unauthorized'],
  [404, 'No orderbook exists for the requested token id', 'unknown-market refused, give up'],
  [404, 'market not found', 'unknown-market refused, give up'],
  [425, '', 'venue-error refused, safe, restarting'],
  [429, 'Too Many Requests', 'rate-limited refused, safe'],
  [503, 'Trading is currently disabled. Check polymarket.com for updates', 'venue-error refused, safe, disabled'],
  [503, 'Trading is currently cancel-only. New orders are not accepted, but cancels are allowed.', 'venue-error refused, safe, cancel-only'],
  [503, 'post-only mode: only post-only orders and cancels are allowed (post_only_mode)', 'venue-error refused, safe, post-only'],
  [400, 'maker address not allowed, please use the deposit wallet flow', 'venue-error refused, give up, locked-out'],
  [400, 'order_version_mismatch', 'venue-error refused, give up, wrong-signature'],
  [400, 'invalid signature', 'venue-error refused, give up, wrong-signature'],
  [403, 'Trading restricted in your region, please refer to available regions', 'venue-error refused, give up, close-only'],
];

const words = (status: number, said: string): string => {
  const { reason, proof, retry, mode } = errorRule(status, said);
  return [`${reason} ${proof}`, retry, ...(mode === undefined ? [] : [mode])].join(', ');
};

describe('the policy table', () => {
  it.each(KNOWN)('on %i "%s" says %s', (status, said, expected) => {
    expect(words(status, said)).toBe(expected);
  });

  it('has no row that no known answer reaches', () => {
    const reached = new Set(KNOWN.map(([status, said]) => errorRule(status, said)));
    expect(ERROR_RULES.filter((rule) => !reached.has(rule)).map(({ says }) => says.source)).toEqual([]);
  });

  it('takes words that it does not know as a refusal where the venue refuses, and as nothing where it fails', () => {
    expect([400, 404, 422].map((status) => errorRule(status, 'something new').proof)).toEqual(['refused', 'refused', 'refused']);
    expect([408, 500, 502, 503, 504].map((status) => errorRule(status, 'something new').proof)).toEqual(['unknown', 'unknown', 'unknown', 'unknown', 'unknown']);
    expect([401, 403].map((status) => errorRule(status, 'something new').mode)).toEqual(['unauthorized', 'locked-out']);
  });

  it('takes words that it does not know in an entry of a batch as a refusal of that entry', () => {
    expect(words(200, 'something new')).toBe('venue-error refused, give up');
  });
});
