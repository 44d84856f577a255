// The results as tables: the same on a terminal and in docs/performance.md.
import { table } from "../../tools/generate/markdown";
import { type Judgement, judge } from "../goals";
import { find, isNoisy, type Place, type Quantity, type Results, type Row } from "../results";
import { type Summary, spread } from "../statistics";
import { titles, variantNames } from "../variants";

/** A column of the table of figures. */
export interface Column {
  readonly title: string;
  readonly unit: "s" | "MB";
  readonly quantity: Quantity;
  readonly at: Omit<Place, "variant">;
}

/** A column for each comparison, and for the memory in the largest analysis. */
export function columnsOf({ rows }: Pick<Results, "rows">): readonly Column[] {
  const places = new Map(rows.map(({ measure, size }) => [`${measure} ${size}`, { measure, size }]));
  const columns = [...places.values()].map(
    (at): Column => ({
      title: at.size === undefined ? at.measure : `${command(at)}, ${number(at.size)} resources`,
      unit: "s",
      quantity: "seconds",
      at,
    }),
  );
  const largest = columns.filter(({ at }) => at.measure === "analyze").at(-1);
  return largest === undefined
    ? columns
    : [
        ...columns,
        { ...largest, title: `memory, ${number(largest.at.size)} resources`, unit: "MB", quantity: "peakMb" },
      ];
}

const NOISY = " (noisy)";

/** What a bench has found, and whether something in it is marked as noisy, which asks for a word on what that means. */
export function tablesOf(results: Pick<Results, "rows">) {
  const [figures, goals] = [figuresTable(results), goalsTable(results)];
  return { figures, goals, isNoisy: [figures, goals].some((table) => table.includes(NOISY)) };
}

export function figuresTable({ rows }: Pick<Results, "rows">): string {
  const columns = columnsOf({ rows });
  const lines = variantNames
    .filter((variant) => rows.some((row) => row.variant === variant))
    .map((variant) => [
      titles[variant],
      ...columns.map((column) => {
        const row = find(rows, { ...column.at, variant });
        const summary = row?.[column.quantity];
        return row && summary ? cell(summary, column, row) : "";
      }),
    ]);
  return table(["", ...columns.map(({ title }) => title)], lines);
}

export function goalsTable(results: Pick<Results, "rows">): string {
  const [executable, directory] = [judge(results, "executable"), judge(results, "directory")];
  const lines = executable.map((judgement, index) => [
    judgement.goal.name,
    `${judgement.goal.atMost} ×`,
    verdict(judgement),
    verdict(directory[index]),
  ]);
  return table(["Ratio", "Goal", titles.executable, titles.directory], lines);
}

function verdict(judgement: Judgement | undefined): string {
  if (judgement?.ratio === undefined) return "not measured";
  const { ratio, met, noisy } = judgement;
  return `${ratio.toFixed(2)} ×, ${met ? "met" : "missed"}${noisy ? NOISY : ""}`;
}

function cell(summary: Summary, { unit, quantity }: Column, row: Row): string {
  const range = row.samples.length > 1 ? ` ± ${Math.round((spread(summary) / 2) * 100)} %` : "";
  return `${value(summary, unit)}${range}${isNoisy(row, quantity) ? NOISY : ""}`;
}

export function value({ median }: Summary, unit: Column["unit"]): string {
  return unit === "s" ? `${median.toFixed(median < 1 ? 3 : 2)} s` : `${Math.round(median)} MB`;
}

function command({ measure }: Pick<Place, "measure">): string {
  return measure === "analyze" ? "policy analyze" : measure;
}

function number(value: number | undefined): string {
  return (value ?? 0).toLocaleString("en-US");
}
