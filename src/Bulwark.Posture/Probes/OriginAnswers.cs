using System.Security.Cryptography.X509Certificates;
using Bulwark.Posture.Wire;

namespace Bulwark.Posture.Probes;

/// <summary>Whoever holds a right certificate still gets nothing that is not public: the load balancer has the same rules as the edge.</summary>
/// <param name="id">Name of the probe.</param>
/// <param name="meaning">The promise.</param>
/// <param name="requests">What is asked past the edge, one connection each.</param>
/// <param name="statuses">The refusals.</param>
internal sealed class OriginAnswers(string id, string meaning, IReadOnlyList<EdgeRequest> requests, params int[] statuses) : IProbe
{
    public string Id => id;

    public string Meaning => meaning;

    public string? Sibling => OriginProbes.SiblingId;

    public async Task<ProbeResult> RunAsync(PostureTarget target, CancellationToken cancellationToken)
    {
        if (target.Origin is not { } origin)
            return OriginProbes.NotKnown;

        using var certificate = target.Credentials?.Client();
        if (certificate is null)
            return OriginProbes.NoCertificateAtHand;

        foreach (var request in requests)
        {
            var result = await RunAsync(target, origin, certificate, request, cancellationToken);
            if (result.Outcome != ProbeOutcome.Pass)
                return result;
        }

        return ProbeResult.Pass($"{requests.Count} of {requests.Count} requests refused");
    }

    private async Task<ProbeResult> RunAsync(PostureTarget target, Uri origin, X509Certificate2 certificate, EdgeRequest request, CancellationToken cancellationToken)
    {
        var answer = await target.AskOriginAsync(origin, certificate, request, cancellationToken);
        if (NoAnswer.Explain(answer, request.ToString(), ProbeResult.Pass) is { } nothing)
            return nothing;

        return answer.Http is { } http && statuses.Contains(http.Status)
            ? ProbeResult.Pass(answer.ToString())
            : ProbeResult.Fail($"{request} answers {answer}, not {string.Join(" or ", statuses)}");
    }
}
