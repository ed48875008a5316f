import { TextTable } from '../region/text-table.ts';
import type { SearchIndex } from './build-index.ts';
import { isOneSlipAway } from './normalize.ts';

export interface WordMatch {
  word: number;
  /** 1 for the word itself, less for a beginning or a slip of the finger. */
  quality: number;
}

/** Beyond so many words, slips in the first letter are not looked for. */
const SCAN_LIMIT = 60_000;
const SHORTEST_WITH_SLIP = 3;

/** The words of a region: which of them may have been meant by what was typed. */
export class Vocabulary {
  private readonly words: string[];

  constructor(index: SearchIndex) {
    const table = new TextTable(index.words);
    this.words = Array.from({ length: table.length }, (_none, i) => table.at(i));
  }

  private lowerBound(text: string): number {
    let low = 0;
    let high = this.words.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.words[middle] as string) < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** `isPartial`: the word may still be being typed. */
  match(typed: string, isPartial: boolean): WordMatch[] {
    const matches: WordMatch[] = [];
    const start = this.lowerBound(typed);
    let hasWhole = false;
    for (let i = start; this.words[i]?.startsWith(typed); i++) {
      const isWhole = this.words[i] === typed;
      hasWhole ||= isWhole;
      if (isWhole) matches.push({ word: i, quality: 1 });
      else if (isPartial) matches.push({ word: i, quality: 0.8 });
      else if (typed.length >= 4) matches.push({ word: i, quality: 0.55 });
    }
    const isNumber = /^\d/.test(typed);
    if (isNumber || typed.length < SHORTEST_WITH_SLIP) return matches;
    this.addSlips(typed, isPartial, hasWhole, matches);
    return matches;
  }

  private addSlips(typed: string, isPartial: boolean, hasWhole: boolean, matches: WordMatch[]): void {
    const isLarge = this.words.length > SCAN_LIMIT;
    const first = isLarge ? this.lowerBound(typed.slice(0, 1)) : 0;
    const end = isLarge ? this.lowerBound(`${typed.slice(0, 1)}\uffff`) : this.words.length;
    // What was typed is a word: then others near it are less likely to have been meant.
    const trust = hasWhole ? 0.7 : 1;
    for (let i = first; i < end; i++) {
      const word = this.words[i] as string;
      if (word.length < typed.length - 1 || word.startsWith(typed)) continue;
      const isWhole = word.length <= typed.length + 1 && isOneSlipAway(typed, word, false);
      if (isWhole) matches.push({ word: i, quality: 0.6 * trust });
      else if (isPartial && typed.length > SHORTEST_WITH_SLIP && isOneSlipAway(typed, word, true)) {
        matches.push({ word: i, quality: 0.4 * trust });
      }
    }
  }
}
