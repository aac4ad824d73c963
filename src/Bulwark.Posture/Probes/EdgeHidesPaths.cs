using Bulwark.Posture.Wire;

namespace Bulwark.Posture.Probes;

/// <summary>Paths that do not exist on the public side, whatever stands behind them.</summary>
/// <param name="id">Name of the probe.</param>
/// <param name="meaning">The promise.</param>
/// <param name="refusals">Statuses that say "not here".</param>
/// <param name="requests">What is asked, one connection each.</param>
internal sealed class EdgeHidesPaths(string id, string meaning, IReadOnlyList<int> refusals, IReadOnlyList<EdgeRequest> requests) : IProbe
{
    public string Id => id;

    public string Meaning => meaning;

    public string? Sibling => EdgeServesVersions.ProbeId;

    public async Task<ProbeResult> RunAsync(PostureTarget target, CancellationToken cancellationToken)
    {
        var unclear = "";
        foreach (var request in requests)
        {
            var result = Judge(request, await target.AskEdgeAsync(request, cancellationToken));
            if (result.Outcome == ProbeOutcome.Fail)
                return result;

            if (result.Outcome == ProbeOutcome.Inconclusive)
                unclear = result.Evidence;
        }

        return unclear.Length == 0
            ? ProbeResult.Pass($"{requests.Count} of {requests.Count} requests refused")
            : ProbeResult.Inconclusive(unclear);
    }

    private ProbeResult Judge(EdgeRequest request, Answer answer)
    {
        if (NoAnswer.Explain(answer, request.ToString(), ProbeResult.Pass) is { } nothing)
            return nothing;

        // A rate limit speaks before the path is looked at.
        if (answer.Http is { Status: 429 })
            return ProbeResult.Inconclusive($"{request} answers HTTP 429: wait and run the probe again");

        return answer.Http is { } http && refusals.Contains(http.Status)
            ? ProbeResult.Pass(answer.ToString())
            : ProbeResult.Fail($"{request} answers {answer}, not {string.Join(" or ", refusals)}");
    }
}
