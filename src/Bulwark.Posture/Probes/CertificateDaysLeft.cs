using System.Net.Security;
using Bulwark.Posture.Wire;

namespace Bulwark.Posture.Probes;

/// <summary>The certificate that a listener shows stays valid for some time: a fault that can be seen coming is seen here first.</summary>
/// <param name="id">Name of the probe.</param>
/// <param name="meaning">The promise.</param>
/// <param name="ask">Asks the listener; null: the target has no such place.</param>
internal sealed class CertificateDaysLeft(string id, string meaning, Func<PostureTarget, CancellationToken, Task<Answer?>> ask) : IProbe
{
    /// <summary>What is renewed by itself is renewed with 30 days left; half of that means that it did not work.</summary>
    public const int FewestDays = 14;

    public string Id => id;

    public string Meaning => meaning;

    public string? Sibling => null;

    /// <summary>The edge's certificate.</summary>
    public static CertificateDaysLeft OfEdge() => new("edge.certificate.days-left", $"The edge's certificate is valid for {FewestDays} days more",
        async (target, cancellationToken) => await target.AskEdgeAsync(new EdgeRequest("GET", "/_matrix/client/versions"), cancellationToken));

    /// <summary>The load balancer's certificate.</summary>
    public static CertificateDaysLeft OfOrigin() => new("origin.certificate.days-left", $"The load balancer's certificate is valid for {FewestDays} days more",
        async (target, cancellationToken) => target.Origin is { } origin
            ? await target.AskOriginAsync(origin, target.Credentials?.Client(), SslApplicationProtocol.Http11, cancellationToken)
            : null);

    public async Task<ProbeResult> RunAsync(PostureTarget target, CancellationToken cancellationToken)
    {
        if (await ask(target, cancellationToken) is not { } answer)
            return OriginProbes.NotKnown;

        return answer.CertificateNotAfter is { } notAfter
            ? Judge((notAfter - target.Time.GetUtcNow()).TotalDays)
            : ProbeResult.Inconclusive($"no certificate was seen: {answer}");
    }

    private static ProbeResult Judge(double days) => days < FewestDays
        ? ProbeResult.Fail($"{Math.Floor(days):0} days left: renew it")
        : ProbeResult.Pass($"{Math.Floor(days):0} days left");
}
