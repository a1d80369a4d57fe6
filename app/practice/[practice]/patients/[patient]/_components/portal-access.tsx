type Props = { practice: string; patient: string; timeZone: string }

/** Who acts for this patient in the portal, and inviting them. */
export function PortalAccess(_props: Props) {
  return null
}
