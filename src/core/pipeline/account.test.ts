// The account over more than one decision or session: baselines, latches, and the rules of strategies.

import { describe, expect, it } from 'vitest';
import type { CompiledRule, CompiledStrategy } from '../../config/compiled-config.ts';
import type { CarriedState } from '../domain/events.ts';
import { marketId } from '../domain/instrument.ts';
import { cents, config, instrument, PLAIN, Script, settings, usd } from '../engine.fixture.ts';

const DAY = 86_400_000;
const at = (script: Script, mid: number): Script => script.book([[mid - 2, 100]], [[mid + 2, 100]]);
/** Ten bought at 48c, then the market moves to `mid`. */
const holding = (script: Script, mid: number): Script => at(at(script, 50).decide().accept('s-1', 's-2').fill('s-1', 'bid', 48, 10).decide(), mid).decide();

describe('what outlives a session', () => {
  const limits = { drawdown: { warn: null, reduceOnly: usd(1), halt: usd(50) }, dailyLoss: usd(1.5) };
  const carriedOf = (script: Script): CarriedState => JSON.parse(JSON.stringify(script.engine.carry())) as CarriedState;

  it('holds position, cost, mark, P&L by part and the baselines of the day and the peak', () => {
    const carried = carriedOf(holding(Script.open(config({ limits })), 30));
    expect(carried.account).toMatchObject({ dayStartPnl: 0, peakPnl: usd(0.2), drawdownLatch: 'reduceOnly', dailyLossLatched: true });
    expect(carried.cash).toBe(usd(1_000 - 4.8));
    expect(carried.markets['rain']).toMatchObject({ venue: 'test', yes: 10_000_000, no: 0, mark: cents(30), cost: usd(4.8), pnl: { spread: usd(0.2), inventory: usd(-2), fees: 0, peak: usd(0.2) } });
  });
  it('is in force from the first decision of the next, before the market is listed again', () => {
    const carried = carriedOf(holding(Script.open(config({ limits })), 30));
    const script = new Script();
    script.step({ type: 'SessionStarted', session: { id: 't', profile: 'test', mode: 'paper' }, carried });
    script.step({ type: 'ConfigSwapped', generation: 2, config: config({ limits }) }).decide();
    expect(script.engine.status()).toMatchObject({ reasons: ['DRAWDOWN_REDUCE', 'DAILY_LOSS'], pnl: { total: -1.8, daily: -1.8, drawdown: 2 } });
    script.step({ type: 'InstrumentListed', instrument: instrument() }).decide();
    expect(script.market()).toMatchObject({ position: 10, pnl: { total: -1.8 } });
    expect(script.engine.status().pnl).toMatchObject({ total: -1.8, daily: -1.8, drawdown: 2 });
    expect(script.engine.status().exposure.grossNotional).toBe(4.8);
    expect(script.alerts()).toEqual([]);
  });
  it('is carried on for a market that is not listed again', () => {
    const carried = carriedOf(holding(Script.open(), 30));
    const script = new Script();
    script.step({ type: 'SessionStarted', session: { id: 't', profile: 'test', mode: 'paper' }, carried });
    script.step({ type: 'ConfigSwapped', generation: 2, config: config() }).decide();
    expect(carriedOf(script).markets).toEqual(carried.markets);
  });
  it('starts a new day from the P&L of the old one, though no session saw midnight', () => {
    const carried = carriedOf(holding(Script.open(config({ limits })), 30));
    const script = new Script();
    script.now += DAY;
    script.step({ type: 'SessionStarted', session: { id: 't', profile: 'test', mode: 'paper' }, carried });
    script.step({ type: 'ConfigSwapped', generation: 2, config: config({ limits }) }).decide();
    expect(script.engine.status()).toMatchObject({ reasons: ['DRAWDOWN_REDUCE'], pnl: { total: -1.8, daily: 0, drawdown: 2 } });
  });
  it('keeps a stop-loss latched, with its reason', () => {
    const stopping = config({ settings: settings({ stopLoss: { loss: usd(1), drawdownFromPeak: null, then: 'cancel-only' } }) });
    const again = at(Script.open(stopping, {}, carriedOf(holding(Script.open(stopping), 30))), 50).decide();
    expect(again.market()).toMatchObject({ reasons: ['STOP_LOSS_CANCEL'], stopLoss: { latched: true, reason: 'lost $1.80, stopLoss.loss is $1.00' } });
  });
});

describe('losses', () => {
  it('warn once, and a warning lowers nothing', () => {
    const script = holding(Script.open(config({ limits: { drawdown: { warn: usd(1), reduceOnly: null, halt: null } } })), 30);
    at(script, 28).decide();
    expect(script.alerts()).toEqual(['DRAWDOWN']);
    expect(script.engine.status().permission).toBe('full');
  });
  it('hold for the quotes of the very decision in which they are seen', () => {
    const script = at(Script.open(config({ limits: { drawdown: { warn: null, reduceOnly: null, halt: usd(1) } } })), 50).decide().accept('s-1', 's-2').fill('s-1', 'bid', 48, 10);
    script.decide(1_000).take();
    at(script, 30).decide(1_000);
    expect(script.asked().filter((asked) => !asked.startsWith('cancel'))).toEqual([]);
  });
  it('accepted by a resume are the new baseline, and a further loss latches again', () => {
    const script = holding(Script.open(config({ limits: { drawdown: { warn: null, reduceOnly: usd(1), halt: null }, dailyLoss: usd(1) } })), 30);
    script.operator({ kind: 'resume', market: null }).decide();
    expect(script.engine.status()).toMatchObject({ permission: 'full', pnl: { daily: 0, drawdown: 0 } });
    at(script, 19).decide();
    expect(script.engine.status().reasons).toEqual(['DRAWDOWN_REDUCE', 'DAILY_LOSS']);
  });
  it('of a market count from its last resume, and so does its peak', () => {
    const stopping = config({ settings: settings({ stopLoss: { loss: null, drawdownFromPeak: usd(1), then: 'reduce-only' } }) });
    const script = holding(Script.open(stopping), 40);
    expect(script.market().reasons).toEqual(['STOP_LOSS']);
    script.operator({ kind: 'resume', market: 'rain' }).decide();
    at(script, 31).decide();
    expect(script.market().reasons).toEqual([]);
    at(script, 30).decide();
    expect(script.market().stopLoss).toEqual({ latched: true, reason: '$1.00 below its peak, stopLoss.drawdownFromPeak is $1.00' });
  });
});

