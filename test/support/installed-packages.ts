import lock from "../../package-lock.json";

export interface LockedPackage {
  readonly dev?: boolean;
  readonly license?: string;
  readonly version?: string;
}

/** What is installed with the package, by the path that it is installed to. */
export const installedPackages = Object.entries(lock.packages as Readonly<Record<string, LockedPackage>>).filter(
  // The pack itself and its workspace of tools are no packages that it brings.
  ([name, { dev }]) => name.startsWith("node_modules/") && name !== "node_modules/aws-serverless-guard-tools" && !dev,
);
