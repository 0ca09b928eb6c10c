// Strategies from their layers: presets ← strategy ← per-market override ← profile overlays. Checks what only the whole
// shows: names that lead nowhere, markets that nobody or two strategies would take.

import type { CompiledStrategy, StrategyKind } from './compiled-config.ts';
import { suggestion } from './did-you-mean.ts';
import { ConditionCompiler } from './compile-rules.ts';
import { effectiveLeaves, leafAt, type EffectiveValue } from './effective.ts';
import { loadMarkets } from './load-markets.ts';
import { laidOver, withDefaults } from './inherit.ts';
import type { Overlay } from './load-profile.ts';
import { type Loading, startOf } from './loading.ts';
import { fitsPattern } from '../core/market/market-pattern.ts';
import { anySettings, settingsLayer } from './schema/kinds.ts';
import { strategy as strategySchema } from './schema/strategies-file.ts';
import { STRATEGIES_FILE } from './sources.ts';
import { isStrategyKind, kindsWith, STRATEGY_KINDS } from './strategy-kinds.ts';
import { childMap, EMPTY_MAP, itemsOf, child, plain, textOf, type MapNode, type Node, type Origin, type Place } from './yaml-tree.ts';

export interface LoadedStrategies { readonly strategies: readonly CompiledStrategy[]; readonly effective: readonly EffectiveValue[] }

export function loadStrategies(loading: Loading, root: MapNode, overlays: readonly Overlay[]): LoadedStrategies {
  const presets = childMap(root, 'presets');
  const named = childMap(root, 'strategies');
  const names = [...named.entries.keys()];
  for (const overlay of overlays) {
    if (!named.entries.has(overlay.strategy)) {
      loading.refuse('unknownStrategy', overlay.place, `there is no strategy \`${overlay.strategy}\` to lay this over`, suggestion(overlay.strategy, names, 'remove it'));
    }
  }
  const used = new Set<string>();
  const compiler = new ConditionCompiler(childMap(root, 'conditions'), loading.mistakes);
  const strategies: CompiledStrategy[] = [];
  const effective: EffectiveValue[] = [];
  for (const [name, entry] of named.entries) {
    if (entry.value.kind !== 'map') continue;
    const own = entry.value;
    const base = usedPresets(loading, presets, own, used);
    const above = overlays.filter((overlay) => overlay.strategy === name).map((overlay) => overlay.settings);
    checkOverridesReachable(loading, name, own);
    const strategy = compileStrategy(loading, compiler, { name, own, base, above, place: entry.keyOrigin ?? startOf(STRATEGIES_FILE) }, effective);
    if (strategy !== null) strategies.push(strategy);
  }
  checkSharedPatterns(loading, named);
  for (const [name, entry] of presets.entries) {
    if (!used.has(name) && entry.keyOrigin !== null) loading.warn(entry.keyOrigin, `preset \`${name}\` is used by no strategy`);
  }
  return { strategies, effective };
}

function usedPresets(loading: Loading, presets: MapNode, own: MapNode, used: Set<string>): MapNode[] {
  return itemsOf(child(own, 'use')).flatMap((node) => {
    const name = textOf(node) ?? '';
    const preset = child(presets, name);
    used.add(name);
    if (preset?.kind === 'map') return [preset];
    if (preset === undefined && node.origin !== null) {
      loading.refuse('unknownPreset', node.origin, `there is no preset \`${name}\``, suggestion(name, [...presets.entries.keys()], 'add it under `presets`'));
    }
    return [];
  });
}

interface StrategyLayers {
  readonly name: string; readonly own: MapNode; readonly base: readonly MapNode[]; readonly above: readonly MapNode[]; readonly place: Place;
}

/** A layer that has mistakes of its own has been reported; what it would come to is not worth reporting as well. */
const isSoundLayer = (layer: MapNode): boolean => settingsLayer.safeParse(plain(settingsOf(layer))).success;
const settingsOf = (layer: MapNode): MapNode => laidOver(settingsLayer, EMPTY_MAP, layer);

