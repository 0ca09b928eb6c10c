// Rewards in one line a venue: what we reckon beside what the venue counts and paid, so that who quotes for rewards that its
// orders do not get sees it.

import type { EngineStatus, RewardsView } from '../core/views.ts';
import { moneyText } from '../observe/operator-units.ts';

const DAY_MS = 86_400_000;
const dollars = (amount: number): string => moneyText(amount).replace(/^\+/, '');

export function rewardsText({ rewards, now }: EngineStatus): readonly string[] {
  return [...new Set(rewards.map(({ venue }) => venue))].map((venue) => {
    const days = rewards.filter((day) => day.venue === venue).map((day) => (now - day.day < DAY_MS ? todayText(day) : `yesterday estimated ${dollars(day.estimated)}, paid ${dollars(day.paid)}`));
    const unanswered = Math.max(...rewards.filter((day) => day.venue === venue).map((day) => day.unanswered));
    return [`rewards at ${venue}: ${days.join('; ')}`, ...(unanswered === 0 ? [] : [`${unanswered} ${unanswered === 1 ? 'question' : 'questions'} unanswered`])].join('; ');
  });
}

const todayText = ({ estimated, stated, orders, scoring }: RewardsView): string => [
  `today estimated ${dollars(estimated)}`, ...(stated === null ? [] : [`counted by the venue ${dollars(stated)}`]),
  orders === 0 ? 'no order rests where they are paid' : scoring === null ? `not known which of ${orders} orders score` : `${scoring} of ${orders} orders scoring`,
].join(', ');
