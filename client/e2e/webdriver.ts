/** One window of a browser that speaks W3C WebDriver (https://www.w3.org/TR/webdriver2/): no more of it than a story needs. */
export interface Window {
  go(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Runs `script` in the page, as the body of a function with `args`, and gives what it returns. */
  run<T>(script: string, ...args: readonly unknown[]): Promise<T>;
  /** Types into the field that `selector` finds. */
  type(selector: string, text: string): Promise<void>;
  /** Clicks what `selector` finds. */
  click(selector: string): Promise<void>;
  /** Clicks the button, link or choice with this name. */
  press(name: string): Promise<void>;
  /** Waits until the page shows `text`. */
  see(text: string): Promise<void>;
  close(): Promise<void>;
}

const elementKey = 'element-6066-11e4-a52e-4f735466cecf';
const longestMs = 30_000;
const lookMs = 50;

/** Opens a window by the driver at `base`. Everything that is looked for is waited for, at most half a minute. */
export async function openWindow(base: string, capabilities: object): Promise<Window> {
  const { sessionId } = await send<{ sessionId: string }>(`${base}/session`, { capabilities });
  const session = `${base}/session/${sessionId}`;
  const run = <T>(script: string, ...args: readonly unknown[]) => send<T>(`${session}/execute/sync`, { script, args });

  async function find(using: 'css selector' | 'xpath', value: string): Promise<string> {
    await send(`${session}/timeouts`, { implicit: longestMs });
    const found = await send<Record<string, string>>(`${session}/element`, { using, value });
    return `${session}/element/${found[elementKey]}`;
  }

  /** Does `what` with the element; once more where the page drew it anew between finding and doing. */
  async function act(using: 'css selector' | 'xpath', value: string, what: string, body: object = {}): Promise<void> {
    for (const endMs = Date.now() + longestMs; ;) {
      try {
        return await send(`${await find(using, value)}/${what}`, body);
      } catch (reason) {
        const isGone = reason instanceof Refusal && reason.code === 'stale element reference';
        if (!isGone || Date.now() > endMs) throw reason;
      }
    }
  }

  return {
    run,
    go: (url) => send(`${session}/url`, { url }),
    reload: () => send(`${session}/refresh`, {}),
    type: (selector, text) => act('css selector', selector, 'value', { text }),
    click: (selector) => act('css selector', selector, 'click'),
    press: (name) => {
      const named = `normalize-space(.)="${name}" or @aria-label="${name}"`;
      return act('xpath', `//*[self::a or self::button or self::label][${named}]`, 'click');
    },
    async see(text) {
      for (const endMs = Date.now() + longestMs; ; await new Promise((next) => setTimeout(next, lookMs))) {
        const shown = await run<string>('return document.body.innerText');
        if (shown.includes(text)) return;
        if (Date.now() > endMs) throw new Error(`“${text}” did not come. The page shows:\n${shown}`);
      }
    },
    close: async () => void (await fetch(session, { method: 'DELETE' })),
  };
}

/** What the driver would not do, by its code in the recommendation. */
class Refusal extends Error {
  readonly code: string;
  constructor(url: string, value: { error: string }) {
    super(`${url}: ${JSON.stringify(value)}`);
    this.code = value.error;
  }
}

async function send<T = void>(url: string, body: object): Promise<T> {
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  const { value } = (await answer.json()) as { value: unknown };
  if (!answer.ok) throw new Refusal(url, value as { error: string });
  return value as T;
}
