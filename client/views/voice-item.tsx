import type { VoiceView } from '../state/model.ts';
import { like } from '../actions/one-tap.ts';
import { sayPlace } from '../text/place.ts';
import { formatMoment } from '../text/time.ts';
import { t } from '../text/words.ts';
import { Face } from './face.tsx';
import { Icon } from '../ui/icon.tsx';
import { MoodFace } from '../ui/mood-face.tsx';
import { w } from '../ui/words.tsx';
import { SaidWords } from './said-words.tsx';
import { DeliveryRail } from './delivery-rail.tsx';

/** One voice: who, when, where, the words; for own ones how far they have come. */
export function VoiceItem({ voice, nowMs, isNew }: { voice: VoiceView; nowMs: number; isNew: boolean }) {
  const { author, comments } = voice;
  const comment = comments.length ? t('voice.comments', { n: comments.length }) : t('voice.comment');
  return (
    <li class="row">
      <Face person={author} />
      <div class="gr wide">
        <h3>
          <span class="name">{author.name}</span>
          {voice.isMine && w('voice.mine')} {isNew && <span class="lab">{w('voice.new')}</span>}
        </h3>
        <VoiceMeta voice={voice} nowMs={nowMs} />
      </div>
      <CheckInPlace voice={voice} />
      <SaidWords text={voice.text} isAbsent={voice.isAbsent} corrections={voice.corrections} nowMs={nowMs} />
      <VoiceDelivery voice={voice} nowMs={nowMs} />
      <div class="x act">
        <LikeButton voice={voice} />
        <a
          class="do"
          href={`/voice/${voice.id}`}
          aria-label={comment + t('sep.dot') + t('voice.open', { name: author.name })}
        >
          <Icon name="talk" />
          {comments.length ? w('voice.comments', { n: comments.length }) : w('voice.comment')}
        </a>
      </div>
    </li>
  );
}

/** Of a check-in: where, in a line of its own. */
export function CheckInPlace({ voice }: { voice: VoiceView }) {
  return (
    voice.checkIn && (
      <p class="x spot">
        <Icon name="pin" />
        <b>{w('checkin.at', { place: sayPlace(voice.checkIn) })}</b>
      </p>
    )
  );
}

export function VoiceMeta({ voice, nowMs }: { voice: VoiceView; nowMs: number }) {
  return (
    <small class="bl">
      <time>{formatMoment(voice.atMs, nowMs)}</time>
      {voice.place && `${t('sep.dot')}${voice.place}`}
      {voice.mood && (
        <span class="nb mood">
          {t('sep.dot')}
          <MoodFace name={voice.mood} />
          {w(`mood.${voice.mood}`)}
        </span>
      )}
      {voice.clamped && <span class="bl">{w('voice.clamped')}</span>}
    </small>
  );
}

export function VoiceDelivery({ voice, nowMs }: { voice: VoiceView; nowMs: number }) {
  if (voice.refused) {
    return (
      <p class="x m">
        <b>{w('delivery.refused')}</b>
        {t('sep.dot')}
        {w(`refused.${voice.refused}`)}
      </p>
    );
  }
  return (
    voice.delivery && (
      <p class="x">
        <DeliveryRail delivery={voice.delivery} nowMs={nowMs} />
      </p>
    )
  );
}

export function LikeButton({ voice }: { voice: VoiceView }) {
  return (
    <button class="do" aria-pressed={voice.iLike} onClick={() => void like(voice.id, voice.iLike)}>
      <Icon name="heart" filled={voice.iLike} />
      {voice.likes ? w('voice.likes', { n: voice.likes }) : w('voice.like')}
    </button>
  );
}
