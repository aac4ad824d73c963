using Bulwark.Posture.Wire;

namespace Bulwark.Posture.Probes;

/// <summary>What the edge answers to each of a few requests is looked at for one fault.</summary>
/// <param name="id">Name of the probe.</param>
/// <param name="meaning">The promise.</param>
/// <param name="requests">What is asked, one connection each.</param>
/// <param name="fault">What is wrong with an answer; null: nothing.</param>
internal sealed class EdgeAnswers(string id, string meaning, IReadOnlyList<EdgeRequest> requests, Func<HttpAnswer, string?> fault) : IProbe
{
    public string Id => id;

    public string Meaning => meaning;

    public string? Sibling => IsRefused ? EdgeServesVersions.ProbeId : null;

    /// <summary>A connection that is closed without an answer is as good: the requests want to be refused.</summary>
    public bool IsRefused { get; init; }

    public async Task<ProbeResult> RunAsync(PostureTarget target, CancellationToken cancellationToken)
    {
        foreach (var request in requests)
        {
            var answer = await target.AskEdgeAsync(request, cancellationToken);
            var result = NoAnswer.Explain(answer, request.ToString(), IsRefused ? ProbeResult.Pass : ProbeResult.Fail) ?? Judge(request, answer);
            if (result.Outcome != ProbeOutcome.Pass)
                return result;
        }

        return ProbeResult.Pass($"{requests.Count} of {requests.Count} answers are as they should be");
    }

    private ProbeResult Judge(EdgeRequest request, Answer answer) => answer.Http switch
    {
        null => ProbeResult.Fail($"{request} answers {answer}"),
        { Status: 429 or >= 500 and not 501 and not 505 } => ProbeResult.Inconclusive($"{request} answers {answer}: nothing was decided"),
        { } http when fault(http) is { } wrong => ProbeResult.Fail($"{request} answers {answer}: {wrong}"),
        _ => ProbeResult.Pass(answer.ToString()),
    };
}
