// How often an order is executed with so many contracts ahead of it, as a family of curves, and the curve of a family that
// explains the observed lives best. Executions arrive at the rate λ · P(S > a): trades come at λ a minute, and one of
// size S takes the order when it reaches past the a contracts ahead.

import type { AheadCells } from './ahead-cells.ts';
import { minimize } from './minimize.ts';

export type FamilyName = 'constant' | 'exponential' | 'power-tail' | 'power-tail-alone';

export interface RateCurve {
  readonly family: FamilyName;
  /** λ: executions a minute of an order at the front, where others stand behind. */
  readonly perMinute: number;
  /** Of an order with nobody ahead, where the family treats it apart; otherwise λ. */
  readonly alonePerMinute: number;
  /** Contracts; null where the family has none. */
  readonly scale: number | null;
  readonly tail: number | null;
  readonly parameters: number;
  readonly logLikelihood: number;
}

interface Family {
  readonly shapes: readonly ('scale' | 'tail')[];
  /** Nobody ahead is a case of its own: such an order is mostly alone at its price, in a quiet market. */
  readonly isAloneApart: boolean;
  /** P(S > a). */
  readonly reach: (ahead: number, scale: number, tail: number) => number;
}

const lomax = (ahead: number, scale: number, tail: number): number => (1 + ahead / scale) ** -tail;

const FAMILIES: Readonly<Record<FamilyName, Family>> = {
  constant: { shapes: [], isAloneApart: false, reach: () => 1 },
  exponential: { shapes: ['scale'], isAloneApart: true, reach: (ahead, scale) => Math.exp(-ahead / scale) },
  'power-tail': { shapes: ['scale', 'tail'], isAloneApart: false, reach: lomax },
  'power-tail-alone': { shapes: ['scale', 'tail'], isAloneApart: true, reach: lomax },
};
export const FAMILY_NAMES = Object.keys(FAMILIES) as readonly FamilyName[];

/** Logarithms of what a shape may be; beyond, the curves of a family no longer differ from one another. */
const RANGE = { scale: [Math.log(0.1), Math.log(1e7)], tail: [Math.log(0.05), Math.log(50)] } as const;
const START = { scale: Math.log(100), tail: 0 } as const;

/** P(S > a) of a fitted curve. */
export const reachOf = ({ family, scale, tail }: RateCurve, ahead: number): number => FAMILIES[family].reach(ahead, scale ?? 1, tail ?? 1);

export const rateAt = (curve: RateCurve, ahead: number): number => (ahead < 1 ? curve.alonePerMinute : curve.perMinute * reachOf(curve, ahead));

/** Maximum likelihood of executions as a Poisson process over the time at risk; lives that end otherwise are censored. */
export function fitRate(family: FamilyName, cells: AheadCells): RateCurve {
  const { shapes, isAloneApart, reach } = FAMILIES[family];
  const alone = isAloneApart ? cells.filter(({ bin }) => bin === 0) : [];
  const others = isAloneApart ? cells.filter(({ bin }) => bin > 0) : cells;
  const hits = others.filter(({ executed }) => executed > 0);
  const executed = hits.reduce((sum, cell) => sum + cell.executed, 0);
  const shapeOf = (at: readonly number[], shape: 'scale' | 'tail'): number => Math.exp(at[shapes.indexOf(shape)] ?? 0);
  /** λ has a closed form for each shape, so only the shape is searched for. */
  const atRisk = (scale: number, tail: number): number => others.reduce((sum, { minutes, ahead }) => sum + minutes * reach(ahead, scale, tail), 0);
  const loss = (at: readonly number[]): number => {
    if (shapes.some((shape, i) => !isWithin(RANGE[shape], at[i]))) return Infinity;
    const scale = shapeOf(at, 'scale');
    const tail = shapeOf(at, 'tail');
    return -hits.reduce((sum, cell) => sum + cell.executed * Math.log(reach(cell.ahead, scale, tail)), 0) - poissonTop(executed, atRisk(scale, tail));
  };
  const { at, value } = minimize(loss, shapes.map((shape) => START[shape]));
  const perMinute = executed / atRisk(shapeOf(at, 'scale'), shapeOf(at, 'tail'));
  const aloneExecuted = alone.reduce((sum, cell) => sum + cell.executed, 0);
  const aloneMinutes = alone.reduce((sum, cell) => sum + cell.minutes, 0);
  return {
    family, perMinute,
    alonePerMinute: isAloneApart ? aloneExecuted / aloneMinutes : perMinute,
    scale: shapes.includes('scale') ? shapeOf(at, 'scale') : null,
    tail: shapes.includes('tail') ? shapeOf(at, 'tail') : null,
    parameters: 1 + shapes.length + (isAloneApart ? 1 : 0),
    logLikelihood: -value + (isAloneApart ? poissonTop(aloneExecuted, aloneMinutes) : 0),
  };
}

/** The likelihood of n events over the time t at the rate n / t. */
const poissonTop = (n: number, t: number): number => (n === 0 ? 0 : n * Math.log(n / t) - n);

const isWithin = ([low, high]: readonly [number, number], value: number | undefined): boolean => value !== undefined && value >= low && value <= high;
