// Markets whose fair values move together share a cap, whatever events they are of. Looked at with each decision, a few
// pairs at a time; who joins whom is said aloud.

import { CorrelatedPairs } from '../risk/correlated-pairs.ts';
import { RiskGroup } from '../risk/risk-group.ts';
import { formatFact } from '../rules/format-fact.ts';
import { StepSeries } from '../signals/step-series.ts';
import type { CoreState } from '../state/core-state.ts';
import type { MarketState } from '../state/market-state.ts';

/** Some 5 µs of a decision. A thousand markets are compared over a few thousand decisions. */
const PAIRS_A_DECISION = 50;
const NAMED_IN_ALERT = 5;

export function watchCorrelation(core: CoreState): void {
  const { now, correlated } = core;
  const settings = core.config?.limits.portfolio?.correlation ?? null;
  if (settings === null) return;
  if (correlated.isDue(now)) {
    if (correlated.forget((id) => core.markets[id]!.settledAt !== null)) regroup(core, false);
    correlated.begin(now, core.markets.filter((market) => isInvolved(core, market)).map(({ instrument }) => instrument.id));
  }
  if (!correlated.isComparing) return;
  const series = (id: number): StepSeries | null => {
    const steps = core.markets[id]!.steps;
    steps?.advance(now);
    return steps;
  };
  const correlation = (a: number, b: number): number => {
    const [one, other] = [series(a), series(b)];
    return one === null || other === null ? NaN : one.correlation(other);
  };
  if (!correlated.compare(PAIRS_A_DECISION, settings.above, correlation)) return;
  regroup(core, true);
  core.touchAll();
}

const isInvolved = (core: CoreState, market: MarketState): boolean =>
  market.settledAt === null && (market.position.net !== 0 || core.orders.live(market.instrument.id).length > 0);

/** Gives a market the series that the config asks for. */
export function keepSteps(core: CoreState, market: MarketState): void {
  const windowMs = core.config?.limits.portfolio?.correlation?.windowMs ?? null;
  if (windowMs === null) market.steps = null;
  else if (market.steps?.windowMs !== windowMs) market.steps = new StepSeries(windowMs);
}

/** Under another config, or with more of the carried pairs listed. */
export function regroupCorrelated(core: CoreState): void {
  if ((core.config?.limits.portfolio?.correlation ?? null) === null) {
    core.correlated = new CorrelatedPairs();
    return;
  }
  core.carriedPairs = core.carriedPairs.filter(([one, other]) => {
    const a = core.byName.get(one);
    const b = core.byName.get(other);
    if (a === undefined || b === undefined) return true;
    core.correlated.add(a.instrument.id, b.instrument.id);
    return false;
  });
  regroup(core, false);
}

function regroup(core: CoreState, isNews: boolean): void {
  const cap = core.config?.limits.portfolio?.groupNotional ?? null;
  if (cap === null) return;
  const before = new Set<string>();
  for (const [name, group] of core.groups) {
    if (group.kind !== 'correlated') continue;
    before.add(namesOf(group));
    core.groups.delete(name);
  }
  for (const market of core.markets) if (market.groups.some(isCorrelated)) market.groups = market.groups.filter((group) => !isCorrelated(group));
  for (const ids of core.correlated.clusters()) {
    const members = ids.map((id) => core.markets[id]!);
    const group = new RiskGroup(`markets that move with ${members[0]!.instrument.name}`, 'correlated', cap, false);
    for (const market of members) {
      group.join(market, false);
      market.groups.push(group);
    }
    core.groups.set(group.name, group);
    if (isNews && !before.has(namesOf(group))) say(core, group);
  }
}

const isCorrelated = (group: RiskGroup): boolean => group.kind === 'correlated';
const namesOf = (group: RiskGroup): string => group.members.map(({ instrument }) => instrument.name).join(', ');

function say(core: CoreState, { members, limit }: RiskGroup): void {
  const names = members.slice(0, NAMED_IN_ALERT).map(({ instrument }) => instrument.name).join(', ');
  const more = members.length > NAMED_IN_ALERT ? ` and ${members.length - NAMED_IN_ALERT} more` : '';
  core.alert('info', 'CORRELATED', `${names}${more} move together: they share limits.groupNotional of ${formatFact('cash', limit)}`);
}
