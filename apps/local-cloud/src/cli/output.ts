import { styleText } from 'node:util';
import { progressLines } from '@active-active/command-line';

type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow';

/** Where the command line writes. Results go to standard output, progress and errors to standard error. */
export interface Output {
  readonly json: boolean;
  result(human: string, machine: object): void;
  progress(line: string): void;
  /** Colours the text, on a terminal only. */
  paint(style: Style, text: string): string;
}

export function terminalOutput(json: boolean): Output {
  const coloured = process.stdout.isTTY === true && !json && process.env['NO_COLOR'] === undefined;
  return {
    json,
    result: (human, machine) => console.log(json ? JSON.stringify(machine, undefined, 2) : human),
    progress: progressLines(),
    paint: (style, text) => (coloured ? styleText(style, text) : text),
  };
}
