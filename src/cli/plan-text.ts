// What the files on disk would change, in words, and what that would have done, as a terminal shows it.

import type { z } from 'zod';
import type { PlanReport } from '../runtime/controller.ts';
import type { replayedPlan } from '../server/replay-schemas.ts';
import { alignedTable } from './aligned-table.ts';
import { comparisonText } from './backtest-text.ts';

export function planText(plan: PlanReport): string {
  switch (plan.status) {
    case 'nothing': return `generation ${plan.generation} is in force; the files on disk say the same`;
    case 'rejected': return `${plan.problems.map(({ text }) => text).join('\n\n')}\ngeneration ${plan.generation} stays in force`;
    case 'pending': return [
      `generation ${plan.generation} is in force; the files on disk would make it ${plan.next ?? 'the next'}:`,
      ...alignedTable(plan.changes.map((change) => ['', change.class, change.words])),
      ...(plan.needsApply ? ['it waits for `evenkeel apply`'] : []),
    ].join('\n');
  }
}

export function replayText({ replay, whyNoReplay }: z.output<typeof replayedPlan>, terminal: { readonly isColoured: boolean }): readonly string[] {
  if (replay === null || replay === undefined) return [`nothing was replayed: ${whyNoReplay ?? 'the bot does not do that'}`];
  return [comparisonText({ ...replay.comparison, curves: {} }, terminal), '', ...replay.notes];
}
