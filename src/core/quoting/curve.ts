// Reading an operator's curve: piecewise linear between its points, flat beyond both ends.

import type { Curve } from '../../config/compiled-config.ts';

export function valueOn(curve: Curve, x: number): number {
  const xs = curve.x;
  const ys = curve.y;
  const last = xs.length - 1;
  if (x <= xs[0]!) return ys[0]!;
  if (x >= xs[last]!) return ys[last]!;
  let i = 1;
  while (x > xs[i]!) i++;
  const x0 = xs[i - 1]!;
  const y0 = ys[i - 1]!;
  return y0 + ((x - x0) / (xs[i]! - x0)) * (ys[i]! - y0);
}
