/** The comparison's own small application: nothing but one route that streams a file. */
export default { compress: false, typescript: { ignoreBuildErrors: true }, turbopack: { root: new URL('../../..', import.meta.url).pathname } }
