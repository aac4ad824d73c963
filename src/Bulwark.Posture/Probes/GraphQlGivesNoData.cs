using System.Text.Json;
using Bulwark.Posture.Wire;

namespace Bulwark.Posture.Probes;

/// <summary>Without a token there is no role, and without a role there is no data and no schema.</summary>
/// <param name="id">Name of the probe.</param>
/// <param name="meaning">The promise.</param>
/// <param name="requests">What is asked.</param>
internal sealed class GraphQlGivesNoData(string id, string meaning, IReadOnlyList<EdgeRequest> requests) : IProbe
{
    /// <summary>Queries without a token.</summary>
    public static IReadOnlyList<EdgeRequest> WithoutToken { get; } =
    [
        Query("{ __typename }"),
        Query("{ __schema { queryType { name } } }"),
        Query("{ lists { id } }"),
    ];

    public string Id => id;

    public string Meaning => meaning;

    public string? Sibling => EdgeServesVersions.ProbeId;

    public async Task<ProbeResult> RunAsync(PostureTarget target, CancellationToken cancellationToken)
    {
        foreach (var request in requests)
        {
            var answer = await target.AskEdgeAsync(request, cancellationToken);
            var result = NoAnswer.Explain(answer, request.Json!, ProbeResult.Pass) ?? Judge(answer, request.Json!);
            if (result.Outcome != ProbeOutcome.Pass)
                return result;
        }

        return ProbeResult.Pass($"{requests.Count} of {requests.Count} queries got errors and no data");
    }

    private static EdgeRequest Query(string query) => new("POST", "/v1/graphql") { Json = $$"""{"query":"{{query}}"}""" };

    private static ProbeResult Judge(Answer answer, string query) => answer.Http switch
    {
        null => ProbeResult.Fail($"{query} answers {answer}"),
        { Status: 401 or 403 or 404 } => ProbeResult.Pass(answer.ToString()),
        { Status: 429 or >= 500 } => ProbeResult.Inconclusive($"{query} answers {answer}: the data API did not decide"),
        { Body: var body } when IsRefusal(body) => ProbeResult.Pass("errors and no data"),
        _ => ProbeResult.Fail($"{query} answers {answer} without being an error that carries no data"),
    };

    private static bool IsRefusal(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object &&
                root.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array && errors.GetArrayLength() > 0 &&
                (!root.TryGetProperty("data", out var data) || data.ValueKind == JsonValueKind.Null);
        }
        catch (JsonException)
        {
            // Not a GraphQL answer, so not a refusal either.
            return false;
        }
    }
}
