using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Bulwark.Posture.Wire;

namespace Bulwark.Posture.Probes;

/// <summary>The load balancer lets in who holds the right certificate. Without this, its refusals prove nothing.</summary>
/// <param name="id">Name of the probe.</param>
/// <param name="meaning">The promise.</param>
/// <param name="leaf">What is presented.</param>
internal sealed class OriginAcceptsLeaf(string id, string meaning, Func<PostureCredentials, X509Certificate2> leaf) : IProbe
{
    public string Id => id;

    public string Meaning => meaning;

    public string? Sibling => null;

    public async Task<ProbeResult> RunAsync(PostureTarget target, CancellationToken cancellationToken)
    {
        if (target.Origin is not { } origin)
            return OriginProbes.NotKnown;

        if (target.Credentials is null)
            return OriginProbes.NoCertificateAtHand;

        using var certificate = leaf(target.Credentials);
        var answer = await target.AskOriginAsync(origin, certificate, SslApplicationProtocol.Http11, cancellationToken);
        if (NoAnswer.Explain(answer, certificate.Subject, ProbeResult.Fail) is { } nothing)
            return nothing;

        if (target.Data is not null && IsStranger(answer))
            return ProbeResult.Fail($"the load balancer's certificate is not trusted: {answer.CertificateErrors}");

        return answer.Http is { Status: 302 }
            ? ProbeResult.Pass($"{certificate.Subject} gets HTTP 302")
            : ProbeResult.Fail($"{certificate.Subject} gets {answer}, not 302");
    }

    // The origin CA signs servers for one purpose, so the chain says all. The name does not: a load balancer bears an internal one.
    private static bool IsStranger(Answer answer) => (answer.CertificateErrors & ~SslPolicyErrors.RemoteCertificateNameMismatch) != SslPolicyErrors.None;
}
