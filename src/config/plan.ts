// The difference between two configurations in words an operator reads, each change with its class. Compares effective
// values, so an edit of a preset shows at every strategy it reaches; two spellings of one value are no change.

import type { PlannedChange } from '../runtime/controller.ts';
import type { CompiledRule, CompiledStrategy } from './compiled-config.ts';
import type { EffectiveValue } from './effective.ts';
import type { LoadedConfig } from './load.ts';
import { ACCOUNT_GUARDS, classOf, conditionClass, isRestricting, outcomesClass, SETTING_GUARDS, STRATEGY_GUARDS } from './plan-classes.ts';
import { couldHold, tradedPlaces } from './plan-handover.ts';
import { anySettings } from './schema/kinds.ts';
import { profile } from './schema/profile-file.ts';
import { leavesOf } from './schema/walk.ts';

type Leaves = ReadonlyMap<string, EffectiveValue>;
type Class = PlannedChange['class'];

const SETTINGS_LEAVES = leavesOf(anySettings).map((leaf) => leaf.path.join('.'));
const PROFILE_LEAVES = leavesOf(profile).map((leaf) => leaf.path.join('.'));
/** Of a strategy beside its settings and its list of markets; limits of the account and of markets hold whatever is chosen. */
const SELECTION_LEAVES = ['active', 'markets.select.where', 'markets.select.rankBy', 'markets.select.dwell', 'markets.select.betterBy', 'markets.warmUp'] as const;
const RULE_LEAVES = ['scope', 'when', 'until', 'for', 'cooldown', 'whenUnknown', 'then'] as const;

const leavesByPath = (loaded: LoadedConfig): Leaves => new Map(loaded.effective.map((leaf) => [leaf.path, leaf]));
const parsed = (leaf: EffectiveValue | undefined): unknown => (leaf === undefined ? undefined : JSON.parse(leaf.canonical));
/** "strategies.yaml:14", without the column: it is read, not clicked. */
const lineOf = (leaf: EffectiveValue): string => leaf.origin.replace(/^(.*:\d+):\d+$/, '$1');

export function planChanges(from: LoadedConfig, to: LoadedConfig): readonly PlannedChange[] {
  const before = leavesByPath(from);
  const after = leavesByPath(to);
  return [
    ...profileChanges(before, after),
    ...strategyChanges(from, to, before, after),
    ...ruleChanges(from, to, before, after),
  ];
}

/** One leaf against another; null where they mean the same. */
function leafChange(owner: string, path: string, shown: string, a: EffectiveValue | undefined, b: EffectiveValue | undefined, classify: (a: unknown, b: unknown) => Class): PlannedChange | null {
  if (a?.canonical === b?.canonical) return null;
  const where = b === undefined ? '' : ` (${lineOf(b)})`;
  const label = owner === '' ? shown : `${owner}: ${shown}`;
  const words = a === undefined ? `${label} ${b?.value ?? ''} added${where}` : b === undefined ? `${label} ${a.value} removed` : `${label} ${a.value} → ${b.value}${where}`;
  return { path, class: classify(parsed(a), parsed(b)), from: a?.value ?? null, to: b?.value ?? null, words };
}

const present = <T>(items: readonly (T | null)[]): T[] => items.filter((item) => item !== null);

function profileChanges(before: Leaves, after: Leaves): PlannedChange[] {
  const classify = (path: string) => (a: unknown, b: unknown): Class => {
    if (path === 'profile' || path === 'mode' || path.startsWith('venues.')) return 'session';
    return /^(limits|health|canary|gate)\./.test(path) ? classOf(ACCOUNT_GUARDS[path], a, b) : 'restart';
  };
  return present(['profile', ...PROFILE_LEAVES].map((path) => leafChange('', path, path, before.get(path), after.get(path), classify(path))));
}

const addition = (path: string, cls: Class, words: string, at: EffectiveValue | undefined): PlannedChange =>
  ({ path, class: cls, from: null, to: 'added', words: `${words}${at === undefined ? '' : ` (${lineOf(at)})`}` });
const removal = (path: string, cls: Class, words: string): PlannedChange => ({ path, class: cls, from: 'present', to: null, words });

