// Commands that run the one that comes after them with other file systems, in a name space of mounts that ends with it.
import { run } from "../../testing/processes";

const UNSHARE = ["unshare", "--map-root-user", "--mount"] as const;

/** Whether this system has such name spaces, and this user may make one. */
export async function canMount(): Promise<boolean> {
  const [command, ...args] = UNSHARE;
  return run(command, [...args, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]).then(
    ({ exitCode }) => exitCode === 0,
    () => false,
  );
}

const READ_ONLY = `
while [ "$1" != -- ]; do mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" || exit 125; shift; done
shift; cd "$PWD" && exec "$@"`;

/** With directories that cannot be written to. */
export function readOnly(...directories: readonly string[]): readonly string[] {
  return [...UNSHARE, "sh", "-c", READ_ONLY, "sh", ...directories, "--"];
}

/** In a directory of a file system that takes no more than 16 KB. What is in it at the end is printed. */
export function onFullDisk(directory: string): readonly string[] {
  const script = 'mount -t tmpfs -o size=16k tmpfs "$1" && cd "$1" || exit 125; shift; "$@"; code=$?; ls; exit $code';
  return [...UNSHARE, "sh", "-c", script, "sh", directory];
}
