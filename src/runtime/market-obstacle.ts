// Why an operator's word about one market cannot be taken.

import type { Engine } from '../core/engine.ts';
import { API_ERRORS } from '../errors/api.ts';
import { RUNTIME_ERRORS } from '../errors/runtime.ts';
import { refused, type Refused } from './refused.ts';

/** Null where its position can be worked off. */
export function liquidationObstacle(engine: Engine, name: string): Refused | null {
  const report = engine.market(name);
  if (report === null) return refused(API_ERRORS.unknownMarket, `no market "${name}" is listed`);
  if (!report.canLiquidate) return refused(RUNTIME_ERRORS.noLiquidation, `the settings of ${name} have no \`liquidation\``);
  return report.position === 0 ? refused(RUNTIME_ERRORS.nothingHeld, `nothing is held in ${name}`) : null;
}
