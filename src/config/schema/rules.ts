// `conditions` and `rules`: json-rules-engine's conditions and our closed set of outcomes. Shape only; what the facts
// allow is checked where the rules are compiled.

import { z } from 'zod';
import type { RuleOperator } from '../compiled-config.ts';
import { distance, duration, factor, percent } from '../units.ts';
import { choice, fault, setting, words, type SettingMeta } from './scalars.ts';

export const OPERATORS = [
  'equal', 'notEqual', 'lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive', 'in', 'notIn',
] as const satisfies readonly RuleOperator[];

const params = z.strictObject({
  window: setting(duration, 'What the fact is measured over, instead of its default.', { atLeast: '100ms', atMost: '24h', why: 'a shorter window measures noise, a longer one is never full' }),
}).meta({ description: 'How the fact is measured.' } satisfies SettingMeta);

const otherFact = z.strictObject({
  fact: z.string().meta({ description: 'A fact of the same unit to compare with.', unit: 'fact' } satisfies SettingMeta),
  params: params.optional(),
}).meta({ description: 'A fact to compare with.' } satisfies SettingMeta);

const FORMS = ['all', 'any', 'not', 'condition', 'fact'] as const;

export interface ConditionShape {
  all?: ConditionShape[] | undefined; any?: ConditionShape[] | undefined; not?: ConditionShape | undefined; condition?: string | undefined;
  fact?: string | undefined; operator?: RuleOperator | undefined; value?: unknown; params?: unknown;
}

export const condition: z.ZodType<ConditionShape> = z.lazy(() => conditionMap);
export const conditionMap = z.strictObject({
  all: z.array(condition).min(1).meta({ description: 'Holds when every one of these holds.', unit: 'list of conditions' } satisfies SettingMeta).optional(),
  any: z.array(condition).min(1).meta({ description: 'Holds when at least one of these holds.', unit: 'list of conditions' } satisfies SettingMeta).optional(),
  not: condition.optional(),
  condition: z.string().meta({ description: 'The name of a condition of `conditions`.', unit: 'name' } satisfies SettingMeta).optional(),
  fact: z.string().meta({ description: 'What is asked about; see the reference of facts.', unit: 'fact' } satisfies SettingMeta).optional(),
  operator: choice(OPERATORS, 'How the fact is compared.').optional(),
  value: z.union([z.string(), z.array(z.string()).min(1), otherFact]).meta({ description: 'What the fact is compared with: a value in its unit, a list for `in` and `notIn`, or { fact: other }.', unit: 'the unit of the fact' } satisfies SettingMeta).optional(),
  params: params.optional(),
}).superRefine((value, context) => {
  const forms = FORMS.filter((form) => value[form] !== undefined);
  if (forms.length !== 1) {
    const [, second] = forms;
    fault(context, 'condition', forms.length === 0 ? 'the condition asks nothing' : `\`${forms.join('` and `')}\` stand in one condition`, 'write one of `all`, `any`, `not`, `condition`, `fact`', second === undefined ? [] : [second], 'key');
  } else if (forms[0] === 'fact') {
    for (const key of ['operator', 'value'] as const) {
      if (value[key] === undefined) fault(context, 'condition', `the comparison has no \`${key}\``, `add \`${key}\``, ['fact'], 'key');
    }
  } else {
    for (const key of ['operator', 'value', 'params'] as const) {
      if (value[key] !== undefined) fault(context, 'condition', `\`${key}\` belongs to a \`fact\``, `remove it, or give it a \`fact\``, [key], 'key');
    }
  }
}).meta({ id: 'condition', description: 'A condition over facts.' });

const OUTCOMES = ['permission', 'pull', 'widen', 'shrink', 'shift', 'liquidate', 'alert'] as const;

export const outcome = z.strictObject({
  permission: choice(['reduce-only', 'cancel-only', 'halted'], 'The most that is still allowed.').optional(),
  pull: choice(['bid', 'ask', 'both'], 'Sides that are not quoted.').optional(),
  widen: setting(factor, 'Factor on the half-spread.', { atLeast: '1x', atMost: '20x', why: 'a rule may widen, never narrow' }).optional(),
  shrink: setting(percent, 'Part of the size that is quoted.', { atLeast: '0%', atMost: '100%', why: 'a rule may shrink, never enlarge' }).optional(),
  shift: setting(distance, 'Shift of the quotes, up or down.', { atLeast: '-20c', atMost: '20c', why: 'a larger shift quotes far off the market' }).optional(),
  liquidate: choice(['passive', 'skewed', 'aggressive', 'market'], 'The stage by which positions are worked off at least; where the market has `liquidation`.').optional(),
  alert: choice(['info', 'warning', 'critical'], 'Tell the operators.').optional(),
}).superRefine((value, context) => {
  const [first, second] = OUTCOMES.filter((key) => value[key] !== undefined);
  if (first === undefined) fault(context, 'outcome', 'the outcome does nothing', `write one of ${OUTCOMES.map((key) => `\`${key}\``).join(', ')}`);
  else if (second !== undefined) fault(context, 'outcome', `\`${first}\` and \`${second}\` stand in one item`, `write them apart: [ { ${first}: … }, { ${second}: … } ]`, [second], 'key');
}).meta({ description: 'What a rule does.' } satisfies SettingMeta);

export const rule = z.strictObject({
  name: words('What operators read when it fires. Unique.', 80),
  scope: choice(['market', 'strategy', 'account'], 'What it is evaluated for, and what its outcomes apply to.').prefault('market'),
  when: condition,
  until: condition.optional(),
  for: setting(duration, 'How long `when` has to hold before the rule fires.', { atMost: '24h', why: 'it would hardly ever fire' }).prefault('0s'),
  cooldown: setting(duration, 'How long the outcomes stay in force after the rule ends.', { atMost: '24h', why: 'use a latch or a halt for longer' }).prefault('0s'),
  whenUnknown: choice(['fire', 'skip'], 'What a condition over missing facts counts as. Without it: `fire` for rules that pull or lower permission, `skip` for others.').optional(),
  then: z.array(outcome).min(1).meta({ description: 'The outcomes, one a list item; their order does not matter.', unit: 'list of outcomes' } satisfies SettingMeta),
}).meta({ description: 'A rule.' } satisfies SettingMeta);
