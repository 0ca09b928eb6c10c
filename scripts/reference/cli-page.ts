// Every command with its arguments and options, from the command line's own definitions.

import type { Command } from 'commander';
import { buildProgram } from '../../src/cli/program.ts';
import { EXIT, EXIT_MEANING } from '../../src/errors/exit-codes.ts';
import { cell, code, referencePage, sentence, table, type Page } from '../markdown.ts';

export function cliPage(): Page {
  const nothing = (): void => {};
  const program = buildProgram({ out: nothing, err: nothing, isColoured: false, environment: {} }, nothing);
  return referencePage('cli', 'Commands', ['src/cli/program.ts', 'src/errors/exit-codes.ts'], [
    'In a checkout a command is started with `npx evenkeel <command>` or `bin/evenkeel <command>`.',
    '## Options of every command',
    'They stand before or after the name of the command.',
    optionTable(program),
    ...groupsOf(program).flatMap(({ title, commands }) => [`## ${title}`, ...commands.flatMap((command) => commandSections(command))]),
    '## Exit codes',
    table(['code', 'meaning'], Object.entries(EXIT).map(([name, value]) => [String(value), EXIT_MEANING[name as keyof typeof EXIT]])),
  ]);
}

interface Group { readonly title: string; readonly commands: readonly Command[] }

function groupsOf(program: Command): readonly Group[] {
  const groups = new Map<string, Command[]>();
  for (const command of program.commands) {
    const title = command.helpGroup().replace(/:$/, '');
    groups.set(title, [...(groups.get(title) ?? []), command]);
  }
  return [...groups].map(([title, commands]) => ({ title, commands }));
}

/** `parent`: the words before its name. A command of commands is followed by them. */
function commandSections(command: Command, parent = 'evenkeel'): readonly string[] {
  const { registeredArguments, options, commands } = command;
  const name = `${parent} ${command.name()}`;
  return [
    `### ${name}`,
    sentence(command.description()),
    code(`${name} ${command.usage()}`),
    ...(registeredArguments.length === 0 ? [] : [table(['argument', 'meaning'], registeredArguments.map((argument) => [
      code(argument.name()), cell(`${sentence(argument.description)}${argument.defaultValue === undefined ? '' : ` Default: ${code(String(argument.defaultValue))}.`}`),
    ]))]),
    ...(options.length === 0 ? [] : [optionTable(command)]),
    ...commands.flatMap((inner) => commandSections(inner, name)),
  ];
}

const optionTable = ({ options }: Command): string => table(['option', 'meaning'], options.map((option) => [
  code(option.flags), cell(`${sentence(option.description)}${option.defaultValue === undefined || option.negate ? '' : ` Default: ${code(String(option.defaultValue))}.`}`),
]));
