import { describe, expect, it } from 'vitest';
import type { DegradationSettings } from '../../config/compiled-config.ts';
import { VenueHealth } from './venue-health.ts';

const SETTINGS: DegradationSettings = { windowMs: 30_000, feedDrops: 2, refusals: 3, lateAnswers: { most: 2, afterMs: 1_000 }, shrinkTo: 0.4, holdMs: 60_000 };
function watching(over: Partial<DegradationSettings> = {}): VenueHealth {
  const health = new VenueHealth();
  health.watch({ ...SETTINGS, ...over });
  return health;
}

describe('a venue', () => {
  it('is degraded from the number on, each kind counted by itself', () => {
    const health = watching();
    health.noteFeedDrop(0);
    health.noteRefusal(0);
    health.noteRefusal(0);
    health.noteMissingAnswer(0);
    expect([health.judge(0), health.limitFactor]).toEqual([false, 1]);
    health.noteAnswer(1_000, 999);
    expect(health.judge(1_000)).toBe(false);
    health.noteAnswer(2_000, 1_000);
    expect([health.judge(2_000), health.limitFactor, health.degraded]).toEqual([true, 0.4, { since: 2_000, until: 62_000, why: '2 answers late or missing within 30 s' }]);
  });
  it('forgets what lies further back than the window', () => {
    const health = watching();
    health.noteFeedDrop(0);
    health.noteFeedDrop(31_000);
    expect(health.judge(31_000)).toBe(false);
    health.noteFeedDrop(40_000);
    expect(health.judge(40_000)).toBe(true);
  });
  it('stays degraded for as long as the count does and the hold time after, and says each turn once', () => {
    const health = watching();
    health.noteFeedDrop(0);
    health.noteFeedDrop(0);
    expect(health.judge(0)).toBe(true);
    expect(health.judge(20_000)).toBe(false);
    expect(health.degraded).toMatchObject({ since: 0, until: 80_000 });
    expect([health.judge(79_999), health.degraded !== null]).toEqual([false, true]);
    expect([health.judge(80_000), health.degraded, health.limitFactor]).toEqual([true, null, 1]);
  });
  it('counts nothing that is not asked for', () => {
    const health = watching({ feedDrops: null, refusals: null, lateAnswers: null });
    for (let i = 0; i < 100; i++) { health.noteFeedDrop(i); health.noteRefusal(i); health.noteMissingAnswer(i); health.noteAnswer(i, 9_000); }
    expect(health.judge(100)).toBe(false);
  });
  it('keeps its counts under other numbers, and is well at once where nothing is watched any more', () => {
    const health = watching();
    health.noteFeedDrop(0);
    health.watch({ ...SETTINGS, feedDrops: 1 });
    expect(health.judge(1)).toBe(true);
    health.watch({ ...SETTINGS, shrinkTo: 0.9 });
    expect(health.limitFactor).toBe(0.9);
    health.watch(null);
    expect([health.degraded, health.limitFactor]).toEqual([null, 1]);
  });
  it('is the same from a snapshot', () => {
    const health = watching();
    health.noteFeedDrop(0);
    health.noteRefusal(1);
    const again = watching();
    again.restore(JSON.parse(JSON.stringify(health)));
    expect(again.toJSON()).toEqual(health.toJSON());
    again.noteFeedDrop(2);
    expect(again.judge(2)).toBe(true);
  });
});
