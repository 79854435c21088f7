/** Width of a character of 11-pixel sans-serif text, in pixels; about the mean; the font is not known. */
const CHARACTER = 6;

/** Height of a line of text, in pixels. */
export const LINE_HEIGHT = 14;

export interface TextStyle {
  readonly bold?: true;
  readonly colour?: string;
  /** Pixels. @default 11 */
  readonly size?: number;
  /** Whether `x` is where the text ends. */
  readonly end?: true;
}

/** One line of text, with its baseline at `y`, cut with an ellipsis where it is wider than `width` pixels. */
export function textLine(x: number, y: number, content: string, width: number, style: TextStyle = {}): string {
  const { bold, colour, size = 11, end } = style;
  const most = characters((width * 11) / size);
  const shown = content.length > most ? `${content.slice(0, Math.max(0, most - 1)).trimEnd()}…` : content;
  const attributes = [
    bold && ' font-weight="bold"',
    size !== 11 && ` font-size="${size}"`,
    colour !== undefined && ` fill="${colour}"`,
    end && ' text-anchor="end"',
  ].filter(Boolean);
  return `<text x="${x}" y="${y}"${attributes.join('')}>${escapeXml(shown)}</text>`;
}

/** Text in lines of at most `width` pixels, broken at spaces; a word that is wider stays whole. */
export function wrapped(content: string, width: number): readonly string[] {
  const most = characters(width);
  const lines: string[] = [];
  for (const word of content.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= most) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function characters(width: number): number {
  return Math.floor(width / CHARACTER);
}

function escapeXml(content: string): string {
  return content.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
