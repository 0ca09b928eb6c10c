import { describe, expect, it } from 'vitest';
import { DUAL, LIQUIDATES_AT, loadCompared, MAKERS, SINGLE_BY_NAME } from './compared-configs.ts';
import { dualMarket, type DualRow } from './dual-market.ts';

const ON = { venue: 'demo', markets: ['trend-1', 'trend-2'] };
const rowsOf = async (options: Partial<Parameters<typeof dualMarket>[0]> = {}, isStopped = false): Promise<readonly DualRow[]> =>
  Array.fromAsync(dualMarket({ scenarios: ['one-sided'], hours: 1, seeds: [1], openRecordings: [], ...options }, { stop: () => isStopped }));

describe('the configs that are compared', () => {
  it('load, or say which setting this version does not have', () => {
    for (const config of [SINGLE_BY_NAME, DUAL, ...MAKERS]) {
      const loaded = loadCompared(config, ON);
      if (typeof loaded === 'string') expect(loaded).toMatch(/`active`|`liquidation`|`resolution`|model/);
      else expect(loaded.config.strategies).toHaveLength(1);
    }
  });
  it('naive and curve are makers of every version', () => {
    expect(MAKERS.slice(0, 2).map((config) => typeof loadCompared(config, ON))).toEqual(['object', 'object']);
  });
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
  it('that is stopped measures no further', async () => {
    const [single] = await rowsOf({}, true);
    expect(single?.measured).toBe('stopped by the operator');
  });
});
