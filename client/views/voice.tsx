import { keepDraft, dropDraft } from '../actions/drafts.ts';
import { comment } from '../actions/write.ts';
import { useApp } from '../state/app.ts';
import { matchRoute } from '../state/routes.ts';
import type { CommentView, VoiceView } from '../state/model.ts';
import { formatMoment } from '../text/time.ts';
import { Face } from './face.tsx';
import { Empty } from '../ui/empty.tsx';
import { w } from '../ui/words.tsx';
import { DeliveryRail } from './delivery-rail.tsx';
import { DeliveryTrail } from './delivery-trail.tsx';
import { OwnWords } from './own-words.tsx';
import { SaidWords } from './said-words.tsx';
import { CheckInPlace, LikeButton, VoiceDelivery, VoiceMeta } from './voice-item.tsx';

/** One voice with all that was said to it, and for an own one the way it went. */
export function Voice() {
  const id = matchRoute(useApp((state) => state.path)).id;
  const voice = useApp((state) => state.voices.find((each) => each.id === id));
  const nowMs = useApp((state) => state.nowMs);
  if (!voice) return <Empty icon="home" title={w('voice.lost')} why={w('voice.lostWhy')} />;
  return (
    <>
      <article class="card s">
        <div class="f nw">
          <Face person={voice.author} />
          <div class="gr">
            <h2>
              {voice.author.name}
              {voice.isMine && w('voice.mine')}
            </h2>
            <VoiceMeta voice={voice} nowMs={nowMs} />
          </div>
        </div>
        <CheckInPlace voice={voice} />
        <SaidWords text={voice.text} isAbsent={voice.isAbsent} corrections={voice.corrections} nowMs={nowMs} />
        <VoiceDelivery voice={voice} nowMs={nowMs} />
        <div class="act">
          <LikeButton voice={voice} />
        </div>
        {voice.isMine && !voice.isAbsent && !voice.refused && <OwnWords id={voice.id} />}
      </article>
      {voice.delivery && !voice.refused && <DeliveryTrail delivery={voice.delivery} nowMs={nowMs} />}
      <Comments voice={voice} nowMs={nowMs} />
    </>
  );
}

function Comments({ voice, nowMs }: { voice: VoiceView; nowMs: number }) {
  return (
    <section>
      {voice.comments.length > 0 && <h2 class="hd">{w('voice.comments', { n: voice.comments.length })}</h2>}
      {voice.comments.length > 0 && (
        <ul class="list">
          {voice.comments.map((each) => (
            <Comment key={each.id} comment={each} nowMs={nowMs} />
          ))}
        </ul>
      )}
      <CommentField voice={voice} />
    </section>
  );
}

function Comment({ comment: each, nowMs }: { comment: CommentView; nowMs: number }) {
  return (
    <li class="row">
      <Face person={each.author} />
      <div class="wide">
        <h3>
          {each.author.name}
          {each.isMine && w('voice.mine')} <small class="ib">{formatMoment(each.atMs, nowMs)}</small>
        </h3>
        <SaidWords text={each.text} isAbsent={each.isAbsent} corrections={each.corrections} nowMs={nowMs} />
        {each.delivery && <DeliveryRail delivery={each.delivery} nowMs={nowMs} />}
        {each.isMine && !each.isAbsent && <OwnWords id={each.id} />}
      </div>
    </li>
  );
}

function CommentField({ voice }: { voice: VoiceView }) {
  const key = `comment:${voice.id}` as const;
  const text = useApp((state) => state.drafts[key]) ?? '';
  const send = async (event: Event) => {
    event.preventDefault();
    if (text.trim() && (await comment(voice.id, text.trim())).ok) dropDraft(key);
  };
  return (
    <form class="card s" onSubmit={(event) => void send(event)}>
      <label class="l" for="comment">
        {w('voice.comment')}
      </label>
      <textarea
        id="comment"
        class="fld"
        rows={2}
        value={text}
        onInput={(event) => keepDraft(key, event.currentTarget.value)}
      />
      <button class="btn w" disabled={!text.trim()}>
        {w('voice.commentSend')}
      </button>
    </form>
  );
}
