import { describe, expect, it } from 'vitest';
import { DUAL, LIQUIDATES_AT, loadCompared, MAKERS, SINGLE } from './compared-configs.ts';
import { dualMarket, type DualRow } from './dual-market.ts';

const ON = { venue: 'demo' };
const rowsOf = async (options: Partial<Parameters<typeof dualMarket>[0]> = {}, isStopped = false): Promise<readonly DualRow[]> =>
  Array.fromAsync(dualMarket({ scenarios: ['one-sided'], hours: 1, seeds: [1], openRecordings: [], ...options }, { stop: () => isStopped }));

describe('the configs that are compared', () => {
  it('all load', () => {
    for (const config of [SINGLE, DUAL, ...MAKERS]) expect([config.name, typeof loadCompared(config, ON)]).toEqual([config.name, 'object']);
  });
  it('that does not load says why', () => expect(loadCompared({ ...DUAL, text: () => 'profile: compared' }, ON)).toMatch(/strategies/));
  it('the way out is timed from where dual begins to liquidate', () => expect(DUAL.text(ON)).toContain(`startAt: ${LIQUIDATES_AT * 100}%`));
});

describe('dual-market against single-market', () => {
  it('gives a row of each for every scenario, the same again for the same seeds and another for others', async () => {
    const rows = await rowsOf();
    expect(rows.map(({ on, config }) => [on, config])).toEqual([['one-sided', 'single'], ['one-sided', 'dual']]);
    expect(await rowsOf()).toEqual(rows);
    expect(await rowsOf({ seeds: [2] })).not.toEqual(rows);
  });
  it('measures what one market earned with how long it was quoted', async () => {
    const [single] = await rowsOf();
    expect(single?.measured).toMatchObject({ runs: 1, uptime: expect.closeTo(1, 1) as number });
    if (typeof single?.measured !== 'object') throw new Error('single was not measured');
    expect(single.measured.low).toBeLessThanOrEqual(single.measured.pnl);
    expect(single.measured.high).toBeGreaterThanOrEqual(single.measured.pnl);
  });
  it('gets out of positions sooner with a liquidation in the background, and quotes on meanwhile', async () => {
    const [single, dual] = await rowsOf({ hours: 4 });
    if (typeof single?.measured !== 'object' || typeof dual?.measured !== 'object') throw new Error('not measured');
    expect(dual.measured.profitable.meanMs).toBeLessThan(single.measured.profitable.meanMs ?? Infinity);
    expect(dual.measured.uptime).toBeGreaterThan(single.measured.uptime ?? 1);
  });
  it('that is stopped measures no further', async () => {
    const [single] = await rowsOf({}, true);
    expect(single?.measured).toBe('stopped by the operator');
  });
});
