using System.Net.Security;
using Bulwark.Posture.Wire;

namespace Bulwark.Posture.Probes;

/// <summary>The edge answers an ordinary client: sibling of every probe that wants to be refused there.</summary>
internal sealed class EdgeServesVersions : IProbe
{
    public const string ProbeId = "edge.versions";

    private static readonly EdgeRequest Request = new("GET", "/_matrix/client/versions");

    public string Id => ProbeId;

    public string Meaning => "The edge serves /_matrix/client/versions with a trusted certificate";

    public string? Sibling => null;

    public async Task<ProbeResult> RunAsync(PostureTarget target, CancellationToken cancellationToken)
    {
        var trust = target.UsesSystemTrust ? null : target.Credentials?.PublicTrust()?.CreateServerPolicy();
        var answer = await target.AskEdgeAsync(Request, trust, cancellationToken);
        if (NoAnswer.Explain(answer, Request.ToString(), ProbeResult.Fail) is { } nothing)
            return nothing;

        if (answer.CertificateErrors != SslPolicyErrors.None)
            return ProbeResult.Fail($"the certificate for {target.ServerName} is not trusted: {answer.CertificateErrors}");

        return answer.Http is { Status: 200 } http && http.Body.Contains("\"versions\"", StringComparison.Ordinal)
            ? ProbeResult.Pass($"{Request} answers 200")
            : ProbeResult.Fail($"{Request} answers {answer}, not 200 with versions");
    }
}
