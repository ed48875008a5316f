/** Each distinct text once, known by a small number. Number 0 is always the empty text. */
export class StringTable {
  private readonly ids = new Map<string, number>([['', 0]]);
  private readonly texts: string[] = [''];

  intern(text: string): number {
    const known = this.ids.get(text);
    if (known !== undefined) return known;
    const id = this.texts.length;
    this.texts.push(text);
    this.ids.set(text, id);
    return id;
  }

  /** The number of a text that is already known, or -1. */
  find(text: string): number {
    return this.ids.get(text) ?? -1;
  }

  at(id: number): string {
    return this.texts[id] as string;
  }

  get size(): number {
    return this.texts.length;
  }

  all(): readonly string[] {
    return this.texts;
  }
}
