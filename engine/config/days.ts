// Days of the calendar, such as 2027-03-31. All are in UTC, so that an exemption ends at the same moment for everybody.

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Whether a text is a day of the calendar. */
export function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(text) : undefined;
  // `new Date` reads February 30 as March 2.
  return time !== undefined && !Number.isNaN(time.getTime()) && dayOf(time) === text;
}

export function today(): string {
  return dayOf(new Date());
}

export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
}

function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}
