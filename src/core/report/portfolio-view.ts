// What is held and may be held over several markets: groups and strategies against their caps.

import type { CoreState } from '../state/core-state.ts';
import type { CapitalView, GroupView } from '../views.ts';
import { dollars } from './units.ts';

export const groupsOf = ({ groups }: CoreState): readonly GroupView[] =>
  [...groups.values()]
    .toSorted((a, b) => b.worst / b.limit - a.worst / a.limit || (a.name < b.name ? -1 : 1))
    .map(({ name, kind, worst, limit, isExclusive, members }) => ({
      name, kind, worst: dollars(worst), limit: dollars(limit), isExclusive, markets: members.map(({ instrument }) => instrument.name),
    }));

export const capitalOf = ({ strategies, config }: CoreState): readonly CapitalView[] =>
  strategies.map(({ name, worstNotional, unlistedNotional }, index) => ({
    name, worst: dollars(worstNotional + unlistedNotional), capital: capitalLimit(config?.strategies[index]?.capital),
  }));

const capitalLimit = (micros: number | undefined): number | null => (micros === undefined ? null : dollars(micros));
