/** Web Mercator, the whole world from 0 to 1, y downwards. */
export const mercatorX = (lng: number): number => lng / 360 + 0.5;

export function mercatorY(lat: number): number {
  const sine = Math.sin((lat * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

/** How the world lies on the screen: `x * scale + left`. A map that is neither turned nor tilted. */
export interface View {
  scale: number;
  left: number;
  top: number;
  width: number;
  height: number;
}
