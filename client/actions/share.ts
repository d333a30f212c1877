import { canShare, copyText, shareLink, type ShareOutcome } from '../platform/share.ts';
import { t } from '../text/words.ts';

/** Offers an invitation link to other apps, or copies it where that is not possible. */
export function passOn(link: string): Promise<ShareOutcome> {
  return canShare() ? shareLink(link, t('add.shareText')) : copyText(link);
}

export function copy(text: string): Promise<ShareOutcome> {
  return copyText(text);
}

export function canPassOn(): boolean {
  return canShare();
}
