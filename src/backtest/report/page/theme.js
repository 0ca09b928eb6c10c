// Colours out of the style sheet, and figures as the tables write them.

const MODEL_COLOURS = 6;
const DASHES = [[], [9, 4], [3, 3], [12, 3, 3, 3], [6, 2], [2, 5]];

export const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
export const modelColour = (i) => colour(`m${i % MODEL_COLOURS}`);
export const modelDash = (i) => DASHES[i % DASHES.length];

const signed = (value, text) => `${value > 0 ? '+' : value < 0 ? '−' : ''}${text}`;
const known = (format) => (value) => (value === null || value === undefined ? '–' : format(value));

export const money = known((value) => signed(value, `$${Math.abs(value).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`));
export const amount = known((value) => `$${value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`);
export const price = known((value) => `${(value * 100).toFixed(2).replace(/\.?0+$/, '')}c`);
export const cents = known((value) => signed(value, `${Math.abs(value).toFixed(2)}c`));
export const shares = known((value) => signed(value, Math.abs(value).toLocaleString('en-US', { maximumFractionDigits: 2 })));
export const time = known((value) => new Date(value).toISOString().slice(5, 19).replace('T', ' '));
