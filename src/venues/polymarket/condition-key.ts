// One form of a condition's id to compare by: Protocol V2 writes 31 bytes in some places and 32, padded on the right, in others.

export const conditionKey = (id: string): string => id.toLowerCase().padEnd(66, '0');
