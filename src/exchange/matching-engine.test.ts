import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { price, size, type Price, type Size } from '../core/domain/numbers.ts';
import { opposite, type Side } from '../core/domain/side.ts';
import { MatchingEngine, type BookOrder } from './matching-engine.ts';

const cents = (amount: number): Price => price(amount * 10_000);

function open() {
  const heard: string[] = [];
  const engine = new MatchingEngine(cents(1), {
    matched: (maker, taker, at, traded) => heard.push(`${taker.owner} takes ${traded} from ${maker.owner} at ${at / 10_000}`),
    levelChanged: (side, at, total) => heard.push(`${side} ${at / 10_000}: ${total}`),
  });
  const submit = (owner: string, side: Side, at: number, amount: number, kind: 'post-only' | 'limit' | 'immediate' = 'limit') =>
    engine.submit(owner, side, cents(at), size(amount), kind);
  return { engine, submit, heard };
}

describe('a matching engine', () => {
  it('fills the better price first and, at one price, the earlier order first', () => {
    const { submit, heard } = open();
    submit('late', 'ask', 52, 5);
    submit('first', 'ask', 51, 5);
    submit('second', 'ask', 51, 5);
    heard.length = 0;
    submit('taker', 'bid', 52, 12);
    expect(heard).toEqual([
      'taker takes 5 from first at 51', 'taker takes 5 from second at 51', 'ask 51: 0', 'taker takes 2 from late at 52', 'ask 52: 3',
    ]);
  });

  it('rests what a limit order could not match and drops it for an immediate one', () => {
    const { engine, submit } = open();
    submit('maker', 'ask', 50, 4);
    expect(submit('limit', 'bid', 50, 10)?.isLive).toBe(true);
    expect(engine.best('bid')).toBe(cents(50));
    expect(engine.levels('bid')).toEqual([cents(50), 6]);
    const immediate = submit('immediate', 'ask', 50, 10, 'immediate');
    expect([immediate?.isLive, immediate?.remaining]).toEqual([false, 4]);
    expect([engine.best('bid'), engine.best('ask')]).toEqual([null, null]);
  });

  it('refuses a post-only order that would match, and nothing happens', () => {
    const { submit, heard } = open();
    submit('maker', 'bid', 50, 4);
    heard.length = 0;
    expect(submit('post', 'ask', 50, 10, 'post-only')).toBeNull();
    expect(heard).toEqual([]);
  });

  it('takes from one level alone where it is told to, and drops what finds nobody there', () => {
    const { engine, submit, heard } = open();
    submit('best', 'bid', 51, 5);
    submit('first', 'bid', 50, 5);
    submit('second', 'bid', 50, 5);
    submit('other', 'ask', 53, 5);
    heard.length = 0;
    engine.takeAt('ask', cents(50), size(7));
    expect(heard).toEqual(['null takes 5 from first at 50', 'null takes 2 from second at 50', 'bid 50: 3']);
    engine.takeAt('ask', cents(49), size(7));
    engine.takeAt('ask', cents(53), size(7));
    engine.takeAt('bid', cents(51), size(7));
    expect([engine.levels('bid'), engine.levels('ask')]).toEqual([[cents(51), 5, cents(50), 3], [cents(53), 5]]);
    engine.takeAt('ask', cents(51), size(9));
    expect([engine.best('bid'), engine.best('ask')]).toEqual([cents(50), cents(53)]);
  });

  it('keeps the queue place of an order that is lowered, and never raises one', () => {
    const { engine, submit, heard } = open();
    const first = submit('first', 'bid', 40, 10) as BookOrder;
    submit('second', 'bid', 40, 10);
    expect(engine.reduce(first, size(4))).toBe(true);
    expect(engine.reduce(first, size(8))).toBe(false);
    expect(engine.levels('bid')).toEqual([cents(40), 14]);
    heard.length = 0;
    submit('taker', 'ask', 40, 5, 'immediate');
    expect(heard).toEqual(['taker takes 4 from first at 40', 'taker takes 1 from second at 40', 'bid 40: 9']);
  });

  it('knows how much stands ahead of an order', () => {
    const { engine, submit } = open();
    submit('better', 'bid', 41, 3);
    submit('earlier', 'bid', 40, 5);
    const order = submit('order', 'bid', 40, 2) as BookOrder;
    submit('later', 'bid', 40, 7);
    expect(engine.sizeAhead(order)).toBe(8);
  });

  it('cancels once, and finds the next best level', () => {
    const { engine, submit, heard } = open();
    const best = submit('best', 'ask', 60, 1) as BookOrder;
    submit('next', 'ask', 75, 1);
    heard.length = 0;
    expect(engine.cancel(best)).toBe(true);
    expect(engine.cancel(best)).toBe(false);
    expect(heard).toEqual(['ask 60: 0']);
    expect(engine.best('ask')).toBe(cents(75));
  });

  it('refuses an order that cannot stand in the book', () => {
    const { submit } = open();
    for (const [at, amount] of [[0, 1], [100, 1], [50.5, 1], [50, 0]] as const) expect(() => submit('x', 'bid', at, amount)).toThrow(RangeError);
  });
});

