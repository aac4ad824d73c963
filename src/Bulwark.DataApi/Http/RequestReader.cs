using System.Text.Json;
using Bulwark.Core.Json;
using Bulwark.DataApi.Documents;

namespace Bulwark.DataApi.Http;

/// <summary>Reads a body: one request, or an array of them. Names that stand twice in an object are refused, since two readers may mean two of them.</summary>
internal sealed class RequestReader(LimitOptions limits)
{
    private const int MaxDepth = 64;

    /// <summary>The requests of the body, or why there are none.</summary>
    public GraphQLBody? Read(ReadOnlyMemory<byte> body, out GraphQLError? error)
    {
        if (StrictJson.Read(body, MaxDepth) is not { } root)
        {
            error = GraphQLError.Whole(ErrorCode.InvalidJson, "the body is not JSON, nests too deeply, or names a key twice in an object");
            return null;
        }

        if (root.ValueKind != JsonValueKind.Array)
            return ReadOne(root, out error) is { } only ? new GraphQLBody([only], IsBatch: false) : null;

        if (root.GetArrayLength() > limits.Batch)
        {
            error = GraphQLError.Whole(ErrorCode.ValidationFailed, $"the batch is larger than the limit of {limits.Batch} requests");
            return null;
        }

        return ReadBatch(root, out error);
    }

    private GraphQLBody? ReadBatch(JsonElement root, out GraphQLError? error)
    {
        error = null;
        var requests = new List<GraphQLRequest>();
        foreach (var element in root.EnumerateArray())
        {
            if (ReadOne(element, out error) is not { } request)
                return null;

            requests.Add(request);
        }

        return new GraphQLBody(requests, IsBatch: true);
    }

    private GraphQLRequest? ReadOne(JsonElement element, out GraphQLError? error)
    {
        error = Check(element);
        if (error is not null)
            return null;

        var operationName = element.TryGetProperty("operationName", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null;
        var variables = element.TryGetProperty("variables", out var given) && given.ValueKind == JsonValueKind.Object ? given : default;
        return new GraphQLRequest(element.GetProperty("query").GetString()!, operationName, variables);
    }

    private GraphQLError? Check(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return Unparsed("expected an object");

        if (!element.TryGetProperty("query", out var query))
            return Unparsed("key \"query\" not found");

        if (query.ValueKind != JsonValueKind.String)
            return Unparsed("key \"query\" is not a string");

        if (element.TryGetProperty("operationName", out var name) && name.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
            return Unparsed("key \"operationName\" is not a string");

        if (!element.TryGetProperty("variables", out var variables) || variables.ValueKind == JsonValueKind.Null)
            return null;

        if (variables.ValueKind != JsonValueKind.Object)
            return Unparsed("key \"variables\" is not an object");

        return Count(variables) > limits.VariableNodes
            ? GraphQLError.Whole(ErrorCode.ValidationFailed, $"the variables hold more than the limit of {limits.VariableNodes} values")
            : null;
    }

    private static GraphQLError Unparsed(string reason) => GraphQLError.Whole(ErrorCode.ParseFailed, "parsing the GraphQL request failed, " + reason);

    private static int Count(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => 1 + element.EnumerateArray().Sum(Count),
        JsonValueKind.Object => 1 + element.EnumerateObject().Sum(property => 1 + Count(property.Value)),
        _ => 1,
    };
}