function compileStrategy(loading: Loading, compiler: ConditionCompiler, layers: StrategyLayers, effective: EffectiveValue[]): CompiledStrategy | null {
  const { name, own, base, above, place } = layers;
  const marketsNode = childMap(own, 'markets');
  const overridden = [...childMap(marketsNode, 'override').entries.values()].flatMap(({ value }) => (value.kind === 'map' ? [value] : []));
  const kind = textOf(child(own, 'kind'));
  // Another word, or none, has been reported with the file.
  if (!isStrategyKind(kind)) return null;
  const markets = loadMarkets(loading, compiler, name, own);
  if (kind !== 'market-maker') refuseChoosing(loading, kind, own);
  if (![...base, own, ...above].every(isSoundLayer)) return null;
  // A preset may serve strategies of several kinds; each takes from it what is its own.
  for (const layer of [own, ...overridden, ...above]) refuseSectionsOfOthers(loading, kind, layer);
  const { schema, read } = STRATEGY_KINDS[kind];
  const said = new Set<string>();
  const together = (parts: readonly MapNode[], subject: string, at: Place, market: string | null = null): Effective | null => {
    const merged = parts.reduce((below, over) => laidOver(schema, below, over), EMPTY_MAP);
    const complete: MapNode = { ...withDefaults(schema, merged), origin: at };
    const checked = read(complete, { name: subject, fallbackPlace: at }, loading.mistakes);
    if (checked === null) return null;
    for (const { path, message } of checked.idle) {
      // Of an override only what its strategy does not have as well; it may come of a value that stands elsewhere.
      if (market === null) loading.warn(originIn(complete, path) ?? at, message);
      else if (!said.has(message)) loading.warn(at, `market ${market} of \`${name}\`: ${message}`);
      if (market === null) said.add(message);
    }
    return { settings: checked.settings, leaves: effectiveLeaves(schema, complete, checked.value, `${subject}.`, loading.originText) };
  };
  const whole = together([...base, own, ...above], `strategies.${name}`, place);
  const overrides: Record<string, CompiledStrategy['settings']> = {};
  const overrideLeaves: EffectiveValue[] = [];
  for (const [market, entry] of childMap(marketsNode, 'override').entries) {
    if (entry.value.kind !== 'map' || !isSoundLayer(entry.value)) continue;
    const found = together([...base, own, entry.value, ...above], `strategies.${name}.override.${market}`, entry.keyOrigin ?? place, market);
    if (found === null) continue;
    overrides[market] = found.settings;
    overrideLeaves.push(...found.leaves);
  }
  if (whole === null || markets === null) return null;
  const capitalNode = own.entries.get('capital');
  const capital = capitalNode === undefined ? undefined : strategySchema.shape.capital.safeParse(plain(capitalNode.value)).data;
  if (capitalNode !== undefined && capital === undefined) return null;
  effective.push(
    leafAt(own.entries.get('kind'), `strategies.${name}.kind`, kind, loading.originText), ...markets.effective,
    ...(capital === undefined ? [] : [leafAt(capitalNode, `strategies.${name}.capital`, capital, loading.originText)]),
    ...whole.leaves, ...overrideLeaves,
  );
  // All of them were read by this kind's own schema, which the type cannot know.
  return { name, kind, ...markets.compiled, settings: whole.settings, overrides, ...(capital === undefined ? {} : { capital }) } as CompiledStrategy;
}

interface Effective { readonly settings: CompiledStrategy['settings']; readonly leaves: readonly EffectiveValue[] }

const originIn = (tree: MapNode, path: readonly string[]): Place | null => path.reduce<Node | undefined>((node, key) => child(node, key), tree)?.origin ?? null;

function refuseSectionsOfOthers(loading: Loading, kind: StrategyKind, layer: MapNode): void {
  for (const [key, entry] of layer.entries) {
    if (entry.keyOrigin === null || !Object.hasOwn(anySettings.shape, key)) continue;
    const owners = kindsWith(key);
    if (!owners.includes(kind)) loading.refuse('otherKind', entry.keyOrigin, `\`${key}\` is not a setting of a ${kind}`, `remove it, or write \`kind: ${owners.join(' | ')}\``);
  }
}

/** Ranks, slots and turns are about which markets are worth quoting; a position to reach or to hold is in markets by name. */
function refuseChoosing(loading: Loading, kind: StrategyKind, own: MapNode): void {
  const markets = childMap(own, 'markets');
  for (const [key, entry] of [['active', own.entries.get('active')], ...['select', 'series'].map((word) => [word, markets.entries.get(word)] as const)] as const) {
    const place = entry?.keyOrigin ?? null;
    if (place !== null) loading.refuse('otherKind', place, `\`${key}\` is not a setting of a ${kind}`, 'remove it, and name the markets with `include`; only a market-maker chooses among markets');
  }
}

function checkOverridesReachable(loading: Loading, name: string, own: MapNode): void {
  const markets = childMap(own, 'markets');
  const fits = (list: string, market: string): string | undefined =>
    itemsOf(child(markets, list)).map((node) => textOf(node) ?? '').find((pattern) => fitsPattern(pattern, market));
  const takesAny = !markets.entries.has('include');
  for (const [market, entry] of childMap(markets, 'override').entries) {
    if (entry.keyOrigin === null) continue;
    const excluding = fits('exclude', market);
    if (excluding !== undefined) loading.refuse('unreachableOverride', entry.keyOrigin, `\`${name}\` never takes the market \`${market}\``, `\`exclude\` rules it out with "${excluding}"`);
    else if (!takesAny && fits('include', market) === undefined) loading.refuse('unreachableOverride', entry.keyOrigin, `\`${name}\` never takes the market \`${market}\``, 'no pattern of `include` fits it');
  }
}

function checkSharedPatterns(loading: Loading, strategies: MapNode): void {
  const owners = new Map<string, string>();
  for (const [name, entry] of strategies.entries) {
    const markets = childMap(entry.value, 'markets');
    for (const { what, place } of takenBy(markets)) {
      const key = `${textOf(child(markets, 'venue'))} ${what}`;
      const owner = owners.get(key);
      if (owner !== undefined && owner !== name && place !== null) loading.refuse('sameMarkets', place, `\`${owner}\` already takes ${what} at this venue`, `\`${name}\` would never get a market of it`);
      owners.set(key, owner ?? name);
      // A market goes to the first that takes it, and this one takes them all.
      const everything = owners.get(`${textOf(child(markets, 'venue'))} "*"`);
      if (markets.entries.has('series') && everything !== undefined && !childMap(childMap(strategies, everything), 'markets').entries.has('exclude') && place !== null) {
        loading.refuse('sameMarkets', place, `\`${everything}\` already takes all markets of this venue`, `write \`${name}\` before it, or let it exclude the series`);
      }
    }
  }
}

function takenBy(markets: MapNode): readonly { readonly what: string; readonly place: Origin }[] {
  const series = markets.entries.get('series');
  if (series !== undefined) return [{ what: `the series ${textOf(series.value)}`, place: series.keyOrigin }];
  const include = itemsOf(child(markets, 'include')).map((node) => ({ what: `"${textOf(node)}"`, place: node.origin }));
  return include.length > 0 ? include : [{ what: '"*"', place: markets.entries.get('select')?.keyOrigin ?? null }];
}
