/**
 * Where signing out leads: the browser is told to forget what it kept of our pages. Not its cookies: those of this
 * computer (an enrolled workstation, a phone, the throttle's own) outlive a session.
 */
export function GET(): Response {
  return new Response(null, {
    status: 303,
    headers: { location: '/sign-in?out', 'clear-site-data': '"cache", "storage"', 'cache-control': 'no-store' },
  })
}
