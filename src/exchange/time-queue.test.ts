import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TimeQueue } from './time-queue.ts';

describe('a queue by time', () => {
  it('gives things back in order of time, and in the order they came at one time, however adding and taking mix', () => {
    fc.assert(fc.property(fc.array(fc.option(fc.integer({ min: 0, max: 9 }), { freq: 3 })), (script) => {
      const queue = new TimeQueue<string>();
      const model: { at: number; item: string }[] = [];
      const takeBoth = () => {
        expect(queue.nextAt()).toBe(model[0]?.at ?? Infinity);
        expect(queue.take()).toBe(model.shift()?.item);
      };
      script.forEach((at, index) => {
        if (at === null) return takeBoth();
        queue.add(at, `${index}`);
        model.push({ at, item: `${index}` });
        model.sort((a, b) => a.at - b.at);
      });
      while (model.length > 0) takeBoth();
      expect(queue.take()).toBeUndefined();
    }));
  });
});
