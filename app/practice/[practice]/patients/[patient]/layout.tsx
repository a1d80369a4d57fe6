import { ChartLeft } from './_components/chart-left'

/** The pages of one chart. It reads no record; it only notices that they are left. */
export default async function Layout({ params, children }: LayoutProps<'/practice/[practice]/patients/[patient]'>) {
  const { practice, patient } = await params
  return (
    <>
      {children}
      <ChartLeft practice={practice} patient={patient} />
    </>
  )
}
