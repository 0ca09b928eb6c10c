// The fitted settings as a profile that extends another one, with what they rest on in comments.

import type { Calibration, Recommendation } from './calibration.ts';

const WIDTH = 118;

export function profileOverlay(calibration: Calibration, { queue, why }: Recommendation, schema: string): string {
  const data = [calibration.orders, calibration.probe].flatMap((part) => (part === null ? [] : [`  ${part.data.file} sha256 ${part.data.sha256.slice(0, 16)}`]));
  const written = queue.model === 'decay' ? `{ model: decay, halfLife: ${queue.halfLifeMs / 1_000}s }` : `{ model: ${queue.model} }`;
  const comments = ['Written by `evenkeel calibrate` from:', ...data, '', ...why, '', 'Mind:', ...calibration.warnings.map((warning) => `- ${warning}`)];
  return [
    '---',
    `# yaml-language-server: $schema=${schema}`,
    ...comments.flatMap(wrapped).map((line) => `# ${line}`.trimEnd()),
    '',
    'extends: paper',
    'exchange:',
    `  queue: ${written}`,
    '...',
    '',
  ].join('\n');
}

/** Lines that go on are indented as far as the text of a list. */
function wrapped(text: string): readonly string[] {
  const indent = text.startsWith('- ') ? '  ' : '';
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<=\S) /)) {
    if (line !== '' && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = `${indent}${word}`;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
