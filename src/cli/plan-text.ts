// What the files on disk would change, in words, as a terminal shows it.

import type { PlanReport } from '../runtime/controller.ts';
import { alignedTable } from './aligned-table.ts';

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
