/** Its mode in builds that browser stories run: there the clock may be shifted. False in what `npm start` serves. */
declare const __TEST_BUILD__: string | false;

/** In the worker: every file of the built client, with a hash of its contents. */
declare const __PRECACHE__: readonly { readonly url: string; readonly hash: string }[];

/** In the worker: files that are kept once they were used. */
declare const __LATER__: readonly { readonly url: string; readonly hash: string }[];

/** In the worker: changes when any precached file changes. */
declare const __PRECACHE_VERSION__: string;