interface ModelOrder { id: number; side: Side; at: number; left: number }

/** The same rules written as naively as they can be: a list, sorted for each order. */
class NaiveBook {
  orders: ModelOrder[] = [];
  submit(id: number, side: Side, at: number, amount: number, kind: string): { trades: string[]; refused: boolean } {
    const trades: string[] = [];
    const crossing = this.orders.filter((o) => o.side !== side && (side === 'bid' ? o.at <= at : o.at >= at))
      .toSorted((a, b) => (side === 'bid' ? a.at - b.at : b.at - a.at) || a.id - b.id);
    if (kind === 'post-only' && crossing.length > 0) return { trades, refused: true };
    let left = amount;
    for (const maker of crossing) {
      const traded = Math.min(left, maker.left);
      if (traded === 0) break;
      maker.left -= traded;
      left -= traded;
      trades.push(`${maker.id}@${maker.at}x${traded}`);
    }
    this.orders = this.orders.filter((o) => o.left > 0);
    if (left > 0 && kind !== 'immediate') this.orders.push({ id, side, at, left });
    return { trades, refused: false };
  }
}

const request = fc.record({
  kind: fc.constantFrom('post-only' as const, 'limit' as const, 'limit' as const, 'immediate' as const, 'cancel' as const, 'reduce' as const),
  side: fc.constantFrom<Side>('bid', 'ask'), at: fc.integer({ min: 40, max: 60 }), amount: fc.integer({ min: 1, max: 20 }), pick: fc.nat(100),
});

describe('against a naive book, over random requests', () => {
  it('makes the same trades, keeps the same levels and is never crossed', () => {
    fc.assert(fc.property(fc.array(request, { maxLength: 120 }), (requests) => {
      const naive = new NaiveBook();
      const heard: string[] = [];
      const totals = new Map<string, number>();
      const engine = new MatchingEngine(cents(1), {
        matched: (maker, _taker, at, traded) => heard.push(`${maker.owner}@${at / 10_000}x${traded}`),
        levelChanged: (side, at, total) => { if (total === 0) totals.delete(`${side}${at}`); else totals.set(`${side}${at}`, total); },
      });
      const handles = new Map<number, BookOrder>();
      requests.forEach((r, id) => {
        heard.length = 0;
        const target = naive.orders[r.pick % Math.max(1, naive.orders.length)];
        if (r.kind === 'cancel' || r.kind === 'reduce') {
          if (target === undefined) return;
          const handle = handles.get(target.id) as BookOrder;
          if (r.kind === 'cancel') {
            expect(engine.cancel(handle)).toBe(true);
            naive.orders = naive.orders.filter((o) => o !== target);
          } else if (engine.reduce(handle, size(r.amount))) {
            expect(r.amount).toBeLessThan(target.left);
            target.left = r.amount;
          } else expect(r.amount).toBeGreaterThanOrEqual(target.left);
        } else {
          const expected = naive.submit(id, r.side, r.at, r.amount, r.kind);
          const order = engine.submit(String(id), r.side, cents(r.at), size(r.amount), r.kind);
          expect(order === null).toBe(expected.refused);
          if (order !== null) handles.set(id, order);
          expect(heard).toEqual(expected.trades);
        }
        for (const side of ['bid', 'ask'] as const) {
          const levels = new Map<number, number>();
          for (const o of naive.orders) if (o.side === side) levels.set(o.at, (levels.get(o.at) ?? 0) + o.left);
          const sorted = [...levels].toSorted((a, b) => (side === 'bid' ? b[0] - a[0] : a[0] - b[0])).flatMap(([at, left]) => [cents(at), left as Size]);
          expect(engine.levels(side)).toEqual(sorted);
          for (let i = 0; i < sorted.length; i += 2) expect(totals.get(`${side}${sorted[i]}`)).toBe(sorted[i + 1]);
          expect([...totals.keys()].filter((key) => key.startsWith(side)).length).toBe(levels.size);
          for (const o of naive.orders) expect(handles.get(o.id)?.remaining).toBe(o.left);
        }
        const [bid, ask] = [engine.best('bid'), engine.best(opposite('bid'))];
        if (bid !== null && ask !== null) expect(bid).toBeLessThan(ask);
      });
    }), { numRuns: 150 });
  });
});
