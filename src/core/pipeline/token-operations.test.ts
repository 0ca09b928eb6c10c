import { describe, expect, it } from 'vitest';
import type { Command } from '../domain/commands.ts';
import type { OperatorAction } from '../domain/events.ts';
import { marketId, type Instrument } from '../domain/instrument.ts';
import { cash, price, timestamp } from '../domain/numbers.ts';
import { Engine } from '../engine.ts';
import { config, instrument, Script, settings, shares, usd } from '../engine.fixture.ts';

const using = config({ settings: settings({ quote: { size: shares(10) } }) });
const ON_CHAIN: Partial<Instrument> = { netsPairs: false, canMerge: true, canSplit: true, canRedeem: true, minSize: shares(5) };
const open = (over: Partial<Instrument> = {}): Script => Script.open(using, { ...ON_CHAIN, ...over });
const tokenCommands = (script: Script): Command[] => script.take().filter((c) => ['MergePairs', 'SplitPairs', 'RedeemPairs', 'ConvertPositions'].includes(c.type));
const requestOf = (script: Script): number => {
  const [command] = tokenCommands(script);
  if (command === undefined || !('requestId' in command)) throw new Error('nothing was asked for');
  return command.requestId;
};
const held = (script: Script): unknown => ({ yes: script.market().holdings.yes, no: script.market().holdings.no, cash: script.engine.status().exposure.cash });
const says = (script: Script, dollars: number, yes: number, no: number): Script =>
  script.step({ type: 'HoldingsReported', venue: 'test', cash: cash(usd(dollars)), holdings: [{ market: marketId(0), yes: shares(yes), no: shares(no) }] });

