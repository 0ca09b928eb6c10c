import { expect, it } from 'vitest';
import { RecentMap } from './recent-map.ts';

it('forgets the oldest once there are too many, and keeps what is only set again', () => {
  const map = new RecentMap<string, number>(2);
  map.set('a', 1);
  map.set('b', 2);
  map.set('a', 3);
  expect([map.get('a'), map.get('b')]).toEqual([3, 2]);
  map.set('c', 4);
  expect([map.has('a'), [...map.values()]]).toEqual([false, [2, 4]]);
});
