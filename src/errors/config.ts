// Every error that reading the configuration can end in. Codes are stable: operators search for them.

import { define, type ErrorSpec } from './define.ts';

export const CONFIG_ERRORS = {
  unreadable: define('MM_CONFIG_UNREADABLE', 'refuse', 'A file of the configuration is missing or cannot be read.', 'Put the file in place or correct its permissions.'),
  encoding: define('MM_CONFIG_ENCODING', 'refuse', 'Configuration is UTF-8 text without control characters.', 'Save the file as UTF-8.'),
  halfWritten: define('MM_CONFIG_HALF_WRITTEN', 'refuse', 'A file that is not written to its end may mean something else than you do.', 'End the file with a newline, and with `...` where it begins with `---`.'),
  yaml: define('MM_CONFIG_YAML', 'refuse', 'The text is not valid YAML.', 'Correct the syntax at the place shown; indent with spaces.'),
  notUsed: define('MM_CONFIG_YAML_FEATURE', 'refuse', 'Anchors, aliases, merge keys, tags and further documents are refused: inheritance is written with `use`, `extends` and overlays, so that each value has one place.', 'Move shared settings to a preset and name it in `use`.'),
  duplicateKey: define('MM_CONFIG_DUPLICATE_KEY', 'refuse', 'A key written twice would silently lose one of its values.', 'Remove one of the two.'),
  unknownKey: define('MM_CONFIG_UNKNOWN_KEY', 'refuse', 'Unknown keys are refused so that a typo cannot switch off a limit.', 'Correct the spelling or remove the key.'),
  notYet: define('MM_CONFIG_NOT_YET', 'refuse', 'This version does not act on it, and accepting it would pretend a protection that is not there.', 'Remove it.'),
  missing: define('MM_CONFIG_MISSING', 'refuse', 'No default is safe for this setting, so it has to be written.', 'Add the setting.'),
  shape: define('MM_CONFIG_SHAPE', 'refuse', 'The value has another shape than the setting needs.', 'Write the shape that the reference shows.'),
  choice: define('MM_CONFIG_CHOICE', 'refuse', 'The setting takes one of a few words.', 'Write one of the words listed.'),
  unit: define('MM_CONFIG_UNIT', 'refuse', 'Values carry their unit so that a number cannot be read in the wrong one.', 'Write the value with its unit.'),
  range: define('MM_CONFIG_RANGE', 'refuse', 'The value is outside the range in which the setting is safe.', 'Write a value within the range.'),
  curve: define('MM_CONFIG_CURVE', 'refuse', 'A curve has each point once and bends only the way that protects.', 'Correct the points of the curve.'),
  name: define('MM_CONFIG_NAME', 'refuse', 'Names start with a letter and hold letters, digits, `-` and `_`, at most 64.', 'Choose another name.'),
  otherKind: define('MM_CONFIG_OTHER_KIND', 'refuse', 'A section that only another kind of strategy has would be acted on by nobody.', 'Remove the section, or change `kind`.'),
  duplicateName: define('MM_CONFIG_DUPLICATE_NAME', 'refuse', 'Two things of one name cannot be told apart in logs and latches.', 'Rename one of them.'),
  unknownPreset: define('MM_CONFIG_UNKNOWN_PRESET', 'refuse', 'Each name in `use` is a preset of strategies.yaml.', 'Correct the name or add the preset.'),
  unknownStrategy: define('MM_CONFIG_UNKNOWN_STRATEGY', 'refuse', 'An overlay changes a strategy that strategies.yaml has.', 'Correct the name or remove the overlay.'),
  unknownProfile: define('MM_CONFIG_UNKNOWN_PROFILE', 'refuse', 'A profile is a file profiles/<name>.yaml.', 'Correct the name or add the file.'),
  unknownCondition: define('MM_CONFIG_UNKNOWN_CONDITION', 'refuse', 'A condition used by name is written under `conditions`.', 'Correct the name or add the condition.'),
  cycle: define('MM_CONFIG_CYCLE', 'refuse', 'Something that leads back to itself has no meaning.', 'Break the circle.'),
  unreachableOverride: define('MM_CONFIG_UNREACHABLE_OVERRIDE', 'refuse', 'An override for a market which the strategy never takes would be a limit that nobody keeps.', 'Correct the market name, or include the market.'),
  sameMarkets: define('MM_CONFIG_SAME_MARKETS', 'refuse', 'Of two strategies with the same pattern at a venue the second would never get a market.', 'Change one of the patterns or exclude its markets.'),
  fact: define('MM_CONFIG_FACT', 'refuse', 'A rule can ask only about facts that are measured.', 'Use a fact of the reference.'),
  factScope: define('MM_CONFIG_FACT_SCOPE', 'refuse', 'A rule of a wide scope cannot ask about one market.', 'Narrow the scope of the rule, or use a fact of its scope.'),
  factOperator: define('MM_CONFIG_FACT_OPERATOR', 'refuse', 'The operator does not fit the fact or the value.', 'Use an operator that fits.'),
  factWindow: define('MM_CONFIG_FACT_WINDOW', 'refuse', 'A window is written once, and only for facts measured over one.', 'Remove or correct the window.'),
  condition: define('MM_CONFIG_CONDITION', 'refuse', 'A condition is one of `all`, `any`, `not`, `condition`, or a fact with operator and value.', 'Write exactly one of these forms.'),
  outcome: define('MM_CONFIG_OUTCOME', 'refuse', 'Each item of `then` is exactly one outcome.', 'Write each outcome as its own list item.'),
  contradiction: define('MM_CONFIG_CONTRADICTION', 'refuse', 'Two settings contradict each other.', 'Change one of the two.'),
  plainSecret: define('MM_CONFIG_PLAIN_SECRET', 'refuse', 'Secrets are accepted only by reference, since this file is kept, journaled and shown.', 'Write "${env:NAME}" or "${file:/path}".'),
  keyInFile: define('MM_CONFIG_KEY_IN_FILE', 'refuse', 'A value shaped like a private key is refused without being printed.', 'Take it out of the file, and replace the key: it has been on disk.'),
} as const satisfies Readonly<Record<string, ErrorSpec>>;

export type ConfigErrorName = keyof typeof CONFIG_ERRORS;
