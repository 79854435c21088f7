/** The states that an alarm can be in. */
export const ALARM_STATES = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const;
export type AlarmState = (typeof ALARM_STATES)[number];

/** What a rule says, ready to be asked. */
export interface AlarmRule {
  /** The alarms that it looks at, by name. */
  readonly children: readonly string[];
  isTrue(stateOf: (alarm: string) => AlarmState | undefined): boolean;
}

/** Said when a rule cannot be read, in the words of the service: the offending token, and where it stands. */
export class RuleError extends Error {}

type Condition = AlarmRule['isTrue'];

interface Token {
  readonly text: string;
  /** Counted from 0. */
  readonly at: number;
}

/**
 * Reads the rule of a composite alarm: functions of an alarm's name or ARN, TRUE, FALSE, AND, OR, NOT and parentheses.
 * NOT binds tighter than AND, and AND tighter than OR.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 *
 * @throws RuleError
 */
export function parseAlarmRule(rule: string): AlarmRule {
  const parser = new Parser(tokensOf(rule), rule.length);
  const condition = parser.whole();
  return { children: [...parser.children], isTrue: condition };
}

/** The name within `arn:aws:cloudwatch:<region>:<account>:alarm:<name>`, or the name itself. */
export function alarmName(nameOrArn: string): string {
  return /^arn:[^:]+:cloudwatch:[^:]*:[^:]*:alarm:(.+)$/.exec(nameOrArn)?.[1] ?? nameOrArn;
}

function tokensOf(rule: string): Token[] {
  // A name that is not quoted ends at a space or a parenthesis; within quotes it may hold both.
  return [...rule.matchAll(/"(?:[^"\\]|\\.)*"|[()]|[^\s()"]+|"/g)].map(({ 0: text, index }) => ({ text, at: index }));
}

class Parser {
  readonly children = new Set<string>();
  private next = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly end: number,
  ) {}

  whole(): Condition {
    const condition = this.any();
    const rest = this.tokens[this.next];
    if (rest !== undefined) throw unexpected(rest);
    return condition;
  }

  private any(): Condition {
    const parts = [this.all()];
    while (this.accept('OR')) parts.push(this.all());
    return (stateOf) => parts.some((part) => part(stateOf));
  }

  private all(): Condition {
    const parts = [this.one()];
    while (this.accept('AND')) parts.push(this.one());
    return (stateOf) => parts.every((part) => part(stateOf));
  }

  private one(): Condition {
    if (this.accept('NOT')) {
      const negated = this.one();
      return (stateOf) => !negated(stateOf);
    }
    if (this.accept('(')) {
      const inner = this.any();
      this.expect(')');
      return inner;
    }
    if (this.accept('TRUE')) return () => true;
    if (this.accept('FALSE')) return () => false;
    return this.function();
  }

  private function(): Condition {
    const token = this.take();
    const wanted = ALARM_STATES.find((state) => state === token.text);
    if (wanted === undefined) throw unexpected(token);
    this.expect('(');
    const argument = this.take();
    if (/^[()"]$/.test(argument.text)) throw unexpected(argument);
    this.expect(')');
    const name = alarmName(argument.text.replace(/^"(.*)"$/, '$1').replace(/\\(.)/g, '$1'));
    this.children.add(name);
    return (stateOf) => stateOf(name) === wanted;
  }

  private accept(text: string): boolean {
    if (this.tokens[this.next]?.text !== text) return false;
    this.next += 1;
    return true;
  }

  private expect(text: string): void {
    const token = this.take();
    if (token.text !== text) throw unexpected(token);
  }

  private take(): Token {
    const token = this.tokens[this.next];
    if (token === undefined) throw new RuleError(`Unexpected end of the rule at char ${this.end}`);
    this.next += 1;
    return token;
  }
}

function unexpected({ text, at }: Token): RuleError {
  return new RuleError(`Unsupported token '${text}' at char ${at}`);
}
