/** The comparison's own small application: nothing but one route that streams a file. Written without types, for the framework would add its settings for them to the tree. */
export default { compress: false, turbopack: { root: new URL('../../..', import.meta.url).pathname } }