function orderChange(path: string, cls: Class, from: readonly { name: string }[], to: readonly { name: string }[]): PlannedChange[] {
  const names = (list: readonly { name: string }[], other: readonly { name: string }[]): string =>
    list.filter((item) => other.some((o) => o.name === item.name)).map((item) => item.name).join(', ');
  const a = names(from, to);
  const b = names(to, from);
  return a === b ? [] : [{ path, class: cls, from: a, to: b, words: `${path} in another order: ${a} → ${b}` }];
}

function strategyChanges(from: LoadedConfig, to: LoadedConfig, before: Leaves, after: Leaves): PlannedChange[] {
  const changes: PlannedChange[] = [];
  const [earlierOnes, laterOnes] = [from.config.strategies, to.config.strategies];
  const old = new Map(earlierOnes.map((strategy) => [strategy.name, strategy]));
  for (const strategy of laterOnes) {
    const earlier = old.get(strategy.name);
    old.delete(strategy.name);
    const path = `strategies.${strategy.name}`;
    if (earlier === undefined) {
      const losers = couldHold(strategy, strategy.markets.include, laterOnes, earlierOnes);
      changes.push(movesMarkets(addition(path, 'immediate', `strategy ${strategy.name} added`, after.get(`${path}.kind`)), 'from', losers));
    } else {
      changes.push(...marketChanges(earlier, strategy, earlierOnes, laterOnes, before, after), ...changesWithin(earlier, strategy, before, after));
    }
  }
  for (const strategy of old.values()) {
    const takers = couldHold(strategy, strategy.markets.include, earlierOnes, laterOnes);
    const unless = takers.length === 0 ? '' : ' where no other strategy takes them';
    const removed = removal(`strategies.${strategy.name}`, 'tighten', `strategy ${strategy.name} removed: its markets retire${unless}`);
    changes.push(movesMarkets(removed, 'to', takers));
  }
  // A market goes to the first strategy that takes it, so the order decides.
  const order = orderChange('strategies', 'immediate', earlierOnes, laterOnes);
  return [...changes, ...order.map((change) => movesMarkets(change, 'between', tradedPlaces(earlierOnes, laterOnes)))];
}

/** A market that passes to another strategy passes to other limits, and these may be wider: an operator should look first. */
const movesMarkets = (change: PlannedChange, way: 'from' | 'to' | 'between', others: readonly string[]): PlannedChange =>
  others.length === 0 ? change : { ...change, class: 'loosen', words: `${change.words}; markets may move ${way} ${others.join(', ')}` };

function marketChanges(from: CompiledStrategy, to: CompiledStrategy, earlierOnes: readonly CompiledStrategy[], laterOnes: readonly CompiledStrategy[], before: Leaves, after: Leaves): PlannedChange[] {
  const [a, b] = [from.markets, to.markets];
  const only = (list: readonly string[], other: readonly string[]): readonly string[] => list.filter((pattern) => !other.includes(pattern));
  const moved = {
    include: { lost: only(a.include, b.include), gained: only(b.include, a.include) },
    exclude: { lost: only(b.exclude, a.exclude), gained: only(a.exclude, b.exclude) },
    venue: { lost: a.include, gained: b.include },
    series: { lost: a.include, gained: b.include },
  } as const;
  return (['include', 'exclude', 'venue', 'series'] as const).flatMap((key) => {
    const path = `strategies.${to.name}.markets.${key}`;
    const { lost, gained } = moved[key];
    // Fewer markets: those taken away retire, which is a market removed.
    const change = leafChange(to.name, path, `markets.${key}`, before.get(path), after.get(path), () => (lost.length > 0 ? 'tighten' : 'immediate'));
    if (change === null) return [];
    const givenUp = movesMarkets(change, 'to', couldHold(from, lost, earlierOnes, laterOnes));
    return [movesMarkets(givenUp, 'from', couldHold(to, gained, laterOnes, earlierOnes))];
  });
}

