/** The app that shows this page in a window of its own: LINE, another one on Android, another one elsewhere. */
export type AppAround = 'line' | 'android' | 'elsewhere';

const apps = /FBA[NV]|FB_IAB|Instagram|Twitter|KAKAOTALK|MicroMessenger|Snapchat|TikTok|BytedanceWebview|YJApp/;

/**
 * Inside which app a page with this user agent is shown, or null in a browser. Such windows have a storage of their own, apart from that of the browser.
 * Android says `wv` (https://developer.chrome.com/docs/webview/user-agent-string); on an iPhone a window that is neither Safari nor on the home screen
 * lacks the word Safari.
 */
export function appAround(userAgent: string, isOnHomeScreen: boolean): AppAround | null {
  if (/\bLine\//.test(userAgent)) return 'line';
  const isAndroid = userAgent.includes('Android');
  const isBareWindow = isAndroid
    ? userAgent.includes('; wv)')
    : /iPhone|iPad/.test(userAgent) && !userAgent.includes('Safari/') && !isOnHomeScreen;
  if (!apps.test(userAgent) && !isBareWindow) return null;
  return isAndroid ? 'android' : 'elsewhere';
}

/** The address that opens `page` in the browser from inside such an app, or null where there is none: then the link has to be carried by hand. */
export function wayOut(around: AppAround, page: string): string | null {
  const url = new URL(page);
  if (around === 'line') {
    url.searchParams.set('openExternalBrowser', '1');
    return url.href;
  }
  if (around !== 'android') return null;
  const scheme = url.protocol.slice(0, -1);
  return `intent://${url.host}${url.pathname}#Intent;scheme=${scheme};action=android.intent.action.VIEW;end`;
}
