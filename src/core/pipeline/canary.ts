// The canary: a session that begins with a part of every quoted size, for a set time. It never ends early, and nothing but
// time ends it.

import type { CanaryBegan } from '../domain/events.ts';
import type { CoreState } from '../state/core-state.ts';

const percent = (size: number): string => `${Number((size * 100).toPrecision(10))}%`;

export function beginCanary(core: CoreState, { size, forMs }: CanaryBegan): void {
  core.canary = { size, since: core.now, until: core.now + forMs };
  core.alert('info', 'CANARY', `sizes × ${percent(size)} for ${forMs / 60_000} min`);
  core.touchAll();
}

export function watchCanary(core: CoreState): void {
  const { canary } = core;
  if (canary === null || core.now < canary.until) return;
  core.canary = null;
  core.alert('info', 'CANARY_RELEASED', `the canary is over: whole sizes, after ${percent(canary.size)}`);
  core.touchAll();
}
