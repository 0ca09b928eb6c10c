// Turns a condition into a closure over the fact vector. Unknown facts are NaN and travel as Kleene's third value; the
// closures allocate nothing. Any condition can be written this way; `condition-table.ts` has a faster one for plain lists.

import type { Condition, FactRef, FactValue, RuleOperator } from '../../config/compiled-config.ts';
import { isFactReference } from './is-fact-reference.ts';
import { FALSE, TRUE, UNKNOWN, negate, type Truth } from './truth.ts';

export type Test = (vector: Float64Array) => Truth;

/** Where a condition finds its facts and the numbers that stand for texts. */
export interface Places {
  slotOf(reference: FactRef): number;
  textId(text: string): number;
}

export function compileCondition(condition: Condition, places: Places): Test {
  switch (condition.kind) {
    case 'all': return all(condition.of.map((part) => compileCondition(part, places)));
    case 'any': return any(condition.of.map((part) => compileCondition(part, places)));
    case 'not': {
      const part = compileCondition(condition.of, places);
      return (vector) => negate(part(vector));
    }
    case 'compare': {
      const { operator, right } = condition;
      const slot = places.slotOf(condition.left);
      const number = (value: FactValue): number => (typeof value === 'string' ? places.textId(value) : value);
      if (Array.isArray(right)) return member(slot, Float64Array.from(right, number), operator === 'in');
      return isFactReference(right)
        ? compareFacts(slot, places.slotOf(right), operator)
        : compareValue(slot, operator, number(right as FactValue));
    }
  }
}

// Both lists are true when empty: so json-rules-engine has it (`conditions.length === 0` resolves to true, 7.3.1), and
// for `any` too that errs towards a rule in force.
function all(tests: readonly Test[]): Test {
  return (vector) => {
    let result: Truth = TRUE;
    for (let i = 0; i < tests.length; i++) {
      const truth = tests[i]!(vector);
      if (truth === FALSE) return FALSE;
      if (truth < result) result = truth;
    }
    return result;
  };
}

function any(tests: readonly Test[]): Test {
  if (tests.length === 0) return () => TRUE;
  return (vector) => {
    let result: Truth = FALSE;
    for (let i = 0; i < tests.length; i++) {
      const truth = tests[i]!(vector);
      if (truth === TRUE) return TRUE;
      if (truth > result) result = truth;
    }
    return result;
  };
}

// Each comparison asks for its opposite too: only NaN, the unknown, answers neither.
function compareValue(slot: number, operator: RuleOperator, value: number): Test {
  switch (operator) {
    case 'equal': return (vector) => { const fact = vector[slot]!; return fact === value ? TRUE : fact === fact ? FALSE : UNKNOWN; };
    case 'notEqual': return (vector) => { const fact = vector[slot]!; return fact === value ? FALSE : fact === fact ? TRUE : UNKNOWN; };
    case 'lessThan': return (vector) => { const fact = vector[slot]!; return fact < value ? TRUE : fact >= value ? FALSE : UNKNOWN; };
    case 'lessThanInclusive': return (vector) => { const fact = vector[slot]!; return fact <= value ? TRUE : fact > value ? FALSE : UNKNOWN; };
    case 'greaterThan': return (vector) => { const fact = vector[slot]!; return fact > value ? TRUE : fact <= value ? FALSE : UNKNOWN; };
    case 'greaterThanInclusive': return (vector) => { const fact = vector[slot]!; return fact >= value ? TRUE : fact < value ? FALSE : UNKNOWN; };
    default: throw new Error(`${operator} needs a list`);
  }
}

function compareFacts(left: number, right: number, operator: RuleOperator): Test {
  switch (operator) {
    case 'equal': return (vector) => { const a = vector[left]!, b = vector[right]!; return a === b ? TRUE : a === a && b === b ? FALSE : UNKNOWN; };
    case 'notEqual': return (vector) => { const a = vector[left]!, b = vector[right]!; return a === b ? FALSE : a === a && b === b ? TRUE : UNKNOWN; };
    case 'lessThan': return (vector) => { const a = vector[left]!, b = vector[right]!; return a < b ? TRUE : a >= b ? FALSE : UNKNOWN; };
    case 'lessThanInclusive': return (vector) => { const a = vector[left]!, b = vector[right]!; return a <= b ? TRUE : a > b ? FALSE : UNKNOWN; };
    case 'greaterThan': return (vector) => { const a = vector[left]!, b = vector[right]!; return a > b ? TRUE : a <= b ? FALSE : UNKNOWN; };
    case 'greaterThanInclusive': return (vector) => { const a = vector[left]!, b = vector[right]!; return a >= b ? TRUE : a < b ? FALSE : UNKNOWN; };
    default: throw new Error(`${operator} needs a list`);
  }
}

function member(slot: number, values: Float64Array, wanted: boolean): Test {
  const inside: Truth = wanted ? TRUE : FALSE;
  const outside = negate(inside);
  return (vector) => {
    const fact = vector[slot]!;
    if (fact !== fact) return UNKNOWN;
    for (let i = 0; i < values.length; i++) if (values[i] === fact) return inside;
    return outside;
  };
}
