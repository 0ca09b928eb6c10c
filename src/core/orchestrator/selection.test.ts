import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FALSE, TRUE, UNKNOWN, type Truth } from '../rules/truth.ts';
import { select, type SelectionCandidate, type SelectionTerms } from './selection.ts';

const NOW = 1_000_000;
const TERMS: SelectionTerms = { slots: 2, dwellMs: 60_000, betterBy: 0.2 };

const candidate = (name: string, over: Partial<SelectionCandidate> = {}): SelectionCandidate =>
  ({ name, isOpen: true, eligible: TRUE, score: 1, chosenSince: NaN, ...over });
const chosen = (candidates: readonly SelectionCandidate[], terms = TERMS, now = NOW): readonly string[] =>
  select(candidates, terms, now).flatMap(({ isChosen }, i) => (isChosen ? [candidates[i]!.name] : []));
const whyOf = (candidates: readonly SelectionCandidate[], name: string, terms = TERMS): string =>
  select(candidates, terms, NOW)[candidates.findIndex((c) => c.name === name)]!.why;

test('the best by score get the slots, and the others are told so', () => {
  const all = [candidate('a', { score: 1 }), candidate('b', { score: 3 }), candidate('c', { score: 2 })];
  expect(chosen(all)).toEqual(['b', 'c']);
  expect(whyOf(all, 'a')).toBe('all 2 slots are held');
});

test('what is not known does not enter, and does not make an incumbent leave', () => {
  const settled = { chosenSince: NOW - 3_600_000 };
  const all = [candidate('a', { eligible: UNKNOWN }), candidate('b', { score: NaN }), candidate('c', { eligible: UNKNOWN, ...settled }), candidate('d', { score: NaN, ...settled })];
  expect(chosen(all)).toEqual(['c', 'd']);
  expect([whyOf(all, 'a'), whyOf(all, 'b')]).toEqual(['what where asks is not known', 'its rank is not known']);
});

test('a market whose where no longer holds stays for its dwell and then leaves', () => {
  const [young, old] = [candidate('young', { eligible: FALSE, chosenSince: NOW - 59_999 }), candidate('old', { eligible: FALSE, chosenSince: NOW - 60_000 })];
  expect(chosen([young, old])).toEqual(['young']);
  expect(whyOf([young, old], 'old')).toBe('where no longer holds');
});

test('a market that is not open leaves at once', () => {
  expect(chosen([candidate('a', { isOpen: false, chosenSince: NOW })])).toEqual([]);
});

test('a challenger takes a slot only when it is better by the share, and only after the dwell', () => {
  const settled = { chosenSince: NOW - 60_000 };
  const held = [candidate('a', { score: 10, ...settled }), candidate('b', { score: 5, ...settled })];
  expect(chosen([...held, candidate('c', { score: 5.9 })])).toEqual(['a', 'b']);
  expect(chosen([...held, candidate('c', { score: 6 })])).toEqual(['a', 'c']);
  const young = held.map((one) => ({ ...one, chosenSince: NOW - 1 }));
  expect(chosen([...young, candidate('c', { score: 60 })])).toEqual(['a', 'b']);
});

test('a loss is beaten by a smaller loss, and zero by anything above it', () => {
  const held = (score: number): SelectionCandidate => candidate('a', { score, chosenSince: 0 });
  const one = { ...TERMS, slots: 1 };
  expect(chosen([held(-10), candidate('b', { score: -9 })], one)).toEqual(['a']);
  expect(chosen([held(-10), candidate('b', { score: -8 })], one)).toEqual(['b']);
  expect(chosen([held(0), candidate('b', { score: 1 })], one)).toEqual(['b']);
  expect(chosen([held(1), candidate('b', { score: 1 })], { ...one, betterBy: 0 })).toEqual(['a']);
});

test('with fewer slots the worst leave at once, dwell or not', () => {
  expect(chosen([candidate('a', { score: 1, chosenSince: NOW }), candidate('b', { score: 2, chosenSince: NOW })], { ...TERMS, slots: 1 })).toEqual(['b']);
});

const anyCandidates = fc.uniqueArray(fc.record({
  name: fc.string({ minLength: 1, maxLength: 3 }),
  isOpen: fc.boolean(),
  eligible: fc.constantFrom<Truth>(FALSE, UNKNOWN, TRUE),
  score: fc.oneof(fc.integer({ min: -20, max: 20 }), fc.constant(NaN)),
  chosenSince: fc.oneof(fc.constant(NaN), fc.integer({ min: NOW - 200_000, max: NOW })),
}), { selector: ({ name }) => name, maxLength: 12 });
const anyTerms = fc.record({ slots: fc.oneof(fc.integer({ min: 1, max: 6 }), fc.constant(Infinity)), dwellMs: fc.integer({ min: 0, max: 100_000 }), betterBy: fc.constantFrom(0, 0.2, 1) });
const applied = (candidates: readonly SelectionCandidate[], terms: SelectionTerms): readonly SelectionCandidate[] =>
  select(candidates, terms, NOW).map(({ isChosen }, i) => ({ ...candidates[i]!, chosenSince: isChosen ? (Number.isNaN(candidates[i]!.chosenSince) ? NOW : candidates[i]!.chosenSince) : NaN }));

test('never more than the slots are held, whatever stood before', () => {
  fc.assert(fc.property(anyCandidates, anyTerms, (candidates, terms) => { expect(chosen(candidates, terms).length).toBeLessThanOrEqual(terms.slots); }));
});

test('the same markets are chosen whatever their order', () => {
  fc.assert(fc.property(anyCandidates.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))), anyTerms, ([list, shuffled], terms) => {
    expect(chosen(shuffled, terms).toSorted()).toEqual(chosen(list, terms).toSorted());
  }));
});

test('a second run on unchanged facts changes nothing', () => {
  fc.assert(fc.property(anyCandidates, anyTerms, (candidates, terms) => {
    const after = applied(candidates, terms);
    expect(chosen(after, terms)).toEqual(after.filter(({ chosenSince }) => !Number.isNaN(chosenSince)).map(({ name }) => name));
  }));
});

test('whoever is younger than the dwell and open leaves only for want of slots', () => {
  fc.assert(fc.property(anyCandidates, anyTerms, (candidates, terms) => {
    const young = candidates.filter(({ isOpen, chosenSince }) => isOpen && NOW - chosenSince < terms.dwellMs);
    const incumbents = candidates.filter(({ chosenSince }) => !Number.isNaN(chosenSince));
    if (incumbents.length > terms.slots) return;
    expect(chosen(candidates, terms)).toEqual(expect.arrayContaining(young.map(({ name }) => name)));
  }));
});

test('whoever is not better by the share never displaces anyone', () => {
  fc.assert(fc.property(anyCandidates, anyTerms, (candidates, terms) => {
    const verdicts = select(candidates, terms, NOW);
    const entered = candidates.filter(({ chosenSince }, i) => verdicts[i]!.isChosen && Number.isNaN(chosenSince));
    candidates.forEach((incumbent, i) => {
      if (!verdicts[i]!.why.endsWith(' is better')) return;
      expect(entered.some(({ name, score }) => verdicts[i]!.why === `${name} is better` && score > incumbent.score && score >= incumbent.score + terms.betterBy * Math.abs(incumbent.score))).toBe(true);
    });
  }));
});
