// The windows that the guards of a market look at.

import type { SharedSettings } from '../../../config/compiled-config.ts';
import { FROM_TRADES } from '../../domain/reference.ts';
import type { WindowKind, WindowNeed } from '../../signals/signal-bank.ts';

export function guardWindows({ adverseSelection, divergence }: SharedSettings): WindowNeed[] {
  const needs: WindowNeed[] = [];
  const need = (kind: WindowKind, asked: { readonly windowMs: number } | null | undefined): void => {
    if (asked !== null && asked !== undefined) needs.push({ kind, windowMs: asked.windowMs });
  };
  need('fair', adverseSelection?.velocity);
  need('flow', adverseSelection?.flowImbalance);
  need('trades', adverseSelection?.flowImbalance);
  need('markout', adverseSelection?.markout);
  need('fills', adverseSelection?.fillRate);
  need('fills', adverseSelection?.oneSidedFills);
  if (divergence?.from === FROM_TRADES) need('paid', divergence);
  return needs;
}
