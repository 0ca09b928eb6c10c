// One outcome of a rule in words, as it stands in the YAML: `pull both`, `widen 1.5x`, `shift +0.8c`.

import type { RuleOutcome } from '../../config/compiled-config.ts';
import { formatFact } from './format-fact.ts';

export function describeOutcome(outcome: RuleOutcome): string {
  switch (outcome.kind) {
    case 'permission': return `permission ${outcome.permission}`;
    case 'pull': return `pull ${outcome.side}`;
    case 'widen': return `widen ${outcome.factor}x`;
    case 'shrink': return `shrink ${formatFact('fraction', outcome.factor)}`;
    case 'liquidate': return `liquidate ${outcome.stage}`;
    case 'alert': return `alert ${outcome.severity}`;
    case 'shift': {
      const { micros, ticks } = outcome.by;
      const parts: string[] = [];
      if (micros !== 0 || ticks === 0) parts.push(signed(micros, formatFact('price', micros)));
      if (ticks !== 0) parts.push(signed(ticks, `${ticks} ${Math.abs(ticks) === 1 ? 'tick' : 'ticks'}`));
      return `shift ${parts.join(' ')}`;
    }
  }
}

const signed = (value: number, text: string): string => (value > 0 ? `+${text}` : text);
