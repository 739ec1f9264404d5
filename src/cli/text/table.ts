const NAMED_TABLES: Readonly<Record<number, string>> = { 253: "default", 254: "main", 255: "local" };

/** The name of a routing table, or its number. */
export function tableName(table: number): string {
  return NAMED_TABLES[table] ?? `${table}`;
}
