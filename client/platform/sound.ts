let context: AudioContext | undefined;

const tones = [
  { hertz: 523.25, atSeconds: 0 },
  { hertz: 659.26, atSeconds: 0.18 },
] as const;
const toneSeconds = 0.6;
const loudness = 0.12;

/** Two soft tones, made here. Silent where the page was never touched, since browsers let no such page sound, and where there is no Web Audio. */
export function playSoftly(): void {
  if (typeof AudioContext === 'undefined' || navigator.userActivation?.hasBeenActive === false) return;
  const audio = (context ??= new AudioContext());
  audio.resume().catch((reason: unknown) => console.info('No sound.', reason));
  for (const { hertz, atSeconds } of tones) {
    const begin = audio.currentTime + atSeconds;
    const volume = new GainNode(audio, { gain: 0 });
    // Neither end clicks.
    volume.gain.setValueAtTime(0, begin);
    volume.gain.linearRampToValueAtTime(loudness, begin + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.001, begin + toneSeconds);
    const tone = new OscillatorNode(audio, { frequency: hertz, type: 'sine' });
    tone.connect(volume).connect(audio.destination);
    tone.start(begin);
    tone.stop(begin + toneSeconds);
  }
}
