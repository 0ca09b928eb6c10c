// A backtest without a recording: the embedded exchange with seeded participants, of whom a stated share knows the value.
// Its matching is real, so where we stand in the queue is known and there is one model, `matched`.

import { cash, timestamp } from '../core/domain/numbers.ts';
import { Engine } from '../core/engine.ts';
import { DEMO_MARKETS, type SyntheticMarket } from '../exchange/synthetic-markets.ts';
import { SCENARIOS } from '../exchange/synthetic-scenarios.ts';
import { DemoVenue } from '../venues/demo/demo-venue.ts';
import type { BacktestJob, BacktestSource } from './job.ts';
import { play, type ModelRun, type Played, type Watch } from './play.ts';
import { Recorder } from './record/recorder.ts';

const HOUR_MS = 3_600_000;
/** Runs begin at the same moment, so that one seed gives one run. */
const START = Date.UTC(2026, 0, 5, 12);

/** As many takers as before, `share` of them informed. */
function withInformed(market: SyntheticMarket, share: number): SyntheticMarket {
  const takers = market.noisePerMinute + market.informedPerMinute;
  return { ...market, noisePerMinute: takers * (1 - share), informedPerMinute: takers * share };
}

export async function performSynthetic(job: BacktestJob, { hours, informed, scenario }: BacktestSource & { kind: 'synthetic' }, watch: Watch): Promise<{ readonly runs: readonly ModelRun[]; readonly tape: Played }> {
  const markets = (scenario === undefined ? DEMO_MARKETS : SCENARIOS[scenario].markets).map((market) => withInformed(market, informed));
  const engine = new Engine();
  const venue = new DemoVenue({ seed: job.seed, startAt: timestamp(START), account: { cash: cash(job.config.exchange.cash), holdings: {} }, markets });
  const until = START + hours * HOUR_MS;
  const run = await play({
    job, engine, venue, recorder: new Recorder(engine, { points: job.points }), model: 'matched', startedAt: START, until,
    progress: ({ venueEvents, reached }) => ({ events: venueEvents, share: (reached - START) / (until - START) }),
  }, watch);
  const name = `${scenario === undefined ? 'synthetic' : `synthetic ${scenario}`}, ${Math.round(informed * 100)}% informed`;
  return { runs: [run], tape: { path: name, name, venue: venue.name, hash: `synthetic ${scenario === undefined ? '' : `${scenario} `}${informed} ${hours}`, markets: markets.length, findings: [],
    assumptions: [...(scenario === undefined ? [] : [`${scenario}: ${SCENARIOS[scenario].what}`]), `${Math.round(informed * 100)}% of takers know the value, and take from us whenever it pays them`, 'our place in the queue is known: the matching is real', 'orders travel 20 ms, market data and answers 5 ms; the profile\u2019s `exchange` counts for recordings, but for its cash'] } };
}
