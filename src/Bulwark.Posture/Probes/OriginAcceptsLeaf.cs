using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Bulwark.Posture.Wire;

namespace Bulwark.Posture.Probes;

/// <summary>The load balancer lets in who holds the right certificate. Without this, its refusals prove nothing.</summary>
/// <param name="id">Name of the probe.</param>
/// <param name="meaning">The promise.</param>
/// <param name="leaf">What is presented.</param>
internal sealed class OriginAcceptsLeaf(string id, string meaning, Func<PostureCredentials, X509Certificate2?> leaf) : IProbe
{
    public string Id => id;

    public string Meaning => meaning;

    public string? Sibling => null;

    public async Task<ProbeResult> RunAsync(PostureTarget target, CancellationToken cancellationToken)
    {
        if (target.Origin is not { } origin)
            return OriginProbes.NotKnown;

        using var certificate = target.Credentials is { } credentials ? leaf(credentials) : null;
        if (certificate is null)
            return OriginProbes.NoCertificateAtHand;

        var answer = await target.AskOriginAsync(origin, certificate, SslApplicationProtocol.Http11, cancellationToken);
        if (NoAnswer.Explain(answer, certificate.Subject, ProbeResult.Fail) is { } nothing)
            return nothing;

        if (target.Credentials?.OriginTrust() is not null && IsStranger(answer))
            return ProbeResult.Fail($"the load balancer's certificate is not trusted: {answer.CertificateErrors}");

        return target.Data is null ? JudgeForeign(certificate, answer) : answer.Http is { Status: 302 }
            ? ProbeResult.Pass($"{certificate.Subject} gets HTTP 302")
            : ProbeResult.Fail($"{certificate.Subject} gets {answer}, not 302");
    }

    // What another deployment shows at its root is its own affair, but a refusal for want of a certificate (400, 403, or nginx's 495 and 496) is none of a guest.
    private static ProbeResult JudgeForeign(X509Certificate2 certificate, Answer answer) => answer.Http is { Status: < 400 or 404 or 405 }
        ? ProbeResult.Pass($"{certificate.Subject} gets {answer}")
        : ProbeResult.Fail($"{certificate.Subject} gets {answer}, as if it were refused");

    // The origin CA signs servers for one purpose, so the chain says all. The name does not: a load balancer bears an internal one.
    private static bool IsStranger(Answer answer) => (answer.CertificateErrors & ~SslPolicyErrors.RemoteCertificateNameMismatch) != SslPolicyErrors.None;
}
