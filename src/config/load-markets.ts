// `markets` and `active` of a strategy, compiled: patterns in order, the condition of `select`, the series. Refuses what
// only the whole shows: a rank that decides nothing, a time that nothing waits for.

import type { z } from 'zod';
import type { ConditionCompiler } from './compile-rules.ts';
import type { CompiledStrategy, SelectSettings } from './compiled-config.ts';
import { conditionText } from './condition-text.ts';
import { effectiveLeaves, leafAt, type EffectiveValue } from './effective.ts';
import { withDefaults } from './inherit.ts';
import { startOf, type Loading } from './loading.ts';
import { select as selectSchema } from './schema/select.ts';
import { markets as marketsSchema, strategy as strategySchema } from './schema/strategies-file.ts';
import { STRATEGIES_FILE } from './sources.ts';
import { child, childMap, plain, textOf, type Entry, type MapNode } from './yaml-tree.ts';

type Compiled = Pick<CompiledStrategy, 'markets' | 'active'>;
export interface LoadedMarkets { readonly compiled: Compiled; readonly effective: readonly EffectiveValue[] }

const EVERYTHING: readonly string[] = ['*'];

/** Null after reporting what is wrong. `own` is the strategy as it is written. */
export function loadMarkets(loading: Loading, compiler: ConditionCompiler, name: string, own: MapNode): LoadedMarkets | null {
  const node = childMap(own, 'markets');
  const markets = marketsSchema.safeParse(plain(node));
  const active = strategySchema.shape.active.safeParse(textOf(child(own, 'active')) ?? undefined);
  if (!markets.success || !active.success) return null;
  const { venue, include, exclude = [], series, warmUp, select } = markets.data;
  const selected = select === undefined ? null : selectOf(compiler, node, select);
  if (selected === 'unsound' || !isConsistent(loading, own)) return null;
  const lists = { include: include?.toSorted() ?? EVERYTHING, exclude: exclude.toSorted() };
  const path = `strategies.${name}`;
  const leaf = (within: MapNode, key: string, at: string, value: unknown): EffectiveValue[] =>
    (within.entries.has(key) ? [leafAt(within.entries.get(key), at, value, loading.originText)] : []);
  return {
    compiled: {
      markets: {
        venue, ...lists,
        ...(selected === null ? {} : { select: selected }),
        ...(series === undefined ? {} : { series: { name: series, warmUpMs: warmUp } }),
      },
      ...(active.data === undefined ? {} : { active: active.data }),
    },
    effective: [
      ...leaf(own, 'active', `${path}.active`, active.data),
      leafAt(node.entries.get('venue'), `${path}.markets.venue`, venue, loading.originText),
      ...leaf(node, 'include', `${path}.markets.include`, lists.include),
      ...leaf(node, 'exclude', `${path}.markets.exclude`, lists.exclude),
      ...leaf(node, 'series', `${path}.markets.series`, series),
      ...(series === undefined ? [] : [leafAt(withDefaults(marketsSchema, node).entries.get('warmUp'), `${path}.markets.warmUp`, warmUp, loading.originText)]),
      ...(selected === null || select === undefined ? [] : selectLeaves(loading, node, select, selected, `${path}.markets.select.`)),
    ],
  };
}

type SelectWritten = z.output<typeof selectSchema>;

function selectOf(compiler: ConditionCompiler, node: MapNode, written: SelectWritten): SelectSettings | 'unsound' {
  const whereNode = child(child(node, 'select'), 'where');
  const where = whereNode === undefined ? null : compiler.compile(whereNode, 'market');
  if (whereNode !== undefined && where === null) return 'unsound';
  return { where, rankBy: written.rankBy ?? null, dwellMs: written.dwell, betterBy: written.betterBy };
}

function selectLeaves(loading: Loading, node: MapNode, written: SelectWritten, { where }: SelectSettings, path: string): EffectiveValue[] {
  const leaves = effectiveLeaves(selectSchema, withDefaults(selectSchema, childMap(node, 'select')), written, path, loading.originText);
  // As a rule's condition is shown: names put in place, one spelling a value.
  return leaves.map((leaf) => (where !== null && leaf.path === `${path}where` ? { ...leaf, value: conditionText(where), canonical: JSON.stringify(where) } : leaf));
}

function isConsistent(loading: Loading, own: MapNode): boolean {
  const node = childMap(own, 'markets');
  const selecting = childMap(node, 'select');
  const isLimited = own.entries.has('active');
  const refuse = (entry: Entry | undefined, message: string, remedy: string): boolean => {
    if (entry === undefined) return true;
    loading.refuse('contradiction', entry.keyOrigin ?? startOf(STRATEGIES_FILE), message, remedy);
    return false;
  };
  const isRanked = selecting.entries.has('rankBy');
  const hasSeries = node.entries.has('series');
  return [
    isLimited || refuse(selecting.entries.get('rankBy'), '`rankBy` decides who gets the slots of `active`, and the strategy has no `active`', 'add `active`, or remove `rankBy`'),
    isRanked || refuse(selecting.entries.get('betterBy'), '`betterBy` compares ranks, and there is no `rankBy`', 'add `rankBy`, or remove `betterBy`'),
    hasSeries || refuse(node.entries.get('warmUp'), '`warmUp` is for the successor in a `series`, and there is none', 'add `series`, or remove `warmUp`'),
    !hasSeries || refuse(own.entries.get('active'), 'of a `series` one market is traded at a time', 'remove `active`'),
  ].every(Boolean);
}
