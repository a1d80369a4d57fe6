/**
 * Which way imports run: only downward. A file belongs to the first layer whose pattern fits; it may import files that
 * fit one of the patterns beside it, and npm packages unless `packages` says which.
 */
export type Layer = { name: string; files: RegExp; may: RegExp[]; packages?: RegExp }

const ui = /^components\//
const format = /^lib\/format\//
const platform = /^lib\/platform\//
const zod = /^lib\/platform\/zod$/
const vault = /^lib\/vault\//
const auth = /^lib\/auth\//
const ownDoors = /^lib\/[a-z-]+\/doors\//
const operationLayer = /^lib\/access\/(operation|errors|audit|policy|principal|later)$/
const doorLayer = /^lib\/access\/(page|action|route|caller|perform|errors|principal|later)$/
const feature = '(account|deletion|documents|email|factors|folders|history|imports|invitations|join|members|patients|people|phones|pins|portal|practice|privacy|proxies|quota|recovery|releases|retention|sessions|shares|sign-in|workstations|demo)'
const asked = new RegExp(`^lib/${feature}/(queries|commands|schema|rules|client|words|arrival|holding|links|redeem|to-file|send|sheet|compare)$`)
const shape = new RegExp(`^lib/${feature}/(schema|rules|words|service)$`)

export const layers: Layer[] = [
  { name: 'app', files: /^app\//, may: [/^app\//, ui, asked, ownDoors, /^lib\/access\/(page|action|route)$/, format, zod, /^lib\/platform\/(demo|contact)$/, /^lib\/demo\//] },
  { name: 'components', files: ui, may: [ui, format, shape], packages: /^(react|react-dom|next|lucide-react|@base-ui\/react|@conform-to\/react|@tanstack\/react-query|uqr)(\/|$)/ },
  { name: 'feature doors', files: /^lib\/[a-z-]+\/doors\//, may: [new RegExp(`^lib/${feature}/`), doorLayer, platform, vault, format, auth] },
  { name: 'client-safe', files: new RegExp(`^lib/${feature}/(schema|rules|words|client)$`), may: [shape, format, zod], packages: /^(temporal-polyfill|@tanstack\/react-query)(\/|$)/ },
  { name: 'demo', files: /^lib\/demo\//, may: [new RegExp(`^lib/${feature}/`), operationLayer, /^db\/(practice|identity)$/, platform, format, auth, /^db\/seed\/accounts$/] },
  { name: 'feature', files: new RegExp(`^lib/${feature}/`), may: [new RegExp(`^lib/${feature}/`), operationLayer, /^db\/(practice|identity)$/, platform, vault, format, auth] },
  { name: 'jobs', files: /^lib\/jobs\//, may: [/^lib\/jobs\//, new RegExp(`^lib/${feature}/`), operationLayer, /^db\/(job|queue)$/, platform, vault, format] },
  { name: 'access', files: /^lib\/access\//, may: [/^lib\/access\//, auth, platform, format, /^db\/(practice|identity|job|transaction)$/] },
  { name: 'auth', files: auth, may: [auth, platform, format, vault, /^db\/(identity|migrate|operator)$/] },
  { name: 'vault', files: vault, may: [vault, platform] },
  { name: 'platform', files: platform, may: [platform, /^db\/(job|queue)$/] },
  { name: 'format', files: format, may: [format], packages: /^temporal-polyfill(\/|$)/ },
  { name: 'seed', files: /^db\/seed\//, may: [/^db\//, /^lib\//] },
  { name: 'db', files: /^db\//, may: [/^db\/(?!seed\/)/, /^lib\/platform\/(env|log)$/] },
]

/** Packages that only these files may take: whoever holds one of them holds what it guards. */
export const reserved: { package: RegExp; only: RegExp; because: string }[] = [
  { package: /^(sharp|@hyzyla\/pdfium|libheif-js\/.*|dicom-parser|jpeg-lossless-decoder-js|@cornerstonejs\/.*)$/, only: /^(lib\/vault\/pictures\/program\/|db\/seed\/|scripts\/|tests\/)/, because: 'what people send is decoded in a process with limits' },
  { package: /^pg$/, only: /^(db|scripts|tests)\//, because: 'a connection is a way around the doors of db/' },
  { package: /^next-auth(\/|$)/, only: /^lib\/auth\//, because: 'sessions are issued in one place' },
  { package: /^next\/headers$/, only: /^(lib\/(access|auth)\/|app\/)/, because: 'cookies are read by those who judge them' },
  { package: /^nodemailer$/, only: /^lib\/platform\//, because: 'letters leave through the outbox' },
]
