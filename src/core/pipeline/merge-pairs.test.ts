import { describe, expect, it } from 'vitest';
import { cash, price, size } from '../domain/numbers.ts';
import { Engine } from '../engine.ts';
import { config, Script, settings, shares, START } from '../engine.fixture.ts';

const using = config({ settings: settings({ quote: { size: shares(30) } }) });
const merges = (script: Script): unknown[] => script.take().flatMap((c) => (c.type === 'MergePairs' ? [{ size: c.size / 1e6, requestId: c.requestId }] : []));

/** Holds 40 YES and 70 NO, at a venue that merges when asked. */
function paired(over: { readonly minSize?: number } = {}): Script {
  const script = new Script();
  script.step({ type: 'SessionStarted', session: { id: 's', profile: 'test', mode: 'paper' }, carried: null });
  script.step({ type: 'ConfigSwapped', generation: 1, config: using });
  script.step({
    type: 'InstrumentListed',
    instrument: { id: 0 as never, name: 'rain', venue: 'test', tick: price(10_000), lot: size(1_000_000), minSize: shares(over.minSize ?? 5), fees: { maker: { rate: 0, exponent: 1, roundUpTo: 1 }, taker: { rate: 0, exponent: 1, roundUpTo: 1 } }, endsAt: null, showsOwnOrders: false, canAmend: false, netsPairs: false, canMerge: true },
  });
  script.decide().reconcile(100, { yes: shares(40), no: shares(70) });
  return script;
}

it('merges pairs that no order counts on, one merge at a time', () => {
  const script = paired().decide();
  expect(merges(script)).toEqual([{ size: 40, requestId: expect.any(Number) }]);
  expect(merges(script.decide(1_000))).toEqual([]);
});

it('counts neither the tokens under way nor the dollar before the venue has answered, and both once', () => {
  const script = paired().decide();
  const [merge] = script.take().filter((c) => c.type === 'MergePairs') as unknown as [{ requestId: number; size: never }];
  // A bid for 30 would sell NO: 30 are free, an ask has no YES to sell and buys NO.
  script.book([[48, 100]], [[52, 100]]).decide();
  expect(script.take().flatMap((c) => (c.type === 'PlaceOrder' ? [`${c.side} ${c.leg.action} ${c.leg.outcome}`] : []))).toEqual(['bid sell no', 'ask buy no']);
  expect(script.engine.status().exposure.cash).toBe(100);
  for (let again = 0; again < 2; again++) script.step({ type: 'PairsMerged', market: 0 as never, requestId: merge.requestId, size: merge.size });
  expect(script.engine.status().exposure.cash).toBe(140);
  expect(script.market().holdings).toMatchObject({ yes: 0, no: 30 });
  expect(script.market().position).toBe(-30);
});

it('leaves pairs alone that are less than the venue takes', () => {
  expect(merges(paired({ minSize: 50 }).decide())).toEqual([]);
});

it('tries a merge that failed again later, and says that it failed', () => {
  const script = paired().decide();
  const [merge] = merges(script) as [{ requestId: number }];
  script.step({ type: 'MergeFailed', market: 0 as never, requestId: merge.requestId, detail: 'busy' }).decide(1_000);
  expect(script.alerts()).toContain('MERGE_FAILED');
  expect(merges(script)).toEqual([]);
  script.book([[48, 100]], [[52, 100]]).decide(60_000);
  expect(merges(script)).toHaveLength(1);
});

it('asks what is held when no answer comes, and believes that', () => {
  const script = paired().decide();
  script.take();
  script.decide(31_000).decide(1);
  expect(script.take().map((c) => c.type)).toContain('QueryHoldings');
  script.step({ type: 'HoldingsReported', venue: 'test', cash: cash(140_000_000), holdings: [{ market: 0 as never, yes: shares(0), no: shares(30) }] });
  script.decide(10_000);
  script.step({ type: 'HoldingsReported', venue: 'test', cash: cash(140_000_000), holdings: [{ market: 0 as never, yes: shares(0), no: shares(30) }] });
  expect(script.market().holdings).toMatchObject({ yes: 0, no: 30 });
});

describe('a merge under way', () => {
  /** The venue says that nothing has changed. */
  const agree = (script: Script): Script => script.step({ type: 'HoldingsReported', venue: 'test', cash: cash(100_000_000), holdings: [{ market: 0 as never, yes: shares(40), no: shares(70) }] });
  const asksHoldings = (script: Script): boolean => script.take().some((c) => c.type === 'QueryHoldings');

  it('is not sent again for holdings that agree, and counts once when its answer comes after them', () => {
    const script = paired().decide();
    const [merge] = merges(script) as [{ requestId: number }];
    script.decide(31_000).decide(1);
    expect(asksHoldings(script)).toBe(true);
    agree(script).decide();
    expect(merges(script)).toEqual([]);
    script.step({ type: 'PairsMerged', market: 0 as never, requestId: merge.requestId, size: shares(40) }).decide();
    expect(script.market().holdings).toMatchObject({ yes: 0, no: 30 });
    expect(script.engine.status().exposure.cash).toBe(140);
  });

  /** Time passes, and whenever the venue is asked what it holds nothing has changed. Returns when it was sent again, in seconds. */
  function sentAgain(script: Script, seconds: number): number[] {
    const at: number[] = [];
    for (let second = 1; second <= seconds; second++) {
      script.decide(1_000);
      const commands = script.take();
      if (commands.some((c) => c.type === 'MergePairs')) at.push((script.now - START) / 1_000);
      if (commands.some((c) => c.type === 'QueryHoldings')) agree(script).decide();
    }
    return at;
  }
  it('is given up when holdings know nothing of it after two minutes, and is tried again a minute later', () => {
    const script = paired().decide();
    expect(merges(script)).toHaveLength(1);
    const [again, ...more] = sentAgain(script, 200);
    expect(again).toBeGreaterThanOrEqual(180);
    expect(more).toEqual([]);
  });

  it('whose answer comes after it was given up has the venue asked what is held, and is not counted', () => {
    const script = paired().decide();
    const [merge] = merges(script) as [{ requestId: number }];
    expect(sentAgain(script, 140)).toEqual([]);
    script.step({ type: 'PairsMerged', market: 0 as never, requestId: merge.requestId, size: shares(40) }).decide();
    expect(script.market().holdings).toMatchObject({ yes: 40, no: 70 });
    script.decide(1_000);
    expect(asksHoldings(script)).toBe(true);
  });
});

it('comes back from a snapshot with the merge under way', () => {
  const script = paired().decide();
  expect(Engine.restore(JSON.parse(JSON.stringify(script.engine.snapshot()))).snapshot()).toEqual(script.engine.snapshot());
});

it('does not merge again at once where holdings changed by something else while one is under way', () => {
  const script = paired().decide();
  expect(merges(script)).toHaveLength(1);
  const says = (yes: number, no: number): Script => {
    script.now += 5_000;
    script.book([[48, 100]], [[52, 100]]).decide();
    return script.step({ type: 'HoldingsReported', venue: 'test', cash: cash(100_000_000), holdings: [{ market: 0 as never, yes: shares(yes), no: shares(no) }] }).decide();
  };
  script.now += 60_000;
  script.decide();
  says(40, 65);
  says(40, 65);
  expect(script.market().holdings).toMatchObject({ yes: 40, no: 65 });
  expect(merges(script)).toEqual([]);
  for (let i = 0; i < 13; i++) says(40, 65);
  expect(merges(script)).toHaveLength(1);
});
