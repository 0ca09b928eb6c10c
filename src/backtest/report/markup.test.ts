import fc from 'fast-check';
import { expect, test } from 'vitest';
import { html, jsonForScript } from './markup.ts';

test('escapes text and keeps markup of its own', () => {
  expect(html`<p title="${'"a\'b"'}">${'<img onerror=x>'} & ${html`<b>${1}</b>`}${[html`<i></i>`, html`<u></u>`]}${null}</p>`.markup)
    .toBe('<p title="&quot;a&#39;b&quot;">&lt;img onerror=x&gt; & <b>1</b><i></i><u></u></p>');
});

test('no data ends the script that holds it, and all of it is read back', () => {
  fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('</script>', '<!--', '\u2028', '<SCRIPT')), (text) => {
    const { markup } = jsonForScript({ text });
    expect(markup).not.toMatch(/[<\u2028\u2029]/);
    expect(JSON.parse(markup)).toEqual({ text });
  }));
});