describe('a rule of a strategy', () => {
  const strategy = (name: string, include: string): CompiledStrategy => ({ name, kind: 'market-maker', markets: { venue: 'test', include: [include], exclude: [] }, settings: PLAIN, overrides: {} });
  const rule: CompiledRule = {
    name: 'losing', scope: 'strategy', when: { kind: 'compare', left: { fact: 'strategyPnl', windowMs: null }, operator: 'lessThan', right: -usd(1) },
    until: null, forMs: 0, cooldownMs: 0, whenUnknown: 'skip', then: [{ kind: 'permission', permission: 'reduce-only' }],
  };
  const two = (): Script => Script.open(config({ strategies: [strategy('wet', 'rain'), strategy('dry', 'sun')], rules: [rule] }))
    .step({ type: 'InstrumentListed', instrument: instrument({ id: marketId(1), name: 'sun' }) })
    .step({ type: 'BookSnapshot', market: marketId(1), bids: [cents(48), 100_000_000], asks: [cents(52), 100_000_000] });

  it('holds for all its markets and for no other', () => {
    const script = holding(two(), 30);
    expect(script.market()).toMatchObject({ permission: 'reduce-only', reasons: ['RULE_REDUCE_ONLY'] });
    expect(script.engine.market('sun')).toMatchObject({ permission: 'full', reasons: [] });
    at(script, 45).decide();
    expect(script.market().permission).toBe('full');
    expect(script.notices.filter((n) => n.type === 'RuleChanged')).toMatchObject([{ rule: 'losing', scope: 'strategy', firing: true }, { firing: false, cause: 'ended' }]);
  });
  it('reaches a market of its own to which nothing happened in the very decision in which it begins', () => {
    const script = Script.open(config({ strategies: [strategy('all', '*')], rules: [{ ...rule, then: [{ kind: 'pull', side: 'both' }] }] }))
      .step({ type: 'InstrumentListed', instrument: instrument({ id: marketId(1), name: 'sun' }) })
      .step({ type: 'BookSnapshot', market: marketId(1), bids: [cents(48), 100_000_000], asks: [cents(52), 100_000_000] });
    at(script, 50).decide().accept('s-1', 's-2', 's-3', 's-4').fill('s-1', 'bid', 48, 10).fill('s-3', 'bid', 48, 10).decide().take();
    const sun = script.engine.market('sun')!.orders.filter((o) => o.state === 'working').map((o) => o.clientId);
    at(script, 30).decide();
    expect(sun.length).toBeGreaterThan(0);
    expect(script.asked()).toEqual(expect.arrayContaining(sun.map((id) => `cancel ${id}`)));
  });
  it('sees what the strategy lost before a reload', () => {
    const script = holding(two(), 30);
    script.swap(2, config({ strategies: [strategy('wet', 'rain'), strategy('dry', 'sun')], rules: [rule] })).decide();
    expect(script.market().reasons).toEqual(['RULE_REDUCE_ONLY']);
    script.swap(3, config({ strategies: [strategy('all', '*')], rules: [{ ...rule, then: [{ kind: 'pull', side: 'both' }] }] })).decide();
    expect(script.engine.explain('sun')!.noBidBecause).toBe('pulled');
  });
});

describe('a rule of the account that a reload takes out', () => {
  const losing: CompiledRule = {
    name: 'losing', scope: 'account', when: { kind: 'compare', left: { fact: 'dailyPnl', windowMs: null }, operator: 'lessThan', right: usd(1_000_000) },
    until: null, forMs: 0, cooldownMs: 0, whenUnknown: 'skip', then: [{ kind: 'permission', permission: 'reduce-only' }],
  };
  it('takes along what it had asked for, though it was the last one, and leaves nothing to wake for', () => {
    const script = at(Script.open(config({ rules: [losing, { ...losing, name: 'later', forMs: 5_000 }] })), 50).decide();
    expect(script.market()).toMatchObject({ permission: 'reduce-only', reasons: ['RULE_REDUCE_ONLY'] });
    at(script.swap(2, config()), 50).decide(1_000);
    expect(script.market()).toMatchObject({ permission: 'full', reasons: [] });
    at(script, 50).decide(10_000);
    expect(script.engine.wantsDecision(script.now)).toBe(false);
  });
});

describe('a clock that is set back over midnight', () => {
  it('makes no new day of an old one: the loss of the day stays latched', () => {
    const limits = { dailyLoss: usd(1.5) };
    const carried = JSON.parse(JSON.stringify(holding(Script.open(config({ limits })), 30).engine.carry())) as CarriedState;
    const script = new Script();
    script.now -= DAY;
    script.step({ type: 'SessionStarted', session: { id: 't', profile: 'test', mode: 'paper' }, carried });
    script.step({ type: 'ConfigSwapped', generation: 2, config: config({ limits }) }).decide();
    expect(script.engine.status().reasons).toContain('DAILY_LOSS');
  });
});
