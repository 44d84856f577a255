import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable, Writable } from "node:stream";
import { pathToFileURL } from "node:url";
import { chromium } from "../../tools/chromium";
import { removeDirectory } from "../../tools/programs";

interface Answer {
  readonly id?: number;
  readonly method?: string;
  readonly sessionId?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

/** A headless browser with one page, over the pipe of the Chrome DevTools Protocol. */
export class Browser {
  #last = 0;
  #rest = "";
  #session: string | undefined;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #loaded: () => void = () => {};
  /** What the page asked the network for, and what it complained about. */
  readonly requests: string[] = [];
  readonly errors: string[] = [];

  private constructor(
    readonly child: ChildProcess,
    readonly profile: string,
  ) {
    (child.stdio[4] as Readable).setEncoding("utf8").on("data", (text: string) => this.#read(text));
  }

  static async start(): Promise<Browser> {
    const { path: command, env } = await chromium();
    const profile = await mkdtemp(path.join(tmpdir(), "aws-serverless-guard-browser-"));
    const flags = ["--headless=shell", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"];
    const child = spawn(command, [...flags, "--remote-debugging-pipe", `--user-data-dir=${profile}`, "about:blank"], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    });
    const browser = new Browser(child, profile);
    const { targetId } = await browser.#send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await browser.#send("Target.attachToTarget", { targetId, flatten: true });
    browser.#session = String(sessionId);
    for (const domain of ["Page", "Network", "Runtime", "Log"]) await browser.#send(`${domain}.enable`);
    return browser;
  }

  /** Shows a file in a window of a size, in light or dark. */
  async open(file: string, { width = 1280, height = 800, scheme = "light" } = {}): Promise<void> {
    await this.#send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: false });
    await this.#send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }] });
    const loaded = new Promise<void>((resolve) => {
      this.#loaded = resolve;
    });
    await this.#send("Page.navigate", { url: pathToFileURL(file).href });
    await loaded;
  }

  /** What an expression is in the page. */
  async evaluate<T>(expression: string): Promise<T> {
    const answer = await this.#send("Runtime.evaluate", { expression, returnByValue: true, awaitPromise: true });
    const { result, exceptionDetails } = answer as { result?: { value?: T }; exceptionDetails?: object };
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
    return result?.value as T;
  }

  async screenshot(): Promise<Buffer> {
    const { data } = await this.#send("Page.captureScreenshot", { format: "png" });
    return Buffer.from(String(data), "base64");
  }

  async stop(): Promise<void> {
    const closed = once(this.child, "close");
    this.child.kill("SIGKILL");
    await closed;
    await removeDirectory(this.profile);
  }

  #send(method: string, params: object = {}): Promise<Readonly<Record<string, unknown>>> {
    const id = ++this.#last;
    const sessionId = this.#session;
    (this.child.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) => {
        if (error === undefined) resolve(result ?? {});
        else reject(new Error(`${method}: ${error.message}`));
      });
    });
  }

  #read(text: string): void {
    const [first = "", ...others] = (this.#rest + text).split("\0");
    const all = [first, ...others];
    this.#rest = all.pop() ?? "";
    for (const message of all) this.#take(JSON.parse(message) as Answer);
  }

  #take(answer: Answer): void {
    if (answer.id !== undefined) {
      this.#waiting.get(answer.id)?.(answer);
      this.#waiting.delete(answer.id);
    } else if (answer.method === "Page.loadEventFired") this.#loaded();
    else if (answer.method === "Network.requestWillBeSent")
      this.requests.push(JSON.stringify(answer.params?.documentURL));
    else if (answer.method === "Runtime.exceptionThrown" || answer.method === "Log.entryAdded")
      this.errors.push(JSON.stringify(answer.params));
  }
}