function changesWithin(from: CompiledStrategy, to: CompiledStrategy, before: Leaves, after: Leaves): PlannedChange[] {
  const own = `strategies.${to.name}`;
  // Another kind trades in another way, under whatever limits: an operator should look first.
  const changes: (PlannedChange | null)[] = [leafChange(to.name, `${own}.kind`, 'kind', before.get(`${own}.kind`), after.get(`${own}.kind`), () => 'loosen')];
  const ownChanges = new Map(SETTINGS_LEAVES.map((leaf) => {
    const path = `${own}.${leaf}`;
    return [leaf, leafChange(to.name, path, leaf, before.get(path), after.get(path), (a, b) => classOf(SETTING_GUARDS[leaf], a, b))];
  }));
  changes.push(...ownChanges.values());
  for (const leaf of SELECTION_LEAVES) {
    const path = `${own}.${leaf}`;
    changes.push(leafChange(to.name, path, leaf, before.get(path), after.get(path), (a, b) => (leaf === 'markets.select.where' ? whereClass(from, to) : classOf(SETTING_GUARDS[leaf], a, b))));
  }
  for (const [key, guard] of Object.entries(STRATEGY_GUARDS)) {
    const path = `${own}.${key}`;
    changes.push(leafChange(to.name, path, key, before.get(path), after.get(path), (a, b) => classOf(guard, a, b)));
  }
  for (const market of new Set([...Object.keys(from.overrides), ...Object.keys(to.overrides)])) {
    const path = `${own}.override.${market}`;
    for (const leaf of SETTINGS_LEAVES) {
      const standing = (config: CompiledStrategy, leaves: Leaves): EffectiveValue | undefined =>
        leaves.get(`${Object.hasOwn(config.overrides, market) ? path : own}.${leaf}`);
      const change = leafChange(`${to.name} ${market}`, `${path}.${leaf}`, leaf, standing(from, before), standing(to, after), (a, b) => classOf(SETTING_GUARDS[leaf], a, b));
      const general = ownChanges.get(leaf);
      // What the market merely shares with its strategy has been said there.
      if (change !== null && (change.from !== general?.from || change.to !== general.to)) changes.push(change);
    }
    // Acts on nothing by itself, and the compiled configs differ.
    const isNew = !Object.hasOwn(from.overrides, market);
    if (isNew) changes.push(addition(path, 'immediate', `${to.name}: override for ${market} added`, undefined));
    if (!Object.hasOwn(to.overrides, market)) changes.push(removal(path, 'immediate', `${to.name}: override for ${market} removed`));
  }
  return present(changes);
}

/** Without a condition every market may be chosen. */
function whereClass({ markets: { select: a } }: CompiledStrategy, { markets: { select: b } }: CompiledStrategy): Class {
  const [from, to] = [a?.where ?? null, b?.where ?? null];
  return from === null ? 'tighten' : to === null ? 'loosen' : conditionClass(from, to);
}

function ruleChanges(from: LoadedConfig, to: LoadedConfig, before: Leaves, after: Leaves): PlannedChange[] {
  const changes: PlannedChange[] = [];
  const old = new Map(from.config.rules.map((rule) => [rule.name, rule]));
  for (const rule of to.config.rules) {
    const earlier = old.get(rule.name);
    old.delete(rule.name);
    const path = `rules.${rule.name}`;
    if (earlier === undefined) {
      changes.push(addition(path, isRestricting(rule) ? 'tighten' : 'immediate', `rule "${rule.name}" added`, after.get(`${path}.when`)));
      continue;
    }
    for (const key of RULE_LEAVES) {
      const leaf = `${path}.${key}`;
      const change = leafChange(`rule "${rule.name}"`, leaf, key, before.get(leaf), after.get(leaf), () => ruleClass(key, earlier, rule));
      if (change !== null) changes.push(change);
    }
  }
  for (const rule of old.values()) changes.push(removal(`rules.${rule.name}`, isRestricting(rule) ? 'loosen' : 'immediate', `rule "${rule.name}" removed`));
  return [...changes, ...orderChange('rules', 'immediate', from.config.rules, to.config.rules)];
}

function ruleClass(key: (typeof RULE_LEAVES)[number], from: CompiledRule, to: CompiledRule): Class {
  if (!isRestricting(from)) return isRestricting(to) ? 'tighten' : 'immediate';
  switch (key) {
    case 'scope': return 'loosen';
    case 'when': return conditionClass(from.when, to.when);
    case 'until': return conditionClass(from.until, to.until);
    case 'for': return to.forMs > from.forMs ? 'loosen' : 'tighten';
    case 'cooldown': return to.cooldownMs < from.cooldownMs ? 'loosen' : 'tighten';
    case 'whenUnknown': return to.whenUnknown === 'skip' ? 'loosen' : 'tighten';
    case 'then': return outcomesClass(from.then, to.then);
  }
}
