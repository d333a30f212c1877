import type { Message } from '../../shared/fold/messages.ts';
import type { Talk } from '../../shared/fold/talk.ts';
import { bytesToHex } from '../../shared/protocol/bytes.ts';
import type { ChannelId } from '../../shared/protocol/ids.ts';
import type { FileView } from '../state/conversations.ts';

/** Files of the conversation that is open; see `createTalkFiles`. */
export interface TalkFiles {
  /** From now on files of that conversation are held, and of no other. */
  open(channel: ChannelId | undefined): void;
  view(talk: Talk, channel: ChannelId, file: AttachedFile, isLeftOut: boolean): FileView;
  /** How many are held. */
  held(): number;
}

/** What a message says of its file. */
export type AttachedFile = NonNullable<NonNullable<Message['body']>['file']>;

const mimeByType = { webm: 'audio/webm', ogg: 'audio/ogg', mp4: 'audio/mp4' } as const;

/** Makes one blob of each file, the same as long as its conversation is open: the page goes on showing it. Those of a closed one are let go. */
export function createTalkFiles(): TalkFiles {
  const blobs = new Map<string, Blob>();
  let opened: ChannelId | undefined;
  return {
    open(channel) {
      if (channel !== opened) blobs.clear();
      opened = channel;
    },
    view({ messages }, channel, { hash, type, size, durationMs }, isLeftOut) {
      const name = bytesToHex(hash);
      const isSound = type === 'webm' || type === 'ogg' || type === 'mp4';
      const held = blobs.get(name) ?? null;
      const found = held ? null : messages.fileOf(channel, hash);
      const blob =
        held ?? (found && new Blob([found.data.slice()], { type: isSound ? mimeByType[type] : `image/${type}` }));
      if (blob && channel === opened) blobs.set(name, blob);
      return {
        kind: isSound ? 'sound' : 'picture',
        bytes: size,
        durationMs,
        ...(blob ? { blob } : isLeftOut && { isLeftOut: true }),
      };
    },
    held: () => blobs.size,
  };
}
