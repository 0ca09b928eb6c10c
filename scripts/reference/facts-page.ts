// Every fact a rule can ask about.

import { writeDuration } from '../../src/config/write-units.ts';
import { FACTS, type FactSpec, type FactUnit } from '../../src/core/rules/facts.ts';
import { OPERATORS } from '../../src/config/schema/rules.ts';
import { cell, code, referencePage, table, type Page } from '../markdown.ts';

/** How a value of the unit is written in a rule. */
const WRITTEN: Readonly<Record<FactUnit, string>> = {
  price: '3c', size: '500 shares', cash: '-$40', fraction: '80%', count: '3', hours: '72', duration: '30s', text: 'demo',
};

const SCOPES = [
  { scope: 'market', title: 'Of a market', who: 'Only rules of scope `market` may ask about these.' },
  { scope: 'strategy', title: 'Of a strategy', who: 'Rules of scope `market` and `strategy` may ask about these.' },
  { scope: 'account', title: 'Of the account', who: 'Every rule may ask about these.' },
] as const;

const windowText = ({ window }: FactSpec): string => (window === null ? '' : writeDuration(window.defaultMs));

export function factsPage(): Page {
  return referencePage('facts', 'Facts', ['src/core/rules/facts.ts'], [
    'A rule compares a fact with a value in the unit of the fact. An unknown fact makes its comparison unknown, never false; `whenUnknown` of the rule says what that counts as.',
    `Operators: ${OPERATORS.map(code).join(', ')}. \`in\` and \`notIn\` take a list. Text takes \`equal\`, \`notEqual\`, \`in\` and \`notIn\`.`,
    'A fact with a window is measured over its default window, or over the one written: `3c per 1s`, `80% over 30s`, or `params: { window: 30s }`.',
    ...SCOPES.flatMap(({ scope, title, who }) => [
      `## ${title}`, who,
      table(['fact', 'unit', 'written like', 'window', 'meaning'], FACTS.filter((fact) => fact.scope === scope)
        .map((fact) => [code(fact.name), fact.unit, code(WRITTEN[fact.unit]), windowText(fact), cell(fact.doc)])),
    ]),
  ]);
}
