import { type Curve, certificateWords } from '@/components/threshold/read-point';
import { Button } from '@/components/ui/button';
import { formatScore } from '@/components/ui/format-number';
import { Notice } from '@/components/ui/page-states';

type CertificateNoticeProps = Readonly<{ certificate: Curve['certificate']; onUse: (threshold: number) => void }>;

/** What this sample can promise, or how many relevant documents it lacks for it. */
export function CertificateNotice({ certificate, onUse }: CertificateNoticeProps) {
  const { threshold } = certificate;
  return (
    <Notice
      tone={threshold === null ? 'neutral' : 'accent'}
      title={threshold === null ? 'No certificate yet' : `Certified at ${formatScore(threshold)}`}
      className="mb-10"
      action={
        threshold === null ? undefined : (
          <Button size="small" onClick={() => onUse(threshold)}>
            Use it
          </Button>
        )
      }
    >
      {certificateWords(certificate)}
    </Notice>
  );
}
