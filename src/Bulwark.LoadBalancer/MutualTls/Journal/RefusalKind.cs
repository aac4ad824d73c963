using Bulwark.Pki;

namespace Bulwark.LoadBalancer.MutualTls.Journal;

/// <summary>Refusals that are the same thing to an operator.</summary>
internal sealed record RefusalKind(string Listener, ClientCertificateReason Reason, string? Fingerprint)
{
    /// <summary>Whatever has no place of its own.</summary>
    public static readonly RefusalKind Other = new("(several)", ClientCertificateReason.Untrusted, "(many certificates)");

    /// <summary>The kind of a refusal.</summary>
    public static RefusalKind Of(string listener, Admission admission) => new(listener, admission.Certificate.Reason, admission.Evidence.Fingerprint);
}
