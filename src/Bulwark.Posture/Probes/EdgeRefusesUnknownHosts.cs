using Bulwark.Posture.Wire;

namespace Bulwark.Posture.Probes;

/// <summary>A name that is not served gets 421 (RFC 9110, section 15.5.20), or no TLS at all.</summary>
internal sealed class EdgeRefusesUnknownHosts : IProbe
{
    private const string UnknownName = "bulwark-probe.invalid";

    // The address is one of documentation (RFC 5737): no deployment is known by it.
    private static readonly EdgeRequest[] Requests =
    [
        new("GET", "/_matrix/client/versions") { Host = UnknownName },
        new("GET", "/_matrix/client/versions") { Host = "192.0.2.1" },
        new("GET", "/_matrix/client/versions") { Host = UnknownName, ServerName = UnknownName },
    ];

    public string Id => "edge.host.unknown";

    public string Meaning => "The edge answers 421 for a host that it does not serve";

    public string? Sibling => EdgeServesVersions.ProbeId;

    public async Task<ProbeResult> RunAsync(PostureTarget target, CancellationToken cancellationToken)
    {
        foreach (var request in Requests)
        {
            var what = $"Host {request.Host} with SNI {request.ServerName ?? target.ServerName}";
            var answer = await target.AskEdgeAsync(request, cancellationToken);
            var result = NoAnswer.Explain(answer, what, ProbeResult.Pass) ?? Judge(answer, what);
            if (result.Outcome != ProbeOutcome.Pass)
                return result;
        }

        return ProbeResult.Pass($"{Requests.Length} of {Requests.Length} unknown hosts refused");
    }

    private static ProbeResult Judge(Answer answer, string what) => answer.Http is { Status: 421 }
        ? ProbeResult.Pass(answer.ToString())
        : ProbeResult.Fail($"{what} answers {answer}, not 421");
}
