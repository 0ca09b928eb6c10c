// Each kind of strategy as the loader needs it: its schema, its compiled form, and what of it is allowed and comes to nothing.

import type { z } from 'zod';
import { checkShape, type Subject } from './check-shape.ts';
import type { HedgeSettings, MakerSettings, SharedSettings, StrategyKind, TwapSettings } from './compiled-config.ts';
import { makerSettings, refreshSettings, sharedSettings } from './maker-settings.ts';
import type { Mistake } from './problem.ts';
import { hedgeStrategy, twapStrategy, type HedgeWritten, type TwapWritten } from './schema/kinds.ts';
import { maker } from './schema/maker.ts';
import { shapeOf } from './schema/walk.ts';
import type { MapNode } from './yaml-tree.ts';

/** A setting that is allowed and comes to nothing. */
export interface Idle { readonly path: readonly string[]; readonly message: string }
interface Read<S> { readonly value: unknown; readonly settings: S; readonly idle: readonly Idle[] }
interface Kind<S> {
  readonly schema: z.ZodType;
  /** Null when the tree has mistakes. */
  readonly read: (tree: MapNode, subject: Subject, mistakes: Mistake[]) => Read<S> | null;
}

const kind = <W, S>(schema: z.ZodType<W>, compile: (written: W) => S, idle: (settings: S) => readonly Idle[]): Kind<S> => ({
  schema,
  read: (tree, subject, mistakes) => {
    const value = checkShape(schema, tree, subject, mistakes);
    if (value === null) return null;
    const settings = compile(value);
    return { value, settings, idle: idle(settings) };
  },
});

export const STRATEGY_KINDS = {
  'market-maker': kind(maker, makerSettings, idleOfMaker),
  twap: kind(twapStrategy, twapSettings, (settings) => idleWidening(settings, 'twap')),
  hedge: kind(hedgeStrategy, hedgeSettings, (settings) => idleWidening(settings, 'hedge')),
} as const satisfies Readonly<Record<StrategyKind, unknown>>;

export const isStrategyKind = (word: string | null): word is StrategyKind => word !== null && Object.hasOwn(STRATEGY_KINDS, word);

const ALL_KINDS = Object.keys(STRATEGY_KINDS).filter(isStrategyKind);

/** The kinds that have a section of that name. */
export const kindsWith = (section: string): readonly StrategyKind[] => ALL_KINDS.filter((word) => Object.hasOwn(shapeOf(STRATEGY_KINDS[word].schema) ?? {}, section));

function twapSettings(written: TwapWritten): TwapSettings {
  const { over, every, refresh, ...twap } = written.twap;
  return { twap: { ...twap, overMs: over, everyMs: every, refresh: refreshSettings(refresh) }, ...sharedSettings(written) };
}

function hedgeSettings(written: HedgeWritten): HedgeSettings {
  const { of, refresh, unhedged, ...hedge } = written.hedge;
  return {
    hedge: {
      ...hedge, of: of.toSorted(), refresh: refreshSettings(refresh),
      unhedged: unhedged === undefined ? null : { most: unhedged.most, forMs: unhedged.for, then: unhedged.then },
    },
    ...sharedSettings(written),
  };
}

function idleOfMaker({ quote, limits }: MakerSettings): readonly Idle[] {
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

/** Of a section that guards and widens, one that has no spread of its own is only guarded. */
function idleWidening({ volatility, extremes }: SharedSettings, word: StrategyKind): readonly Idle[] {
  const found: Idle[] = [];
  const say = (path: readonly string[]): void => void found.push({ path, message: `${path.join('.')} does nothing for a ${word}, which has no spread` });
  if (volatility !== null && volatility.widen !== null) say(['volatility', 'widen']);
  if (extremes !== null && extremes.widen !== 1) say(['extremes', 'widen']);
  if (extremes !== null && extremes.shrink !== 1) say(['extremes', 'shrink']);
  return found;
}