describe('a split', () => {
  const SPLIT: OperatorAction = { kind: 'split', market: 'rain', size: shares(40) };

  it('is asked for once, and gives both outcomes for a dollar a pair when it is answered', () => {
    const script = open().operator(SPLIT).decide();
    const commands = tokenCommands(script);
    expect(commands).toMatchObject([{ type: 'SplitPairs', market: 0, size: shares(40) }]);
    expect(held(script)).toEqual({ yes: 0, no: 0, cash: 1_000 });
    const { requestId } = commands[0] as { requestId: number };
    for (let twice = 0; twice < 2; twice++) script.step({ type: 'PairsSplit', market: marketId(0), requestId, size: shares(40) }).decide();
    expect(held(script)).toEqual({ yes: 40, no: 40, cash: 960 });
    expect(script.engine.pnl()).toBe(0);
  });

  it('stays split: its pairs are not merged by themselves until one half is gone', () => {
    const script = open().operator(SPLIT).decide();
    script.step({ type: 'PairsSplit', market: marketId(0), requestId: requestOf(script), size: shares(40) }).decide(70_000);
    expect(tokenCommands(script)).toEqual([]);
    const restored = new Script(Engine.restore(JSON.parse(JSON.stringify(script.engine.snapshot()))));
    restored.now = script.now;
    expect(tokenCommands(restored.decide(70_000))).toEqual([]);
    expect(tokenCommands(script.operator({ kind: 'merge', market: 'rain', size: shares(15) }).decide())).toMatchObject([{ type: 'MergePairs', size: shares(15) }]);
  });

  it('has its dollars set aside from the moment it is asked for', () => {
    const placed = (dollars: number): string[] => {
      const script = Script.open(using, ON_CHAIN, null, dollars).operator(SPLIT).decide();
      script.take();
      return script.book([[48, 100]], [[52, 100]]).decide().asked();
    };
    expect(placed(41)).toEqual([]);
    expect(placed(60)).toEqual(['bid 48c 10', 'ask 52c 10']);
    // And stay set aside when orders come and go beside it.
    const script = Script.open(using, ON_CHAIN, null, 46).operator(SPLIT).book([[48, 100]], [[52, 100]]).decide();
    expect(script.asked()).toEqual(['bid 48c 10']);
    expect(script.accept('s-1').book([[48, 90]], [[52, 100]]).decide(1_000).asked()).toEqual([]);
  });

  it('leaves a side that has tokens to sell to them, where its dollars are set aside', () => {
    const script = Script.open(using, ON_CHAIN, null, 44);
    for (let twice = 0; twice < 2; twice++) says(script, 44, 6, 0).decide(6_000);
    script.operator(SPLIT).book([[48, 100]], [[52, 100]]).decide();
    expect(script.asked()).toContain('ask 52c 6');
  });

  it('that failed gives its dollars back, is said, and is not asked for again', () => {
    const script = open().operator(SPLIT).decide();
    script.step({ type: 'TokenOperationFailed', market: marketId(0), requestId: requestOf(script), detail: 'reverted' }).decide(200_000);
    expect(script.alerts()).toContain('TOKENS_NOT_MOVED');
    expect(tokenCommands(script)).toEqual([]);
    expect(held(script)).toEqual({ yes: 0, no: 0, cash: 1_000 });
    expect(script.engine.tokenObstacle({ kind: 'split', market: 'rain', size: shares(1_000) })).toBeNull();
  });

  it('of unknown outcome changes nothing until holdings show it, and its late answer counts no more', () => {
    const script = open().operator(SPLIT).decide();
    const requestId = requestOf(script);
    script.decide(1_000).step({ type: 'TokenOperationUnknown', market: marketId(0), requestId, detail: 'timed out' }).decide();
    expect(script.alerts()).toContain('TOKENS_UNKNOWN');
    expect(script.take().map((c) => c.type)).toContain('QueryHoldings');
    expect(script.engine.tokenObstacle(SPLIT)).toMatch(/under way/);
    says(script, 960, 40, 40).decide(6_000);
    says(script, 960, 40, 40).decide(6_000);
    expect(held(script)).toEqual({ yes: 40, no: 40, cash: 960 });
    script.step({ type: 'PairsSplit', market: marketId(0), requestId, size: shares(40) }).decide();
    expect(held(script)).toEqual({ yes: 40, no: 40, cash: 960 });
    expect(script.engine.pnl()).toBe(0);
    expect(tokenCommands(script.decide(70_000))).toEqual([]);
  });

  it('of unknown outcome is given up when holdings know nothing of it for two minutes', () => {
    const script = open().operator(SPLIT).decide();
    script.step({ type: 'TokenOperationUnknown', market: marketId(0), requestId: requestOf(script), detail: 'timed out' });
    let asked = 0;
    for (let second = 0; second < 140; second++) {
      script.decide(1_000);
      if (script.take().some((c) => c.type === 'QueryHoldings')) { asked++; says(script, 1_000, 0, 0); }
    }
    expect(asked).toBeGreaterThan(3);
    expect(script.engine.tokenObstacle(SPLIT)).toBeNull();
    expect(script.alerts()).toContain('TOKENS_NOT_MOVED');
  });

  it.each([
    [{}, { size: shares(1_001) }, /\$1000.00 are free/], [{}, { size: shares(0.5) }, /lots of 1 shares/], [{}, { size: shares(0) }, /more than nothing/],
    [{}, { market: 'sun' }, /no market "sun"/], [{ canSplit: false }, {}, /splits nothing/], [{ canSplit: false, netsPairs: true }, {}, /at once/],
  ] as const)('is not asked for where something stands against it (%j %j)', (over, wish, why) => {
    const action = { ...SPLIT, ...wish } as OperatorAction;
    const script = open(over);
    expect(script.engine.tokenObstacle(action as never)).toMatch(why);
    expect(tokenCommands(script.operator(action).decide())).toEqual([]);
    expect(script.alerts()).toContain('TOKENS_NOT_MOVED');
  });

  it('is not asked for while trading is stopped', () => {
    const script = open().operator({ kind: 'halt', reason: 'news' });
    expect(tokenCommands(script.operator(SPLIT).decide())).toEqual([]);
  });
});

