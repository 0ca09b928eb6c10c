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
