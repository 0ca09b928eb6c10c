// What the venue says is held against our books, while trading: a fill on its way to us passes, a difference that stays is believed.

import { describe, expect, it } from 'vitest';
import { marketId } from '../domain/instrument.ts';
import { cash } from '../domain/numbers.ts';
import { Engine } from '../engine.ts';
import { cents, config, instrument, PLAIN, Script, shares, usd } from '../engine.fixture.ts';

const RAIN = marketId(0);
const SUN = marketId(1);
const book = (script: Script, market = RAIN): Script => script.step({ type: 'BookSnapshot', market, bids: [cents(48), shares(100)], asks: [cents(52), shares(100)] });
const all = config({ strategies: [{ name: 'maker', kind: 'market-maker', markets: { venue: 'test', include: ['*'], exclude: [] }, settings: PLAIN, overrides: {} }] });
const open = (): Script => book(book(Script.open(all).step({ type: 'InstrumentListed', instrument: instrument({ id: SUN, name: 'sun' }) })), SUN).decide().accept('s-1', 's-2', 's-3', 's-4');
const says = (script: Script, rain: number, sun: number, dollars: number): Script => script.step({
  type: 'HoldingsReported', venue: 'test', cash: cash(usd(dollars)),
  holdings: [{ market: RAIN, yes: shares(rain), no: shares(0) }, { market: SUN, yes: shares(sun), no: shares(0) }],
});
const held = ({ engine }: Script): readonly number[] => [engine.market('rain')!.position, engine.market('sun')!.position];
const differs = (script: Script): string[] => script.notices.flatMap((n) => (n.type === 'Alert' && n.code === 'HOLDINGS_DIFFER' ? [n.text] : []));
/** One share of `rain` fills at 48c. */
const fill = (script: Script, id: number): Script => script.fill('s-1', 'bid', 48, 1, `f${id}`);

describe('a difference in holdings', () => {
  it('is believed in the market where it stays, though another one trades on', () => {
    const script = open();
    // Five of `sun` filled and were never told; in `rain` one share fills between the reports.
    says(script, 0, 5, 997.6);
    expect(held(script)).toEqual([0, 0]);
    says(fill(script, 1), 1, 5, 997.12);
    expect(held(script)).toEqual([1, 5]);
    expect(differs(script)).toEqual([expect.stringContaining('sun: venue 5000000/0, books 0/0')]);
  });
  it('is believed in a market that itself trades on, once four reports in a row show the same', () => {
    const script = open();
    for (let i = 1; i <= 3; i++) says(fill(script, i), i + 5, 0, 1_000);
    expect(held(script)).toEqual([3, 0]);
    says(fill(script, 4), 9, 0, 1_000);
    expect(held(script)).toEqual([9, 0]);
  });
  it('that is a fill on its way to us is none, however many of them there are', () => {
    const script = open();
    // Each report counts the fill that is told right after it, one of them another size.
    for (let i = 1; i <= 6; i++) {
      const size = i % 3 === 0 ? 2 : 1;
      const { position } = script.market();
      says(script, position + size, 0, 1_000 - 0.48 * (position + size)).fill('s-1', 'bid', 48, size, `f${i}`);
    }
    expect(held(script)).toEqual([8, 0]);
    expect(differs(script)).toEqual([]);
  });
  it('is forgotten by a report that agrees', () => {
    const script = open();
    says(says(says(script, 5, 0, 1_000), 0, 0, 1_000), 5, 0, 1_000);
    expect(held(script)).toEqual([0, 0]);
    says(script, 5, 0, 1_000);
    expect(held(script)).toEqual([5, 0]);
  });
  it('in doubt is asked about again within five seconds, also after a restore', () => {
    const script = says(open(), 5, 0, 997.6);
    script.take();
    const copy = new Script(Engine.restore(JSON.parse(JSON.stringify(script.engine.snapshot()))));
    copy.now = script.now;
    for (const one of [script, copy]) {
      book(book(one.decide(4_900)), SUN).decide(200);
      expect(one.take().filter(({ type }) => type === 'QueryHoldings')).toHaveLength(1);
      expect(held(says(one, 5, 0, 997.6))).toEqual([5, 0]);
    }
  });
});

describe('a difference in cash', () => {
  const dollars = ({ engine }: Script): number | null => engine.status().exposure.cash;
  it('is believed when it stays', () => {
    const script = says(open(), 0, 0, 1_003);
    expect(dollars(script)).toBe(1_000);
    expect(dollars(says(script, 0, 0, 1_003))).toBe(1_003);
    expect(differs(script)).toEqual([expect.stringContaining('cash: venue 1003000000, books 1000000000')]);
  });
  it('is believed though it is another one by then', () => {
    expect(dollars(says(says(open(), 0, 0, 1_001), 0, 0, 1_002))).toBe(1_002);
  });
});
