// The checked limits over several markets in the shape the core reads; absent where none is set.

import type { PortfolioLimits } from './compiled-config.ts';
import type { ProfileWritten } from './schema/profile-file.ts';

export function portfolioLimits({ groupNotional, groups, correlation, degradation }: ProfileWritten['limits']): { readonly portfolio?: PortfolioLimits } {
  if (groupNotional === undefined && groups === undefined && correlation === undefined && degradation === undefined) return {};
  return {
    portfolio: {
      groupNotional: groupNotional ?? null,
      groups: Object.entries(groups ?? {}).map(([name, { markets, notional }]) => {
        const cap = notional ?? groupNotional;
        if (cap === undefined) throw new Error(`the group ${name} has no cap, and its check let it pass`);
        return { name, markets, notional: cap };
      }),
      correlation: correlation === undefined ? null : { windowMs: correlation.window, above: correlation.above },
      degradation: degradation === undefined ? null : {
        windowMs: degradation.window, feedDrops: degradation.feedDrops ?? null, refusals: degradation.refusals ?? null,
        lateAnswers: degradation.lateAnswers === undefined ? null : { most: degradation.lateAnswers, afterMs: degradation.lateAfter },
        shrinkTo: degradation.shrinkTo, holdMs: degradation.hold,
      },
    },
  };
}
