import { expect, test } from 'vitest';
import { FACTS, FACTS_BY_NAME } from './facts.ts';

test('every fact has a name of its own', () => {
  expect(FACTS_BY_NAME.size).toBe(FACTS.length);
});

test('fact names are camelCase words', () => {
  for (const { name } of FACTS) expect(name).toMatch(/^[a-z][a-z0-9]*([A-Z][a-z]*)*$/);
});

test('every fact is documented in sentences that begin and end as sentences do', () => {
  for (const { name, doc } of FACTS) expect(doc, name).toMatch(/^[A-Z].+\.$/);
});

test('default windows are whole positive milliseconds', () => {
  for (const { name, window } of FACTS) {
    if (window !== null) expect(Number.isInteger(window.defaultMs) && window.defaultMs > 0, name).toBe(true);
  }
});

test('no text is measured over a window', () => {
  expect(FACTS.filter((fact) => fact.unit === 'text' && fact.window !== null)).toEqual([]);
});
