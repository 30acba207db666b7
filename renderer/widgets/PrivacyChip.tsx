import { useTranslation } from 'react-i18next';

/** The class of data in two letters; what it means stands in the hint. */
export function PrivacyChip({ privacy }: { privacy: 'P0' | 'P1' | 'P2' | 'P3' }) {
  const { t } = useTranslation();
  return <abbr className={`privacy-chip privacy-${privacy}`} title={t(`privacy.${privacy}`)}>{privacy}</abbr>;
}
