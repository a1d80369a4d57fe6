import 'server-only'

/** True only where the invented story may be shown; asked at each request, never baked into a build. */
export function isDemo(): boolean {
  return process.env['ENAMEL_DEMO'] === '1'
}
