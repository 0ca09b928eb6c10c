// How the checks of this folder report: a line per place, its remedy under it, and the exit code.

import type { Violation } from './layers.ts';

export function printViolations(violations: readonly Violation[], allIsWell: string): void {
  for (const { path, line, what, remedy } of violations) process.stdout.write(`${path}:${line}  ${what}\n    ${remedy}\n`);
  process.stdout.write(violations.length === 0 ? `${allIsWell}\n` : `${violations.length} violations\n`);
  process.exitCode = violations.length === 0 ? 0 : 1;
}
