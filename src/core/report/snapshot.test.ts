import { describe, expect, it } from 'vitest';
import { Engine } from '../engine.ts';
import { config, Script, settings, shares, usd } from '../engine.fixture.ts';

const everything = config({
  settings: settings({ volatility: { windowMs: 60_000, widen: { x: [0, 20_000], y: [1, 2] }, pullAbove: null, trend: null }, stopLoss: { loss: usd(1), drawdownFromPeak: null, then: 'reduce-only' } }),
  limits: { ordersPerMinute: 60, drawdown: { warn: usd(0.5), reduceOnly: null, halt: null } },
  rules: [{ name: 'r', scope: 'market', when: { kind: 'compare', left: { fact: 'flowImbalance', windowMs: 5_000 }, operator: 'greaterThan', right: 0.5 }, until: null, forMs: 2_000, cooldownMs: 5_000, whenUnknown: 'skip', then: [{ kind: 'widen', factor: 2 }] }],
});

function busy(): Script {
  const script = Script.open(everything, { showsOwnOrders: true }).book([[48, 100]], [[52, 100]]).decide().decide(6_000).accept('s-1', 's-2');
  return script.fill('s-1', 'bid', 48, 4).reject('s-2').book([[38, 96]], [[42, 100]]).decide(500);
}
/** Through text, as it is kept. */
const restored = (engine: Engine): Engine => Engine.restore(JSON.parse(JSON.stringify(engine.snapshot())));

describe('a snapshot', () => {
  it('is the same after it was restored', () => {
    const { engine } = busy();
    expect(restored(engine).snapshot()).toEqual(engine.snapshot());
    expect(restored(new Engine()).snapshot()).toEqual(new Engine().snapshot());
  });
  it('gives back status, market and statistics as they were', () => {
    const { engine } = busy();
    const again = restored(engine);
    expect(again.status()).toEqual(engine.status());
    expect(again.market('rain')).toEqual(engine.market('rain'));
    expect(again.statistics()).toEqual(engine.statistics());
    expect(again.carry()).toEqual(engine.carry());
    expect([again.generation(), again.now(), again.wakeAt()]).toEqual([engine.generation(), engine.now(), engine.wakeAt()]);
  });
  it('goes on with the same commands, and asks for nothing by itself', () => {
    const one = busy();
    const two = new Script(restored(one.engine));
    two.now = one.now;
    one.take();
    expect(two.take()).toEqual([]);
    for (const script of [one, two]) script.canceled('s-1').book([[44, 100]], [[48, 100]]).decide(1_000).decide(5_000);
    expect(two.take()).toEqual(one.take());
    expect(two.engine.explain('rain')).toEqual(one.engine.explain('rain'));
  });
  it('is not changed by what happens after it was taken', () => {
    const script = busy();
    const snapshot = script.engine.snapshot();
    const text = JSON.stringify(snapshot);
    script.fill('s-1', 'bid', 48, 1).canceled('s-1').book([[20, 5]], [[30, 5]]).decide(5_000).operator({ kind: 'halt', reason: 'x' });
    expect(JSON.stringify(snapshot)).toBe(text);
  });
  it('of a version that is not known is refused', () => {
    const snapshot = busy().engine.snapshot();
    expect(() => Engine.restore({ ...snapshot, version: 99 })).toThrow(/a snapshot of version 99 cannot be read/);
  });
  it('of a version before there were other kinds of strategies is read', () => {
    const { engine } = busy();
    const snapshot = JSON.parse(JSON.stringify(engine.snapshot()));
    for (const market of snapshot.markets) for (const key of ['twap', 'hedgeNeed', 'unhedged']) delete market[key];
    expect(Engine.restore({ ...snapshot, version: 4 }).snapshot()).toEqual(engine.snapshot());
  });
  it('keeps what would otherwise be asked or counted twice', () => {
    const script = busy().fill('s-1', 'bid', 48, 1, 'twice');
    const again = new Script(restored(script.engine));
    again.now = script.now;
    again.fill('s-1', 'bid', 48, 1, 'twice');
    expect(again.market().position).toBe(script.market().position);
    again.canceled('s-1').book([[48, 100]], [[52, 100]]).decide(60_000);
    const ids = again.sent.flatMap((c) => (c.type === 'PlaceOrder' ? [c.clientId] : []));
    for (const id of ids) expect(['s-1', 's-2']).not.toContain(id);
    expect(again.market().holdings.yes).toBe(shares(5) / 1_000_000);
  });
});
