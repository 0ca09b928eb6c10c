// Dollars with the interval they may lie in: "+$12.30 [−$4.00 … +$28.00]".

import { gain } from '../backtest/report/figures.ts';

export const intervalText = (value: number, low: number, high: number): string => (Number.isFinite(low) && Number.isFinite(high) ? `${gain(value)} [${gain(low)} … ${gain(high)}]` : `${gain(value)} [too few to say]`);
