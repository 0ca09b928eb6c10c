// Which strategies a market could pass between when the configuration changes. Judges by venue and patterns alone, since
// the plan is made without a list of markets: where it cannot rule a move out, it says that there may be one.

import { fitsPattern } from '../core/market/market-pattern.ts';
import type { CompiledStrategy } from './compiled-config.ts';

/**
 * The strategies of `there` that could hold a market which `owner` holds in `here` and which fits one of `patterns`.
 * Asked from the older configuration to the newer it tells who may receive, the other way round who may lose.
 */
export function couldHold(owner: CompiledStrategy, patterns: readonly string[], here: readonly CompiledStrategy[], there: readonly CompiledStrategy[]): readonly string[] {
  return there.filter((other) => other.name !== owner.name && takes(other, owner, patterns) && !hadThemFirst(other, owner, here)).map(({ name }) => name);
}

/** The pairs that changed places though both could take a market. */
export function tradedPlaces(from: readonly CompiledStrategy[], to: readonly CompiledStrategy[]): readonly string[] {
  const place = new Map(to.map((strategy, index) => [strategy.name, { strategy, index }]));
  return from.flatMap((first, at) => from.slice(at + 1).flatMap((second) => {
    const [a, b] = [place.get(first.name), place.get(second.name)];
    if (a === undefined || b === undefined || a.index < b.index) return [];
    return takes(b.strategy, first, first.markets.include) ? [`${first.name} and ${second.name}`] : [];
  }));
}

const takes = ({ markets: other }: CompiledStrategy, { markets: own }: CompiledStrategy, patterns: readonly string[]): boolean => {
  if (other.series !== undefined && own.series !== undefined && other.series.name !== own.series.name) return false;
  const open = patterns.filter((pattern) => !other.exclude.some((excluded) => covers(excluded, pattern)));
  return other.venue === own.venue && other.include.some((taken) =>
    own.include.some((pattern) => overlap(pattern, taken)) && open.some((pattern) => overlap(pattern, taken)));
};

/** What `other` takes it took before too, and came first: none of that was the owner's. */
function hadThemFirst(other: CompiledStrategy, owner: CompiledStrategy, here: readonly CompiledStrategy[]): boolean {
  const before = here.slice(0, here.findIndex(({ name }) => name === owner.name)).find(({ name }) => name === other.name);
  return before !== undefined && before.markets.venue === other.markets.venue
    && other.markets.include.every((pattern) => before.markets.include.includes(pattern))
    && before.markets.exclude.every((pattern) => other.markets.exclude.includes(pattern));
}

/** Whatever fits `pattern` fits `by`: a star within `pattern` can only be met by a star of `by`. */
const covers = (by: string, pattern: string): boolean => fitsPattern(by, pattern);

/** Whether one name can fit both: between two stars there is room for anything, so only the ends can disagree. */
function overlap(a: string, b: string): boolean {
  if (!a.includes('*')) return fitsPattern(b, a);
  if (!b.includes('*')) return fitsPattern(a, b);
  const [startA, startB] = [a.slice(0, a.indexOf('*')), b.slice(0, b.indexOf('*'))];
  const [endA, endB] = [a.slice(a.lastIndexOf('*') + 1), b.slice(b.lastIndexOf('*') + 1)];
  return (startA.startsWith(startB) || startB.startsWith(startA)) && (endA.endsWith(endB) || endB.endsWith(endA));
}
