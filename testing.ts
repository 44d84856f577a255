// What tests of a policy pack check programs with, on the real engine and without an account. No pack loads it.
export type { Stage } from "./kit/metadata";
export { type JudgedFinding, type JudgeOptions, judge } from "./testing/judge";
