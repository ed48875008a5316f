interface Detected {
  rawValue: string;
}
interface Detector {
  detect(source: CanvasImageSource): Promise<Detected[]>;
}
type DetectorClass = new () => Detector;

const detectorClass = (): DetectorClass | undefined =>
  (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;

/** Whether this phone reads codes by itself; otherwise they are typed. */
export const canScan = (): boolean =>
  detectorClass() !== undefined && navigator.mediaDevices?.getUserMedia !== undefined;

/**
 * Shows the camera in `video` and calls `found` with the first code that it sees.
 * @returns a function that ends it
 * @throws DOMException NotAllowedError, NotFoundError when there is no camera for us
 */
export async function scan(video: HTMLVideoElement, found: (text: string) => void): Promise<() => void> {
  const Detector = detectorClass();
  if (!Detector) throw new DOMException('no detector', 'NotSupportedError');
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
  video.srcObject = stream;
  await video.play();
  const detector = new Detector();
  let over = false;
  const end = () => {
    over = true;
    for (const track of stream.getTracks()) track.stop();
  };
  const look = async () => {
    if (over) return;
    const [code] = await detector.detect(video).catch(() => []);
    if (code?.rawValue) {
      end();
      found(code.rawValue);
    } else setTimeout(() => void look(), 200);
  };
  void look();
  return end;
}
