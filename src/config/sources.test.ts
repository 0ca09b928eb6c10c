import { describe, expect, it } from 'vitest';
import { canonicalJson, hashOfFiles } from './sources.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('hashing', () => {
  it('writes equal values as equal text, whatever the order of their keys', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: true })).toBe('{"a":true,"b":[1,{"c":"x","d":null}]}');
    expect(canonicalJson({ a: true, b: [1, { c: 'x', d: null }] })).toBe(canonicalJson({ b: [1, { d: null, c: 'x' }], a: true }));
  });

  it('tells an absent file from an empty and an unreadable one, and ignores files that are not involved', () => {
    const hashes = [new Map(), new Map([['a', bytes('')]]), new Map([['a', 'EACCES']]), new Map([['a', bytes('EACCES')]])].map((files) => hashOfFiles(files, ['a']));
    expect(new Set(hashes).size).toBe(4);
    expect(hashOfFiles(new Map([['a', bytes('1')], ['b', bytes('2')]]), ['a'])).toBe(hashOfFiles(new Map([['a', bytes('1')]]), ['a', 'a']));
    expect(hashOfFiles(new Map([['a', bytes('1b')]]), ['a', 'b'])).not.toBe(hashOfFiles(new Map([['a', bytes('1')], ['b', bytes('')]]), ['a', 'b']));
  });
});
