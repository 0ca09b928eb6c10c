// A curve as an operator writes it, { 0%: 1x, 100%: 0.25x }, read into points in rising order of x. Refuses a point
// given twice and a direction that would work against its purpose.

import { z } from 'zod';
import type { Curve } from '../compiled-config.ts';
import type { Reader } from '../units.ts';
import { fault, type SettingMeta } from './scalars.ts';

interface CurveRules {
  readonly x: Reader<number>;
  readonly y: Reader<number>;
  readonly xWithin: { readonly from: string; readonly to: string };
  readonly yWithin: { readonly from: string; readonly to: string };
  /** `never-rises`: y may not grow with x. */
  readonly direction: 'never-rises' | 'never-falls';
  readonly why: string;
}

const valueOf = (reader: Reader<number>, text: string): number => {
  const reading = reader.read(text);
  if (!reading.ok) throw new Error(`the schema has the bound ${text}, which it cannot read itself`);
  return reading.value;
};

export function curve(rules: CurveRules, description: string): z.ZodType<Curve, Record<string, string>> {
  const xFrom = valueOf(rules.x, rules.xWithin.from);
  const xTo = valueOf(rules.x, rules.xWithin.to);
  const yFrom = valueOf(rules.y, rules.yWithin.from);
  const yTo = valueOf(rules.y, rules.yWithin.to);
  return z.record(z.string(), z.string()).transform((written, context): Curve => {
    const points: { x: number; y: number; key: string }[] = [];
    for (const [key, text] of Object.entries(written)) {
      const x = rules.x.read(key);
      const y = rules.y.read(text);
      if (!x.ok) fault(context, 'unit', x.message, x.remedy, [key], 'key');
      else if (x.value < xFrom || x.value > xTo) fault(context, 'range', `\`${key}\` is off the curve`, `points lie between ${rules.xWithin.from} and ${rules.xWithin.to}`, [key], 'key');
      else if (points.some((point) => point.x === x.value)) fault(context, 'curve', `the curve has two points at ${key}`, 'remove one of the two', [key], 'key');
      if (!y.ok) fault(context, 'unit', y.message, y.remedy, [key]);
      else if (y.value < yFrom || y.value > yTo) fault(context, 'range', `\`${text}\` is out of range`, `has to be between ${rules.yWithin.from} and ${rules.yWithin.to}`, [key]);
      if (x.ok && y.ok) points.push({ x: x.value, y: y.value, key });
    }
    if (points.length === 0 && Object.keys(written).length === 0) fault(context, 'curve', 'the curve has no points', 'write at least one, like `{ 0%: 0c }`');
    points.sort((a, b) => a.x - b.x);
    for (const [index, point] of points.entries()) {
      const before = points[index - 1];
      if (before === undefined) continue;
      const isWrong = rules.direction === 'never-rises' ? point.y > before.y : point.y < before.y;
      if (isWrong) fault(context, 'curve', `the curve ${rules.direction === 'never-rises' ? 'rises' : 'falls'} from ${before.key} to ${point.key}`, rules.why, [point.key]);
    }
    return { x: points.map((p) => p.x), y: points.map((p) => p.y) };
  }).meta({ description, unit: `curve: ${rules.x.unit} → ${rules.y.unit}`, pattern: rules.y.pattern, examples: [...rules.y.examples] } satisfies SettingMeta);
}
