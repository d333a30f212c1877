import { canShare, copyText, share, type ShareOutcome } from '../platform/share.ts';
import { t } from '../text/words.ts';

/** Offers an invitation link to other apps, or copies it where that is not possible. */
export function passOn(link: string): Promise<ShareOutcome> {
  return canShare() ? share({ url: link, text: t('add.shareText') }) : copyText(link);
}

/** Offers text to other apps, such as messengers and mail. */
export function passOnText(text: string): Promise<ShareOutcome> {
  return share({ text });
}

export function copy(text: string): Promise<ShareOutcome> {
  return copyText(text);
}

export function canPassOn(): boolean {
  return canShare();
}
