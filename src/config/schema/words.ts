// How a closed set of words is shown to an operator: `mid | micro-price | book-imbalance`.

export const choiceWords = (words: readonly string[]): string => words.join(' | ');
