/** A column whose values are sealed; declared in its module's manifest, so that rotation finds all of them. */
export interface EncryptedField {
  /** With its schema: `parties.parties`. */
  table: string;
  column: string;
  /** Default text. A bytea column holds the same characters as bytes. */
  type?: 'text' | 'bytea';
  /** The column of the primary key, which each value is bound to. */
  key: string;
}