describe('a resolved market that pays for what is turned in', () => {
  /** 30 YES and 10 NO, marked at 50c, resolved to YES. */
  function resolved(yesPays = 1_000_000): Script {
    const script = open();
    script.step({ type: 'HoldingsReported', venue: 'test', cash: cash(usd(1_000)), holdings: [{ market: marketId(0), yes: shares(30), no: shares(3) }] }).decide();
    script.decide(6_000);
    says(script, 1_000, 30, 3).book([[48, 100]], [[52, 100]]).decide();
    script.take();
    for (const order of script.market().orders) script.canceled(order.clientId);
    return script.step({ type: 'MarketResolved', market: marketId(0), yesPays: price(yesPays) });
  }

  it('has its winnings in the P&L at once, and in cash once they were redeemed', () => {
    const script = resolved();
    expect(script.engine.pnl()).toBe(usd(0.5 * 27));
    expect(held(script)).toEqual({ yes: 30, no: 3, cash: 1_000 });
    expect(script.market().position).toBe(0);
    script.decide();
    const commands = tokenCommands(script);
    expect(commands).toMatchObject([{ type: 'RedeemPairs', market: 0 }]);
    const { requestId } = commands[0] as { requestId: number };
    for (let twice = 0; twice < 2; twice++) script.step({ type: 'PairsRedeemed', market: marketId(0), requestId, yes: shares(30), no: shares(3), paid: cash(usd(30)) }).decide();
    expect(held(script)).toEqual({ yes: 0, no: 0, cash: 1_030 });
    expect(script.engine.pnl()).toBe(usd(13.5));
    expect(tokenCommands(script.decide(300_000))).toEqual([]);
  });

  it('is redeemed once: an unknown outcome is asked of the holdings, and believed', () => {
    const script = resolved().decide();
    const requestId = requestOf(script);
    script.step({ type: 'TokenOperationUnknown', market: marketId(0), requestId, detail: 'no receipt' }).decide(1_000);
    for (let i = 0; i < 3; i++) says(script, 1_030, 0, 0).decide(6_000);
    expect(held(script)).toEqual({ yes: 0, no: 0, cash: 1_030 });
    expect(script.engine.pnl()).toBe(usd(13.5));
    expect(tokenCommands(script.decide(300_000))).toEqual([]);
  });

  it('takes a fill back that did not settle after all, out of what waits to be redeemed', () => {
    const script = open().book([[48, 100]], [[52, 100]]).decide();
    script.accept('s-1', 's-2').fill('s-1', 'bid', 48, 10, 'gone').step({ type: 'MarketResolved', market: marketId(0), yesPays: price(1_000_000) });
    expect([held(script), script.engine.pnl()]).toEqual([{ yes: 10, no: 0, cash: 995.2 }, usd(5.2)]);
    script.step({ type: 'FillFailed', clientId: 's-1', market: marketId(0), fillId: 'gone', side: 'bid', price: price(480_000), size: shares(10), fee: cash(0) });
    expect([held(script), script.engine.pnl()]).toEqual([{ yes: 0, no: 0, cash: 1_000 }, 0]);
  });

  it('is tried again a minute after a proved failure', () => {
    const script = resolved().decide();
    script.step({ type: 'TokenOperationFailed', market: marketId(0), requestId: requestOf(script), detail: 'paused' }).decide(59_000);
    expect(tokenCommands(script)).toEqual([]);
    expect(script.engine.wakeAt()).not.toBeNull();
    expect(tokenCommands(script.decide(1_000))).toMatchObject([{ type: 'RedeemPairs' }]);
  });

  it('is not claimed where its tokens pay nothing, and pays by itself where the venue does not ask for them', () => {
    const lost = open();
    says(lost, 1_000, 10, 0).decide(6_000);
    says(lost, 1_000, 10, 0).decide();
    expect(tokenCommands(lost.step({ type: 'MarketResolved', market: marketId(0), yesPays: price(0) }).decide(200_000))).toEqual([]);
    const other = open({ canRedeem: false });
    says(other, 1_000, 10, 0).decide(6_000);
    says(other, 1_000, 10, 0).step({ type: 'MarketResolved', market: marketId(0), yesPays: price(1_000_000) }).decide();
    expect(tokenCommands(other)).toEqual([]);
    expect(held(other)).toEqual({ yes: 0, no: 0, cash: 1_010 });
  });

  it('is no difference once tokens that pay nothing are gone, whoever turned them in', () => {
    const lost = open();
    says(lost, 1_000, 10, 0).decide(6_000);
    says(lost, 1_000, 10, 0).step({ type: 'MarketResolved', market: marketId(0), yesPays: price(0) }).decide(60_000);
    const before = lost.alerts().length;
    for (let i = 0; i < 3; i++) says(lost, 1_000, 0, 0).decide(6_000);
    expect(lost.alerts().slice(before)).toEqual([]);
    expect(held(lost)).toEqual({ yes: 0, no: 0, cash: 1_000 });
    expect(lost.engine.carry().markets['rain']).not.toHaveProperty('unclaimed');
  });

  it('waits over a restart: what was not redeemed is redeemed by the next session that lists it', () => {
    const carried = resolved().engine.carry();
    expect(carried.markets['rain']).toMatchObject({ yes: 0, no: 0, unclaimed: { yes: shares(30), no: shares(3) } });
    const next = new Script().step({ type: 'SessionStarted', session: { id: 't', profile: 'test', mode: 'paper' }, carried });
    next.swap(1, using).step({ type: 'InstrumentListed', instrument: instrument(ON_CHAIN) }).decide().answerOpenOrders([]);
    says(next, 1_000, 30, 3).decide();
    expect(next.alerts()).toEqual([]);
    expect(next.engine.pnl()).toBe(usd(13.5));
    const requestId = requestOf(next);
    next.step({ type: 'PairsRedeemed', market: marketId(0), requestId, yes: shares(30), no: shares(3), paid: cash(usd(30)) }).decide();
    expect(next.engine.pnl()).toBe(usd(13.5));
    expect(held(next)).toEqual({ yes: 0, no: 0, cash: 1_030 });
  });

  it('says aloud when it pays something else than was due, and books it', () => {
    const script = resolved().decide();
    script.step({ type: 'PairsRedeemed', market: marketId(0), requestId: requestOf(script), yes: shares(30), no: shares(3), paid: cash(usd(29)) });
    expect(script.alerts()).toContain('PAID_OTHERWISE');
    expect(script.engine.pnl()).toBe(usd(12.5));
  });
});

