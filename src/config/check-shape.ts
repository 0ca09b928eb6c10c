// A tree held against a schema: what zod finds, said in the operator's words and at its place. Returns the typed value,
// or null when anything is wrong.

import type { z } from 'zod';
import { CONFIG_ERRORS } from '../errors/config.ts';
import { suggestion } from './did-you-mean.ts';
import type { Mistake } from './problem.ts';
import { isFault } from './schema/scalars.ts';
import { metaOf, ownValue, schemaAt, shapeOf } from './schema/walk.ts';
import { placeAt, plain, type Node, type Place } from './yaml-tree.ts';

export interface Subject {
  /** What the tree is called in messages, "strategies.calm"; empty at the top of a file. */
  readonly name: string;
  /** Where to point when nothing of the tree itself was written. */
  readonly fallbackPlace: Place;
}

export function checkShape<T>(schema: z.ZodType<T>, tree: Node, subject: Subject, mistakes: Mistake[]): T | null {
  const result = schema.safeParse(plain(tree), { reportInput: true });
  if (result.success) return result.data;
  const { issues } = result.error;
  // A map whose only outcome or form is a key we do not know would otherwise be called empty as well.
  const withUnknownKeys = new Set(issues.filter((issue) => issue.code === 'unrecognized_keys').map((issue) => issue.path.join('.')));
  for (const issue of issues) {
    const isEcho = issue.code === 'custom' && withUnknownKeys.has(issue.path.join('.'));
    if (!isEcho) mistakes.push(...translate(issue, schema, tree, subject));
  }
  return null;
}

type Issue = z.core.$ZodIssue;

function translate(issue: Issue, schema: z.ZodType, tree: Node, subject: Subject): Mistake[] {
  const at = (path: readonly PropertyKey[], on: 'key' | 'value'): Place => placeAt(tree, path, on) ?? subject.fallbackPlace;
  const shown = spoken([...(subject.name === '' ? [] : [subject.name]), ...issue.path]);
  const own = String(issue.path.at(-1) ?? subject.name);
  const mistake = (error: keyof typeof CONFIG_ERRORS, place: Place, message: string, remedy: string): Mistake[] =>
    [{ spec: CONFIG_ERRORS[error], place, message, remedy }];

  switch (issue.code) {
    case 'custom': {
      if (!isFault(issue.params)) throw new Error(`a check of the schema says nothing: ${issue.message}`);
      const { error, remedy, on } = issue.params;
      return mistake(error, at(issue.path, on), shown === '' ? issue.message : `${shown}: ${issue.message}`, remedy);
    }
    case 'unrecognized_keys':
      return issue.keys.flatMap((key) => unknownKey(key, issue.path, schema, own, at([...issue.path, key], 'key')));
    case 'invalid_value': {
      const choices = issue.values.map(String);
      const given = String(issue.input);
      const reason = ownValue(metaOf(schemaAt(schema, issue.path) ?? schema).notYet, given);
      if (issue.input === undefined) return mistake('missing', at(issue.path, 'key'), `${shown} is missing`, `add \`${own}: ${choices.join(' | ')}\``);
      if (reason !== undefined) return mistake('notYet', at(issue.path, 'value'), `${shown}: \`${given}\` is not in this version (${reason})`, `write ${choices.join(' or ')}`);
      if (typeof issue.input !== 'string') return mistake('shape', at(issue.path, 'key'), `${shown} takes one word`, `write ${choices.join(' or ')}`);
      return mistake('choice', at(issue.path, 'value'), `${shown}: \`${given}\` is not one of its words`, suggestion(given, choices, `write ${choices.join(' or ')}`));
    }
    case 'invalid_type': {
      const standing = schemaAt(schema, issue.path);
      const needs = { object: 'settings below it', record: 'a map of names', array: 'a list', string: 'one value' }[issue.expected as string] ?? 'something else';
      const example = standing === null ? undefined : metaOf(standing).examples?.[0];
      const unit = standing === null ? undefined : metaOf(standing).unit;
      if (issue.input === undefined) {
        return mistake('missing', at(issue.path, 'key'), `${shown} is missing`, `add \`${own}: ${example ?? (needs === 'one value' && unit !== undefined ? `<${unit}>` : '…')}\``);
      }
      const isEmpty = issue.input === '';
      const hint = needs === 'one value' && example !== undefined ? `write it like \`${own}: ${example}\`` : `\`${own}\` needs ${needs}`;
      return mistake('shape', at(issue.path, 'key'), isEmpty ? `${shown === '' ? 'the file' : shown} is empty` : `${shown} needs ${needs}`, isEmpty ? `${hint}, or leave it out` : hint);
    }
    case 'too_small':
      return mistake('shape', at(issue.path, 'key'), `${shown} is an empty list`, 'write at least one item, or leave it out');
    case 'invalid_key':
      return mistake('name', at(issue.path, 'key'), `\`${own}\` is not a name`, 'a letter first, then letters, digits, `-` or `_`');
    case 'invalid_union': {
      const fitting = issue.errors.find((branch) => !branch.some((inner) => inner.code === 'invalid_type' && inner.path.length === 0));
      if (fitting === undefined) return mistake('shape', at(issue.path, 'key'), `${shown} needs a value, a list or { fact: … }`, 'write the shape that the reference shows');
      return fitting.flatMap((inner) => translate({ ...inner, path: [...issue.path, ...inner.path] } as Issue, schema, tree, subject));
    }
    default:
      return mistake('shape', at(issue.path, 'value'), `${shown}: ${issue.message}`, 'write the shape that the reference shows');
  }
}

/** Keys that operators bring along from json-rules-engine itself. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  event: 'outcomes are written in `then`', conditions: 'the condition of a rule is written in `when`',
  priority: 'outcomes combine the same way in any order, so there is no priority', path: 'facts are plain values here',
};

function unknownKey(key: string, path: readonly PropertyKey[], schema: z.ZodType, own: string, place: Place): Mistake[] {
  const map = schemaAt(schema, path);
  const known = Object.keys((map === null ? null : shapeOf(map)) ?? {});
  const reason = map === null ? undefined : ownValue(metaOf(map).notYet, key);
  const owner = own === '' ? 'this file' : typeof path.at(-1) === 'number' ? 'an item of this list' : `\`${own}\``;
  if (reason !== undefined) {
    return [{ spec: CONFIG_ERRORS.notYet, place, message: `\`${key}\` is not in this version (${reason})`, remedy: 'remove it' }];
  }
  const remedy = /^\d+\D?$|^\d{3}\b/.test(key)
    ? 'thousands are grouped with `_`: `$50_000`; a comma splits a map'
    : ownValue(ELSEWHERE, key) ?? suggestion(key, known, 'remove it');
  const dotted = typeof path.at(-1) === 'string' ? `${String(path.at(-1))}.${key}` : `\`${key}\``;
  return [{ spec: CONFIG_ERRORS.unknownKey, place, message: `${dotted} is not a setting of ${owner}`, remedy }];
}

/** `rules[2].then[0].widen`; a condition under `all` keeps its index. */
const spoken = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? String(step) : `${text}.${String(step)}`), '');
