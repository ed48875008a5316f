const LONGEST_EDGE_PIXELS = 1600;
const QUALITY = 0.8;

/**
 * A photo as small as a proof needs: at most 1600 pixels wide or high, JPEG, without the place and device that cameras
 * write into their files.
 * @throws DOMException when the file is no picture
 */
export async function shrink(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST_EDGE_PIXELS / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return toBlob(canvas, 'image/jpeg');
}

export function toBlob(canvas: HTMLCanvasElement, type: 'image/jpeg' | 'image/png'): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('The picture could not be made'))),
      type,
      QUALITY,
    );
  });
}
