import 'server-only'
import type { ReadHandle } from '@/db/practice'
import type { DocumentPages } from '@/lib/documents/schema'

/** Which of a version's pages have a picture that this handle may see. Row-level security decides, as it does for the version. */
export async function pagesOf(db: ReadHandle, practice: string, document: string): Promise<DocumentPages> {
  const rows = await db.selectFrom('document')
    .innerJoin('documentVersion as version', (join) =>
      join.onRef('version.practiceId', '=', 'document.practiceId').onRef('version.documentId', '=', 'document.id')
        .onRef('version.version', '=', 'document.currentVersion'))
    .leftJoin('documentRendition as picture', (join) =>
      join.onRef('picture.practiceId', '=', 'version.practiceId').onRef('picture.documentId', '=', 'version.documentId')
        .onRef('picture.version', '=', 'version.version').on('picture.state', '=', 'ready'))
    .select(['version.rendered', 'version.pages', 'version.contentType', 'version.details', 'picture.variant', 'picture.width', 'picture.height'])
    .where('document.practiceId', '=', practice).where('document.id', '=', document).execute()
  const drawn = rows.flatMap(({ variant, width, height }) => {
    const page = /^page-(\d+)-1600$/.exec(variant ?? '')?.[1]
    return page && width && height ? [{ page: Number(page), width, height }] : []
  })
  const type = rows[0]?.contentType ?? ''
  return {
    state: (rows[0]?.rendered ?? 'none') as DocumentPages['state'], pages: rows[0]?.pages ?? drawn.length,
    drawn: drawn.sort((a, b) => a.page - b.page),
    picture: type.startsWith('image/') || type === 'application/dicom',
    details: (rows[0]?.details ?? {}) as Record<string, string>,
  }
}
