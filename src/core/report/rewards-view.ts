// What is known of rewards: what we reckon, what the venues count, what they paid.

import type { CoreState } from '../state/core-state.ts';
import type { RewardsView } from '../views.ts';
import { dollars } from './units.ts';

const DAY_MS = 86_400_000;

export const rewardsOf = ({ rewards, now }: CoreState): readonly RewardsView[] => Object.entries(rewards).flatMap(([venue, days]) => days
  .filter(({ day }) => day >= Math.floor(now / DAY_MS) - 1)
  .map(({ day, estimated, stated, paid, ...rest }) => ({ venue, day: day * DAY_MS, estimated: dollars(estimated), stated: stated === null ? null : dollars(stated), paid: dollars(paid), ...rest })));
