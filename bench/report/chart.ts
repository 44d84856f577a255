// The results as a chart: a panel of bars for each column of the table of figures, with lines for the middle halves.
import { find, type Results } from "../results";
import type { Summary } from "../statistics";
import { titles, variantNames } from "../variants";
import { columnsOf, value } from "./tables";

const COLORS = { own: "#2f6f4f", others: "#b8c0c8" };

export interface Panel {
  readonly title: string;
  readonly bars: readonly Bar[];
}

interface Bar extends Summary {
  readonly variant: string;
  readonly label: string;
  readonly color: string;
}

export function panelsOf({ rows }: Pick<Results, "rows">): readonly Panel[] {
  return columnsOf({ rows }).map(({ title, unit, quantity, at }) => ({
    title,
    bars: variantNames.flatMap((variant): Bar[] => {
      const summary = find(rows, { ...at, variant })?.[quantity];
      if (summary === undefined) return [];
      const own = variant === "directory" || variant === "executable";
      const color = own ? COLORS.own : COLORS.others;
      return [{ ...summary, variant: titles[variant], label: value(summary, unit), color }];
    }),
  }));
}

/** The text of an SVG file. */
export async function chart(results: Pick<Results, "rows">): Promise<string> {
  // Both are packages of modules only.
  const [vega, vegaLite] = await Promise.all([import("vega"), import("vega-lite")]);
  const { spec } = vegaLite.compile({
    background: "white",
    padding: 10,
    columns: 2,
    concat: panelsOf(results).map(({ title, bars }) => ({
      title: { text: title, anchor: "start" },
      data: { values: [...bars] },
      width: 230,
      height: { step: 20 },
      encoding: { y: { field: "variant", type: "nominal", sort: null, title: null } },
      layer: [
        {
          mark: "bar",
          encoding: {
            x: { field: "median", type: "quantitative", axis: null },
            color: { field: "color", type: "nominal", scale: null },
          },
        },
        {
          mark: "rule",
          encoding: { x: { field: "lower", type: "quantitative" }, x2: { field: "upper" } },
        },
        {
          mark: { type: "text", align: "left", dx: 5 },
          encoding: { x: { field: "upper", type: "quantitative" }, text: { field: "label", type: "nominal" } },
        },
      ],
    })),
    config: { view: { stroke: null }, axis: { domain: false, ticks: false, labelLimit: 220 } },
  });
  const svg = await new vega.View(vega.parse(spec), { renderer: "none" }).toSVG();
  return `${svg}\n`;
}
