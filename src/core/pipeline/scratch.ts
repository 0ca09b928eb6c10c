// The reusable working space of decisions.

import { SidePlan, type PlanInput } from '../orders/planner.ts';
import type { ExitInput } from '../liquidation/exit-quotes.ts';
import { Ladder } from '../quoting/ladder.ts';
import { noExposure } from '../risk/exposure.ts';
import { noRoom, type GuardInput } from '../risk/guard.ts';
import { Posture } from '../rules/posture.ts';
import type { MakerInput } from '../strategies/market-maker.ts';
import type { WorkInput } from '../strategies/take-and-rest.ts';

/** Everything a decision works out on the way. One set serves all markets. */
export class Scratch {
  readonly posture = new Posture();
  readonly ladder = new Ladder();
  readonly exposure = noExposure();
  readonly bidRoom = noRoom();
  readonly askRoom = noRoom();
  readonly bidPlan = new SidePlan();
  readonly askPlan = new SidePlan();
  readonly guardInput = {} as GuardInput;
  readonly makerInput = {} as MakerInput;
  readonly workInput = {} as WorkInput;
  readonly exitInput = {} as ExitInput;
  readonly planInput: PlanInput = { side: 'bid', now: 0, tolerance: 0, minRestMs: 0, canAmend: false, isFirm: false, tick: 1 };
}
