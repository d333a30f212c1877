export type CameraOutcome = 'ended' | 'denied' | 'none';

/**
 * Shows the camera that looks away from the person in `video` and calls `onFrame` with it about eight times a second,
 * one at a time, until `signal` says stop. Resolves when it has ended or could not begin.
 */
export async function watchCamera(
  video: HTMLVideoElement,
  onFrame: (video: HTMLVideoElement) => Promise<void>,
  signal: AbortSignal,
): Promise<CameraOutcome> {
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: 'environment', width: { ideal: 1280 } },
    });
  } catch (reason) {
    return reason instanceof DOMException && reason.name === 'NotAllowedError' ? 'denied' : 'none';
  }
  try {
    video.srcObject = stream;
    if (!signal.aborted) await video.play();
    while (!signal.aborted) {
      if (video.videoWidth > 0) await onFrame(video);
      await new Promise((resolve) => setTimeout(resolve, 120));
    }
    return 'ended';
  } catch (reason) {
    // play() is refused when the element left the page meanwhile.
    return signal.aborted || (reason instanceof DOMException && reason.name === 'AbortError') ? 'ended' : 'none';
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
}
