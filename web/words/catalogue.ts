import { part } from '../app/part.ts';
import { language } from './language.ts';
import { once } from './once.ts';

/** A text, or one for each plural form that a language has (`Intl.PluralRules`); holes are written `{name}`. */
export type Text = string | Partial<Record<Intl.LDMLPluralRule, string>>;

/** The same keys in another language. */
export type Words<Original> = {
  readonly [Key in keyof Original]: Original[Key] extends string
    ? string
    : Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
};

type Holes<T> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | Holes<Rest> : never;
type HolesOf<T> = T extends string ? Holes<T> : T extends { other: infer O } ? Holes<O> | 'count' : never;
type Fill<T> = [HolesOf<T>] extends [never]
  ? []
  : [values: { [Name in HolesOf<T>]: Name extends 'count' ? number : string | number }];

export type Language = 'en' | 'de' | 'fr' | 'es';
type Loader<Original> = () => Promise<{ default: Words<Original> }>;

export interface Catalogue<Original> {
  /** The text in the reader's language. The catalogue must have been loaded: routes do it before they show. */
  t<Key extends keyof Original & string>(key: Key, ...values: Fill<Original[Key]>): string;
  load(): Promise<void>;
}

const plurals = once(() => new Intl.PluralRules(language));
const numbers = once(() => new Intl.NumberFormat(language));

/** The words of one area, fetched in the reader's language alone. */
export function catalogue<Original extends Readonly<Record<string, Text>>>(
  loaders: Record<Language, Loader<Original>>,
): Catalogue<Original> {
  let words: Readonly<Record<string, Text>> | undefined;
  return {
    t(key, ...[values]) {
      const text = words?.[key];
      if (text === undefined) throw new Error(`No words for ${key}`);
      return fill(text, (values ?? {}) as Record<string, string | number>);
    },
    async load() {
      words ??= (await part(loaders[language])).default;
    },
  };
}

function fill(text: Text, values: Record<string, string | number>): string {
  const form =
    typeof text === 'string' ? text : (text[plurals().select(Number(values['count']))] ?? text.other ?? '');
  return form.replace(/\{(\w+)\}/g, (_hole, name: string) => {
    const value = values[name];
    return typeof value === 'number' ? numbers().format(value) : String(value ?? '');
  });
}
