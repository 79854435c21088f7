import type { StrategyResult } from './result';

const WIDTH = 900;
const LABELS = 300;
const NUMBERS = 110;
const ROW = 26;
const TOP = 64;
const COLOURS = { lost: '#c0392b', duplicated: '#e08e0b', text: '#222', faint: '#666', safe: '#1e7d46' } as const;

/** A bar a strategy: acknowledged writes that were lost, and such as took effect twice. */
export function renderChart(seed: number, results: readonly StrategyResult[]): string {
  const most = Math.max(1, ...results.map(({ lost, duplicated }) => lost + duplicated));
  const scale = (WIDTH - LABELS - NUMBERS) / most;
  const height = TOP + results.length * ROW + 16;
  const rows = results.map((result, i) => row(result, TOP + i * ROW, scale));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title" font-family="sans-serif" font-size="13">
  <title id="title">Acknowledged writes that were lost or took effect twice, by strategy</title>
  <rect width="${WIDTH}" height="${height}" fill="#fff"/>
  <text x="16" y="26" font-size="16" fill="${COLOURS.text}">Acknowledged writes that were lost or took effect twice</text>
  <rect x="16" y="38" width="10" height="10" fill="${COLOURS.lost}"/><text x="31" y="47" fill="${COLOURS.faint}">lost</text>
  <rect x="70" y="38" width="10" height="10" fill="${COLOURS.duplicated}"/><text x="85" y="47" fill="${COLOURS.faint}">twice</text>
  <text x="135" y="47" fill="${COLOURS.safe}">claimed to be safe</text>
  <text x="${WIDTH - 16}" y="47" text-anchor="end" fill="${COLOURS.faint}">seed ${seed}</text>
${rows.join('\n')}
</svg>
`;
}

function row({ name, safe, acknowledged, lost, duplicated }: StrategyResult, y: number, scale: number): string {
  const [lostWidth, duplicatedWidth] = [round(lost * scale), round(duplicated * scale)];
  const numbers = `${lost} + ${duplicated} of ${acknowledged}`;
  const middle = y + 15;
  return [
    `  <g>`,
    `    <text x="${LABELS - 10}" y="${middle}" text-anchor="end" fill="${safe ? COLOURS.safe : COLOURS.text}">${escaped(name)}</text>`,
    `    <rect x="${LABELS}" y="${y + 3}" width="${lostWidth}" height="16" fill="${COLOURS.lost}"/>`,
    `    <rect x="${round(LABELS + lostWidth)}" y="${y + 3}" width="${duplicatedWidth}" height="16" fill="${COLOURS.duplicated}"/>`,
    `    <text x="${round(LABELS + lostWidth + duplicatedWidth + 6)}" y="${middle}" fill="${COLOURS.faint}">${numbers}</text>`,
    `  </g>`,
  ].join('\n');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
