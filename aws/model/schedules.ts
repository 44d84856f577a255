import { quote } from "../../kit/text";

/** A field of a cron expression: its values and its name. */
interface Field {
  readonly noun: string;
  readonly least: number;
  readonly most: number;
  readonly names?: readonly string[];
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/** Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html */
const FIELDS: readonly Field[] = [
  { noun: "minutes", least: 0, most: 59 },
  { noun: "hours", least: 0, most: 23 },
  { noun: "day of the month", least: 1, most: 31 },
  { noun: "month", least: 1, most: 12, names: MONTHS },
  { noun: "day of the week", least: 1, most: 7, names: DAYS },
  { noun: "year", least: 1970, most: 2199 },
];
const [DAY_OF_MONTH, DAY_OF_WEEK] = [2, 4];

/** The fault of an expression, and its fix. */
export interface ScheduleProblem {
  readonly problem: string;
  readonly fix: string;
}

/**
 * The fault of a schedule of a rule, or of EventBridge Scheduler, which is less strict. Undefined if AWS accepts it,
 * or may accept it.
 * @param note gets each part of the expression in the message, which may be secret
 */
export function scheduleProblem(
  expression: string,
  of: "rule" | "schedule",
  note: (made: string) => void,
): ScheduleProblem | undefined {
  const show: Show = (made) => {
    note(made);
    return quote(made);
  };
  const [, written, inner = ""] = /^([a-z]+)\(([\s\S]*)\)$/i.exec(expression.trim()) ?? [];
  const kind = written?.toLowerCase();
  if (kind === "rate") return rateProblem(inner, of, show);
  if (kind === "cron") return cronProblem(inner, show);
  if (kind === "at" && of === "schedule") return atProblem(inner, show);
  const fix = "write rate(5 minutes), or cron(0 18 ? * MON-FRI *)";
  return {
    problem: `${quote(expression)} is neither rate(…) nor cron(…)${of === "schedule" ? " nor at(…)" : ""}`,
    fix,
  };
}

/** Quotes a text that is made from the expression. */
type Show = (made: string) => string;

function rateProblem(inner: string, of: "rule" | "schedule", show: Show): ScheduleProblem | undefined {
  const [, number = "", unit = ""] = /^\s*(\S+)\s+(\S+)\s*$/.exec(inner) ?? [];
  const value = Number(number);
  if (!/^\d{1,9}$/.test(number) || value === 0 || !/^(minute|hour|day)s?$/.test(unit)) {
    const problem = `${show(`rate(${inner})`)} is not a valid rate`;
    return { problem, fix: "write a number above 0 and minutes, hours or days, such as rate(5 minutes)" };
  }
  const isRight = of === "schedule" || unit.endsWith("s") === value > 1;
  if (isRight) return undefined;
  const right = `rate(${number} ${value > 1 ? `${unit}s` : unit.slice(0, -1)})`;
  return {
    problem: `AWS refuses ${show(`rate(${inner})`)}: after ${number} the unit is ${value > 1 ? "plural" : "singular"}`,
    fix: `write ${show(right)}`,
  };
}

/**
 * Times without seconds are left alone, since AWS does not say that it refuses them.
 * Source: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#one-time
 */
function atProblem(inner: string, show: Show): ScheduleProblem | undefined {
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?$/.test(inner.trim())) return undefined;
  const problem = `${show(`at(${inner})`)} is not a time that AWS accepts: it needs date, T and time, without a zone`;
  return {
    problem,
    fix: "write it like at(2026-01-31T08:00:00), and set scheduleExpressionTimezone where it is not UTC",
  };
}

function cronProblem(inner: string, show: Show): ScheduleProblem | undefined {
  const fields = inner.trim().split(/\s+/);
  if (fields.length !== FIELDS.length) {
    const problem = `${show(`cron(${inner})`)} has ${fields.length} fields, and needs six: ${FIELDS.map(({ noun }) => noun).join(", ")}`;
    return { problem, fix: `write ${show(suggested(fields) ?? "cron(0 18 ? * MON-FRI *)")}` };
  }
  for (const [index, field] of FIELDS.entries()) {
    const problem = fieldProblem(fields[index] ?? "", field);
    if (problem !== undefined) {
      const range = field.names
        ? `${field.least} to ${field.most} or ${field.names[0]} to ${field.names.at(-1)}`
        : `${field.least} to ${field.most}`;
      return {
        problem: `${show(`cron(${inner})`)} has ${show(problem)} for the ${field.noun}, which AWS refuses`,
        fix: `write ${range} there`,
      };
    }
  }
  const questions = [DAY_OF_MONTH, DAY_OF_WEEK].filter((index) => fields[index] === "?").length;
  if (questions === 1) return undefined;
  const problem = `${show(`cron(${inner})`)} has ${questions === 0 ? "no ?" : "two ?"}, and needs exactly one, for the day of the month or the day of the week`;
  return { problem, fix: `write ${show(withQuestion(fields))}` };
}

/** A value that a field does not allow. Only plain numbers, names, lists and ranges are checked. */
function fieldProblem(text: string, { least, most, names }: Field): string | undefined {
  for (const part of text.split(",")) {
    const [range = "", step] = part.split("/");
    if (step !== undefined && !/^\d+$/.test(step)) continue;
    for (const end of range.split("-")) {
      if (/^\d+$/.test(end) && (Number(end) < least || Number(end) > most)) return end;
      if (/^[a-z]{3}$/i.test(end) && !names?.includes(end.toUpperCase())) return end;
    }
  }
  return undefined;
}

/** Converts five fields of other systems, whose weekdays start at 0 for Sunday; AWS's start at 1. */
function suggested(fields: readonly string[]): string | undefined {
  if (fields.length !== 5) return undefined;
  const [minutes = "", hours = "", day = "", month = "", weekday = ""] = fields;
  const named = weekday.replace(/\d+/g, (digit) => DAYS[Number(digit) % 7] ?? digit);
  return withQuestion([minutes, hours, day, month, /^[\d,-]+$/.test(weekday) ? named : weekday, "*"]);
}

function withQuestion([minutes, hours, day, month, weekday, year]: readonly string[]): string {
  const isByWeekday = weekday !== "*" && weekday !== "?";
  const days = isByWeekday ? ["?", weekday] : [day === "?" ? "*" : day, "?"];
  return `cron(${[minutes, hours, days[0], month, days[1], year].join(" ")})`;
}
