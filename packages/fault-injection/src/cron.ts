interface Field {
  readonly name: string;
  readonly first: number;
  readonly last: number;
  /** Names of the values, from `first` on. */
  readonly names?: readonly string[];
  /** What the field may be besides lists of values, ranges and steps. */
  readonly also?: RegExp;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const FIELDS: readonly Field[] = [
  { name: 'minutes', first: 0, last: 59 },
  { name: 'hours', first: 0, last: 23 },
  { name: 'day-of-month', first: 1, last: 31, also: /^(\?|L|LW|([1-9]|[12]\d|3[01])W)$/ },
  { name: 'month', first: 1, last: 12, names: MONTHS },
  {
    name: 'day-of-week',
    first: 1,
    last: 7,
    names: DAYS,
    also: /^(\?|([1-7]|[A-Z]{3})?L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)#[1-5])$/,
  },
  { name: 'year', first: 1970, last: 2199 },
];

const EXAMPLE = "'cron(0 10 ? 2,5,8,11 TUE#2 *)'";

/**
 * The problem of a schedule's cron expression, or `false`: six fields, of which day-of-month or day-of-week is '?'.
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
 */
export function cronProblem(prop: string, expression: string): string | false {
  const fields = /^cron\((.*)\)$/.exec(expression)?.[1]?.split(' ');
  if (fields === undefined) return `${prop} '${expression}' is no cron expression; give one such as ${EXAMPLE}`;
  if (fields.length !== FIELDS.length)
    return `${prop} '${expression}' has ${fields.length} fields, and EventBridge Scheduler reads 6: minutes, hours, day-of-month, month, day-of-week, year; give one such as ${EXAMPLE}`;
  const wrong = FIELDS.findIndex((field, index) => !isOf(field, fields[index] ?? ''));
  const field = FIELDS[wrong];
  if (field !== undefined)
    return `${prop} '${expression}' has the ${field.name} '${fields[wrong]}'; give values from ${field.first} to ${field.last}, as in ${EXAMPLE}`;
  return (
    (fields[2] === '?') === (fields[4] === '?') &&
    `${prop} '${expression}' must have '?' for either day-of-month or day-of-week, which would contradict each other; give one such as ${EXAMPLE}`
  );
}

function isOf(field: Field, text: string): boolean {
  if (field.also?.test(text)) return true;
  return text.split(',').every((item) => {
    const [, from, to, step] = /^(\*|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(item) ?? [];
    if (from === undefined || (from === '*' && to !== undefined)) return false;
    if (step !== undefined && Number(step) < 1) return false;
    const [low, high] = [from, to].map((value) =>
      value === undefined || value === '*' ? undefined : valueOf(field, value),
    );
    if ([low, high].includes(null)) return false;
    return typeof low !== 'number' || typeof high !== 'number' || low <= high;
  });
}

/** `null` for what the field cannot be. */
function valueOf({ first, last, names = [] }: Field, text: string): number | null {
  const named = names.indexOf(text);
  const value = named >= 0 ? first + named : /^\d+$/.test(text) ? Number(text) : NaN;
  return value >= first && value <= last ? value : null;
}
