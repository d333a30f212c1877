import {
  canRecord,
  startRecording,
  type Recording,
  type RecordedSound,
  type RecordingTrouble,
} from '../platform/recorder.ts';
import { mostFileBytes, mostSoundMs } from '../state/message-limits.ts';

export type { Recording, RecordingTrouble } from '../platform/recorder.ts';

/** Whether this browser can record a voice note. */
export function canRecordSound(): boolean {
  return canRecord();
}

/** Records until it is stopped or a voice note is full. The browser asks whether it may. Needs no network. */
export function recordSound(
  onEnd: (sound: RecordedSound | RecordingTrouble) => void,
): Promise<Recording | RecordingTrouble> {
  return startRecording({ mostMs: mostSoundMs, mostBytes: mostFileBytes }, onEnd);
}
