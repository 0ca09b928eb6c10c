import { describe, expect, it } from 'vitest';
import { config, instrument, Script, settings, shares } from './engine.fixture.ts';
import { Engine } from './engine.ts';

const HOUR = 3_600_000;
/** A session that begins with a quarter of its sizes for an hour; the first decision about its market is made. */
const canary = (size = 0.25, forMs = HOUR): Script => {
  const script = new Script();
  script.step({ type: 'SessionStarted', session: { id: 's', profile: 'test', mode: 'live' }, carried: null });
  script.step({ type: 'ConfigSwapped', generation: 1, config: config({ settings: settings({ quote: { size: shares(20), refresh: { minRestMs: 0 } } }) }) });
  script.step({ type: 'CanaryBegan', size, forMs });
  script.step({ type: 'InstrumentListed', instrument: instrument() });
  script.decide();
  script.reconcile(1_000);
  script.book([[48, 100]], [[52, 100]]);
  return script.decide();
};
const quoted = (script: Script, afterMs: number): readonly string[] => {
  script.take();
  script.book([[48, 100]], [[52, 100]]);
  script.decide(afterMs);
  return script.asked();
};

describe('a canary', () => {
  it('quotes its part of every size, shows that it does, and says so once', () => {
    const script = canary();
    expect(script.asked()).toEqual(['bid 48c 5', 'ask 52c 5']);
    expect(script.engine.status().canary).toEqual({ size: 0.25, since: expect.any(Number), until: expect.any(Number) });
    expect(script.engine.explain('rain')?.steps.find(({ step }) => step === 'canary')?.values).toEqual({ canary: 0.25 });
    expect(script.alerts().filter((code) => code.startsWith('CANARY'))).toEqual(['CANARY']);
  });

  it('ends at its very time though nothing happens then', () => {
    const script = canary(0.25, 61_234);
    const { until } = script.engine.status().canary!;
    while (script.engine.status().canary !== null) script.decide(script.engine.wakeAt()! - script.now);
    expect(script.now).toBe(until);
  });

  it('ends at its time and not before, and says so', () => {
    const script = canary();
    const { until } = script.engine.status().canary!;
    script.decide(until - script.now - 1);
    expect(script.engine.status().canary).not.toBeNull();
    script.decide(1);
    expect(script.engine.status().canary).toBeNull();
    expect(script.alerts().filter((code) => code.startsWith('CANARY'))).toEqual(['CANARY', 'CANARY_RELEASED']);
  });

  it('outlives a change of the config, a halt and a resume', () => {
    const script = canary();
    const before = script.engine.status().canary;
    script.step({ type: 'ConfigSwapped', generation: 2, config: config() });
    script.step({ type: 'OperatorCommanded', by: 'test', action: { kind: 'halt', reason: 'drill' } });
    script.step({ type: 'OperatorCommanded', by: 'test', action: { kind: 'resume', market: null } });
    script.decide(1_000);
    expect(script.engine.status().canary).toEqual(before);
  });

  it('is in a snapshot: restored, the same events give the same commands', () => {
    const script = canary();
    const restored = new Script(Engine.restore(JSON.parse(JSON.stringify(script.engine.snapshot()))));
    restored.now = script.now;
    expect(restored.engine.status().canary).toEqual(script.engine.status().canary);
    expect(quoted(restored, 2_000)).toEqual(quoted(script, 2_000));
  });

  it('quotes nothing where its part is less than the market takes', () => {
    expect(canary(0.01).asked()).toEqual([]);
  });
});
