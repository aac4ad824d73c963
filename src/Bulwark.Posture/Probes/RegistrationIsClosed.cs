using Bulwark.Posture.Wire;

namespace Bulwark.Posture.Probes;

/// <summary>Nobody makes an account from outside, guests neither (Matrix client-server API, account registration).</summary>
internal sealed class RegistrationIsClosed : IProbe
{
    private static readonly EdgeRequest[] Requests =
    [
        new("POST", "/_matrix/client/v3/register") { Json = "{}" },
        new("POST", "/_matrix/client/v3/register?kind=guest") { Json = "{}" },
        new("POST", "/_matrix/client/r0/register") { Json = "{}" },
    ];

    public string Id => "edge.registration.closed";

    public string Meaning => "Registration is closed, for guests too";

    public string? Sibling => EdgeServesVersions.ProbeId;

    public async Task<ProbeResult> RunAsync(PostureTarget target, CancellationToken cancellationToken)
    {
        foreach (var request in Requests)
        {
            var answer = await target.AskEdgeAsync(request, cancellationToken);
            var result = NoAnswer.Explain(answer, request.ToString(), ProbeResult.Pass) ?? Judge(answer, request);
            if (result.Outcome != ProbeOutcome.Pass)
                return result;
        }

        return ProbeResult.Pass($"{Requests.Length} of {Requests.Length} attempts refused");
    }

    // 401 is the invitation to go on with one of the flows, so it is no refusal.
    private static ProbeResult Judge(Answer answer, EdgeRequest request) => answer.Http switch
    {
        { Status: 403 or 404 } => ProbeResult.Pass(answer.ToString()),
        { Status: 405 } http when http.Body.Contains("M_UNRECOGNIZED", StringComparison.Ordinal) => ProbeResult.Pass(answer.ToString()),
        { Status: 429 or >= 500 } => ProbeResult.Inconclusive($"{request} answers {answer}: the homeserver did not decide"),
        _ => ProbeResult.Fail($"{request} answers {answer}, not 403 or 404"),
    };
}
