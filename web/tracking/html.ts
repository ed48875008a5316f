const unsafe: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Markup that is escaped already. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Value = Html | string | number | false | null | undefined | readonly Html[];

const shown = (value: Value): string => {
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return (value as readonly Html[]).map(({ text }) => text).join('');
  if (value === null || value === undefined || value === false) return '';
  return String(value as string | number).replace(/[&<>"']/g, (sign) => unsafe[sign] as string);
};

/** Everything that is put in is escaped unless it was made by this. */
export function html(parts: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(parts.reduce((all, part, index) => all + shown(values[index - 1]) + part));
}
