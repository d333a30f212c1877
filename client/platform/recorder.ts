/** A voice as it was recorded. */
export interface RecordedSound {
  readonly data: Uint8Array<ArrayBuffer>;
  readonly type: 'opus' | 'mp4';
  readonly durationMs: number;
}

/** A recording under way. */
export interface Recording {
  /** Ends it; what was recorded comes by `onEnd`. The second time it changes nothing. */
  stop(): void;
  /** How loud it is now, from 0 to 1. */
  level(): number;
}

/** Why there is no recording: the person or the browser did not allow it, there is no microphone, or it came out too large. */
export type RecordingTrouble = 'denied' | 'none' | 'large';

// Opus of one voice is understood at this rate, and half a minute of it with its wrapping stays under 61,440 bytes.
const bitsPerSecond = 13_000;
const sliceMs = 500;
// What may still come after the last slice that was counted.
const reserveBytes = 3_000;

const types = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'];

/** Whether this browser records in a form that others can play. */
export function canRecord(): boolean {
  return typeof MediaRecorder !== 'undefined' && 'mediaDevices' in navigator && typeToRecord() !== undefined;
}

function typeToRecord(): string | undefined {
  return types.find((type) => MediaRecorder.isTypeSupported(type));
}

/**
 * Records from the microphone, which the browser asks for, until it is stopped, `mostMs` have passed or the bytes come near `mostBytes`. Then the microphone is let go
 * and `onEnd` called once.
 */
export async function startRecording(
  { mostMs, mostBytes }: { mostMs: number; mostBytes: number },
  onEnd: (sound: RecordedSound | RecordingTrouble) => void,
): Promise<Recording | RecordingTrouble> {
  const mimeType = typeToRecord();
  if (!mimeType) return 'none';
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, noiseSuppression: true } });
  } catch (reason) {
    console.info('No microphone.', reason);
    return reason instanceof DOMException && reason.name === 'NotAllowedError' ? 'denied' : 'none';
  }
  const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: bitsPerSecond });
  const meter = createMeter(stream);
  const parts: Blob[] = [];
  const startedMs = performance.now();
  let size = 0;
  const stop = () => {
    if (recorder.state !== 'inactive') recorder.stop();
  };
  const timer = setTimeout(stop, mostMs);
  recorder.addEventListener('dataavailable', ({ data }) => {
    parts.push(data);
    size += data.size;
    if (size > mostBytes - reserveBytes) stop();
  });
  recorder.addEventListener('stop', () => {
    clearTimeout(timer);
    const durationMs = Math.min(mostMs, Math.round(performance.now() - startedMs));
    for (const track of stream.getTracks()) track.stop();
    meter.close();
    const type = mimeType.startsWith('audio/mp4') ? 'mp4' : 'opus';
    if (size > mostBytes) onEnd('large');
    else void new Blob(parts).arrayBuffer().then((data) => onEnd({ data: new Uint8Array(data), type, durationMs }));
  });
  recorder.start(sliceMs);
  return { stop, level: meter.level };
}

/** Listens along, for the eye alone. */
function createMeter(stream: MediaStream): { level(): number; close(): void } {
  const audio = new AudioContext();
  const listener = new AnalyserNode(audio, { fftSize: 256 });
  audio.createMediaStreamSource(stream).connect(listener);
  const samples = new Float32Array(listener.fftSize);
  return {
    level() {
      listener.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      return Math.min(1, Math.sqrt(power) * 4);
    },
    close: () => void audio.close(),
  };
}
