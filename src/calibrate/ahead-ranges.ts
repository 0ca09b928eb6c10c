// The ranges of contracts ahead that tables are told by.

import type { AheadRange } from './calibration.ts';

const EDGES = [0, 1, 50, 500, 5_000] as const;

export const AHEAD_RANGES: readonly AheadRange[] = EDGES.map((from, i) => ({ from, to: EDGES[i + 1] ?? null }));

export const isAhead = ({ from, to }: AheadRange, ahead: number): boolean => ahead >= from && (to === null || ahead < to);
