// A list of patterns over market names, each once.

import { z } from 'zod';
import { fault, words, type SettingMeta } from './scalars.ts';

const pattern = words('A market name; `*` stands for any run of characters.', 200);

export const patterns = (description: string) => z.array(pattern).superRefine((list, context) => {
  for (const [index, text] of list.entries()) {
    if (list.indexOf(text) !== index) fault(context, 'duplicateName', `\`${text}\` is listed twice`, 'remove one of the two', [index]);
  }
}).meta({ description, unit: 'list of patterns', examples: ['["*"]'] } satisfies SettingMeta);
