import 'server-only'
import { randomUUID } from 'node:crypto'
import type pg from 'pg'

/**
 * A few thousand rows in few statements: each table as one JSON array that PostgreSQL unfolds. Column names come from
 * the code below, never from data.
 */
export async function insertRows(client: pg.ClientBase, table: string, rows: Record<string, unknown>[]): Promise<void> {
  for (let at = 0; at < rows.length; at += 2_000) {
    const part = rows.slice(at, at + 2_000)
    const columns = Object.keys(part[0] ?? {})
    if (columns.length === 0) continue
    const list = columns.map((column) => `"${column}"`).join(', ')
    await client.query(
      `insert into ${table} (${list}) select ${list} from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
      [JSON.stringify(part.map((row) => Object.fromEntries(columns.map((column) => [column, toJson(row[column])]))))],
    )
  }
}

/** What JSON cannot say: bytes, in PostgreSQL's hexadecimal form. */
function toJson(value: unknown): unknown {
  return value instanceof Uint8Array ? `\\x${Buffer.from(value).toString('hex')}` : (value ?? null)
}

/** Gives each key of the story an id, the same one whenever it is asked for again. */
export function ids() {
  const known = new Map<string, string>()
  return (kind: string, key: string): string => {
    const name = `${kind}/${key}`
    const id = known.get(name) ?? randomUUID()
    known.set(name, id)
    return id
  }
}