describe('a conversion', () => {
  const NAMES = ['ada', 'bob', 'cyd', 'dee'] as const;
  /** An event of four; 20 NO of each of the first two are held; marks 40, 30, 20, 12 cents. */
  function event(): Script {
    const script = new Script();
    script.step({ type: 'SessionStarted', session: { id: 's', profile: 'test', mode: 'paper' }, carried: null });
    script.step({ type: 'ConfigSwapped', generation: 1, config: config({ strategies: [] }) });
    for (const [i, name] of NAMES.entries()) script.step({ type: 'InstrumentListed', instrument: instrument({ ...ON_CHAIN, id: marketId(i), name, event: 'race', isExclusive: true, canConvert: true }) });
    script.decide().answerOpenOrders([]);
    script.step({ type: 'HoldingsReported', venue: 'test', cash: cash(usd(100)), holdings: [0, 1].map((i) => ({ market: marketId(i), yes: shares(0), no: shares(20) })) });
    for (const [i, mid] of [40, 30, 20, 12].entries()) script.step({ type: 'BookSnapshot', market: marketId(i), bids: [(mid - 2) * 10_000, shares(9)], asks: [(mid + 2) * 10_000, shares(9)] });
    return script.decide();
  }
  const CONVERT: OperatorAction = { kind: 'convert', markets: ['ada', 'bob'], size: shares(20) };
  const positions = (script: Script): unknown => NAMES.map((name) => { const { yes, no } = script.engine.market(name)!.holdings; return [yes, no]; });

  it('turns NO of some into YES of the others and a dollar for each but one, and its P&L is what the event was off a dollar', () => {
    const script = event();
    const before = script.engine.pnl();
    script.operator(CONVERT).decide();
    const commands = tokenCommands(script);
    expect(commands).toMatchObject([{ type: 'ConvertPositions', markets: [0, 1], size: shares(20) }]);
    const { requestId } = commands[0] as { requestId: number };
    for (let twice = 0; twice < 2; twice++) script.step({ type: 'PositionsConverted', market: marketId(0), requestId, size: shares(20), received: shares(20), paid: cash(usd(20)) }).decide();
    expect(positions(script)).toEqual([[0, 0], [0, 0], [20, 0], [20, 0]]);
    expect(script.engine.status().exposure.cash).toBe(120);
    // The marks come to 1.02 together.
    expect(script.engine.pnl() - before).toBe(usd(0.02 * 20));
  });

  it('of unknown outcome is decided by holdings, in every market of it', () => {
    const script = event().operator(CONVERT).decide();
    const requestId = requestOf(script);
    script.step({ type: 'TokenOperationUnknown', market: marketId(0), requestId, detail: 'cut' }).decide(1_000);
    const after = (): Script => script.step({ type: 'HoldingsReported', venue: 'test', cash: cash(usd(120)), holdings: [2, 3].map((i) => ({ market: marketId(i), yes: shares(20), no: shares(0) })) }).decide(6_000);
    after();
    after();
    script.step({ type: 'PositionsConverted', market: marketId(0), requestId, size: shares(20), received: shares(20), paid: cash(usd(20)) }).decide();
    expect(positions(script)).toEqual([[0, 0], [0, 0], [20, 0], [20, 0]]);
    expect(script.engine.status().exposure.cash).toBe(120);
    expect(script.engine.tokenObstacle({ kind: 'merge', market: 'cyd', size: null })).toMatch(/0 pairs/);
  });

  it('counts no more when holdings have told otherwise of one of its markets meanwhile', () => {
    const script = event().operator(CONVERT).decide();
    const requestId = requestOf(script);
    for (const wait of [35_000, 11_000]) {
      script.decide(wait);
      script.step({ type: 'HoldingsReported', venue: 'test', cash: cash(usd(100)), holdings: [18, 20].map((no, i) => ({ market: marketId(i), yes: shares(0), no: shares(no) })) });
    }
    script.step({ type: 'PositionsConverted', market: marketId(1), requestId, size: shares(20), received: shares(20), paid: cash(usd(20)) });
    expect(positions(script)).toEqual([[0, 18], [0, 20], [0, 0], [0, 0]]);
    expect(script.engine.tokenObstacle({ ...CONVERT, size: shares(18) })).toBeNull();
  });

  it.each([
    [{ markets: ['ada', 'ada'] }, /twice/], [{ markets: ['ada', 'cyd'] }, /0 NO of cyd/], [{ size: shares(21) }, /20 NO of ada/], [{ markets: [] }, /no market is named/],
  ] as const)('is not asked for where something stands against it (%j)', (wish, why) => {
    expect(event().engine.tokenObstacle({ ...CONVERT, ...wish } as never)).toMatch(why);
  });
});

it('keeps pairs that were split off over a restart', () => {
  const script = open().operator({ kind: 'split', market: 'rain', size: shares(40) }).decide();
  script.step({ type: 'PairsSplit', market: marketId(0), requestId: requestOf(script), size: shares(40) }).decide();
  const carried = script.engine.carry();
  expect(carried.markets['rain']).toMatchObject({ keptPairs: shares(40) });
  expect(tokenCommands(Script.open(using, ON_CHAIN, carried, 960).decide(70_000))).toEqual([]);
});

it('comes back from a snapshot with what is under way', () => {
  const script = open().operator({ kind: 'split', market: 'rain', size: shares(40) }).decide();
  const restored = Engine.restore(JSON.parse(JSON.stringify(script.engine.snapshot())));
  expect(restored.snapshot()).toEqual(script.engine.snapshot());
  restored.step({ type: 'PairsSplit', ts: timestamp(script.now), market: marketId(0), requestId: requestOf(script), size: shares(40) });
  expect(restored.market('rain')?.holdings).toMatchObject({ yes: 40, no: 40 });
});
