import { expect, test } from 'vitest';
import { LevelMemory } from './level-memory.ts';
import { PRINT_LAG_MS } from './print-window.ts';

const AT = 10 * PRINT_LAG_MS;

test('a loss that a print before it explains is nobody\'s cancel; what is beyond the print is', () => {
  const memory = new LevelMemory(3);
  expect(memory.printed(1, 40, 100, AT)).toBe(0);
  expect(memory.shrank(1, 60, 40, AT + 50)).toBe(20);
  expect(memory.lost(1, AT + 50)).toBe(20);
});

test('a print of what was seen to leave before it explains no later loss', () => {
  const memory = new LevelMemory(3);
  expect(memory.shrank(1, 40, 60, AT)).toBe(40);
  expect(memory.printed(1, 40, 60, AT + 50)).toBe(40);
  expect(memory.shrank(1, 10, 50, AT + 60)).toBe(10);
});

test('a print is remembered into the next window and no longer', () => {
  const next = new LevelMemory(1);
  next.printed(0, 40, 100, AT);
  expect(next.shrank(0, 40, 60, AT + PRINT_LAG_MS)).toBe(0);
  const late = new LevelMemory(1);
  late.printed(0, 40, 100, AT);
  expect(late.shrank(0, 40, 60, AT + 2 * PRINT_LAG_MS)).toBe(40);
});

test('a loss is remembered into the next window and no longer', () => {
  const memory = new LevelMemory(1);
  memory.shrank(0, 40, 60, AT);
  expect([memory.lost(0, AT + PRINT_LAG_MS), memory.lostBefore(0, AT + PRINT_LAG_MS)]).toEqual([0, 40]);
  expect(memory.printed(0, 30, 60, AT + PRINT_LAG_MS)).toBe(30);
  expect(memory.lostBefore(0, AT + PRINT_LAG_MS)).toBe(10);
  expect(memory.lostBefore(0, AT + 2 * PRINT_LAG_MS)).toBe(0);
});

test('prints explain no more than the level shows', () => {
  const memory = new LevelMemory(1);
  memory.printed(0, 500, 30, AT);
  expect(memory.shrank(0, 30, 0, AT + 10)).toBe(0);
  expect(memory.shrank(0, 100, 0, AT + 20)).toBe(100);
});

test('what we used of a level never exceeds what it shows', () => {
  const memory = new LevelMemory(1);
  memory.use(0, 50);
  memory.shrank(0, 70, 30, AT);
  expect(memory.used(0)).toBe(30);
});

const lossesOf = (memory: LevelMemory, now: number): readonly (readonly number[])[] => {
  const found: (readonly number[])[] = [];
  memory.losses(now, (level, recent, earlier) => found.push([level, recent, earlier]));
  return found;
};

test('names every level that lost something in two windows, each once, and none that did not', () => {
  for (const start of [0, AT]) {
    const memory = new LevelMemory(9);
    memory.shrank(3, 40, 60, start);
    memory.shrank(5, 7, 60, start);
    memory.printed(5, 7, 60, start + 10);
    memory.printed(6, 10, 60, start);
    memory.shrank(3, 5, 55, start + 10);
    expect(lossesOf(memory, start + 20)).toEqual([[3, 45, 0]]);
    memory.shrank(2, 1, 0, start + PRINT_LAG_MS);
    expect(lossesOf(memory, start + PRINT_LAG_MS)).toEqual([[2, 1, 0], [3, 0, 45]]);
    memory.shrank(3, 2, 0, start + PRINT_LAG_MS);
    expect(lossesOf(memory, start + PRINT_LAG_MS)).toEqual([[2, 1, 0], [3, 2, 45]]);
    expect(lossesOf(memory, start + 2 * PRINT_LAG_MS)).toEqual([[2, 0, 1], [3, 0, 2]]);
    expect(lossesOf(memory, start + 4 * PRINT_LAG_MS)).toEqual([]);
  }
});

test('what is copied to another grid is found there', () => {
  const [memory, other] = [new LevelMemory(4), new LevelMemory(8)];
  memory.shrank(1, 40, 60, AT);
  memory.shrank(2, 30, 60, AT + PRINT_LAG_MS);
  for (const level of [1, 2, 3]) memory.copyTo(other, level, 2 * level);
  expect(lossesOf(other, AT + PRINT_LAG_MS)).toEqual([[4, 30, 0], [2, 0, 40]]);
});
