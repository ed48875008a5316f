import { session } from '../app/session.ts';
import { t } from '../app/words.ts';
import { Map as MapLibreMap, type MapOptions, type StyleSpecification } from './maplibre.ts';
import { sayAttribution } from '../first-screen/say-attribution.ts';

/** The imported streets in light or dark. Its container is `aria-busy` until it has been drawn whole in them. */
export class StreetMap extends MapLibreMap {
  #dark: boolean;

  constructor(dark: boolean, options: Omit<MapOptions, 'style' | 'transformRequest'>) {
    super({ ...options, transformRequest: withToken });
    this.#dark = dark;
    this.on('idle', () => this.#setBusy(false));
    this.on('error', () => {
      // What does not come is not waited for: without a style nothing is drawn, with one it may be all there already.
      if (this.getStyle()) this.triggerRepaint();
      else this.#setBusy(false);
    });
    this.#draw();
  }

  setDark(dark: boolean): void {
    if (dark === this.#dark) return;
    this.#dark = dark;
    this.#draw();
  }

  #draw(): void {
    this.#setBusy(true);
    this.setStyle(`${location.origin}/v1/map-styles/${this.#dark ? 'dark' : 'light'}`, {
      transformStyle: (_before, style) => inReadersLanguage(style),
    });
  }

  #setBusy(busy: boolean): void {
    if (busy) this.getContainer().setAttribute('aria-busy', 'true');
    else this.getContainer().removeAttribute('aria-busy');
  }
}

/** For `transformRequest`: our own tiles are for those who are signed in. */
function withToken(url: string): { url: string; headers?: Record<string, string> } {
  const token = session.current?.accessToken;
  return token && url.startsWith(`${location.origin}/v1/`)
    ? { url, headers: { authorization: `Bearer ${token}` } }
    : { url };
}

function inReadersLanguage(style: StyleSpecification): StyleSpecification {
  const sources = Object.entries(style.sources).map(([name, source]) => {
    if (!('attribution' in source) || !source.attribution) return [name, source];
    return [name, { ...source, attribution: sayAttribution(source.attribution, t('map.invented')) }];
  });
  return { ...style, sources: Object.fromEntries(sources) };
}
