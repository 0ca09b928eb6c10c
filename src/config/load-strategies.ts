// Strategies from their layers: presets ← strategy ← per-market override ← profile overlays. Checks what only the whole
// shows: names that lead nowhere, markets that nobody or two strategies would take.

import { checkShape } from './check-shape.ts';
import type { CompiledStrategy, MakerSettings } from './compiled-config.ts';
import { suggestion } from './did-you-mean.ts';
import { ConditionCompiler } from './compile-rules.ts';
import { effectiveLeaves, leafAt, type EffectiveValue } from './effective.ts';
import { loadMarkets } from './load-markets.ts';
import { laidOver, withDefaults } from './inherit.ts';
import type { Overlay } from './load-profile.ts';
import { type Loading, startOf } from './loading.ts';
import { makerSettings } from './maker-settings.ts';
import { fitsPattern } from '../core/market/market-pattern.ts';
import { maker, makerLayer } from './schema/maker.ts';
import { strategy as strategySchema } from './schema/strategies-file.ts';
import { STRATEGIES_FILE } from './sources.ts';
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
const isSoundLayer = (layer: MapNode): boolean => makerLayer.safeParse(plain(settingsOf(layer))).success;
const settingsOf = (layer: MapNode): MapNode => laidOver(makerLayer, EMPTY_MAP, layer);

function compileStrategy(loading: Loading, compiler: ConditionCompiler, layers: StrategyLayers, effective: EffectiveValue[]): CompiledStrategy | null {
  const { name, own, base, above, place } = layers;
  const marketsNode = childMap(own, 'markets');
  const markets = loadMarkets(loading, compiler, name, own);
  if (![...base, own, ...above].every(isSoundLayer)) return null;
  const said = new Set<string>();
  const together = (parts: readonly MapNode[], subject: string, at: Place, market: string | null = null): Effective | null => {
    const merged = parts.reduce((below, over) => laidOver(maker, below, over), EMPTY_MAP);
    const complete: MapNode = { ...withDefaults(maker, merged), origin: at };
    const value = checkShape(maker, complete, { name: subject, fallbackPlace: at }, loading.mistakes);
    if (value === null) return null;
    for (const { path, message } of idleSettings(value)) {
      // Of an override only what its strategy does not have as well; it may come of a value that stands elsewhere.
      if (market === null) loading.warn(originIn(complete, path) ?? at, message);
      else if (!said.has(message)) loading.warn(at, `market ${market} of \`${name}\`: ${message}`);
      if (market === null) said.add(message);
    }
    return { settings: makerSettings(value), leaves: effectiveLeaves(maker, complete, value, `${subject}.`, loading.originText) };
  };
  const whole = together([...base, own, ...above], `strategies.${name}`, place);
  const overrides: Record<string, MakerSettings> = {};
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
    leafAt(own.entries.get('kind'), `strategies.${name}.kind`, 'market-maker', loading.originText), ...markets.effective,
    ...(capital === undefined ? [] : [leafAt(capitalNode, `strategies.${name}.capital`, capital, loading.originText)]),
    ...whole.leaves, ...overrideLeaves,
  );
  return { name, kind: 'market-maker', ...markets.compiled, settings: whole.settings, overrides, ...(capital === undefined ? {} : { capital }) };
}

interface Effective { readonly settings: MakerSettings; readonly leaves: readonly EffectiveValue[] }

const originIn = (tree: MapNode, path: readonly string[]): Place | null => path.reduce<Node | undefined>((node, key) => child(node, key), tree)?.origin ?? null;

interface Idle { readonly path: readonly string[]; readonly message: string }

/** Settings that are allowed and come to nothing. */
function idleSettings({ quote, limits }: ReturnType<typeof maker.parse>): readonly Idle[] {
  const found: Idle[] = [];
  let total = 0;
  for (let layer = 0; layer < quote.layers.count; layer++) total += quote.size * quote.layers.sizeGrowth ** layer;
  if (total > limits.position) {
    found.push({ path: ['quote', 'size'], message: `the layers of one side come to ${Math.round(total / 1e4) / 1e2} shares, more than limits.position; the outer ones will be cut` });
  }
  if (quote.minEdge.ticks === 0 && quote.halfSpread.ticks === 0 && quote.minEdge.micros > quote.halfSpread.micros) {
    found.push({ path: ['quote', 'minEdge'], message: 'quote.minEdge is more than quote.halfSpread: nothing is quoted unless something widens' });
  }
  return found;
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
