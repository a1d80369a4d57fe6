import { z } from 'zod'

// zod compiles validators with `new Function` unless told not to; under the product's CSP that is a
// script-src violation in the browser, and on the server it is a code generator nobody asked for.
z.config({ jitless: true })

export { z }
