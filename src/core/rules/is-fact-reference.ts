// Tells a reference to another fact from a plain value on the right side of a comparison.

import type { FactRef, FactValue } from '../../config/compiled-config.ts';

export const isFactReference = (right: FactValue | readonly FactValue[] | FactRef): right is FactRef =>
  typeof right === 'object' && !Array.isArray(right);
