using Bulwark.Core.Routing;
using Bulwark.DataApi.Execution;
using Bulwark.DataApi.Permissions;
using Microsoft.AspNetCore.Http;

namespace Bulwark.DataApi.Http;

/// <summary><c>POST /v1/graphql</c>, and <c>/v1alpha1/graphql</c>, which differs in the status of errors only.</summary>
internal sealed class GraphQLEndpoint(SessionReader sessions, RequestReader requests, Executor executor, LimitOptions limits)
{
    /// <summary>Adds both routes.</summary>
    public void Map(RouteTable routes)
    {
        routes.Map(HttpMethods.Post, "/v1/graphql", (context, _) => HandleAsync(context, StatusCodes.Status200OK));
        routes.Map(HttpMethods.Post, "/v1alpha1/graphql", (context, _) => HandleAsync(context, StatusCodes.Status400BadRequest));
    }

    private async ValueTask<IResult> HandleAsync(HttpContext context, int errorStatus)
    {
        var cancellationToken = context.RequestAborted;
        var (session, refusal) = await sessions.ReadAsync(context, cancellationToken);
        if (session is null)
            return GraphQLResult.Of(refusal!, errorStatus);

        if (await BodyReader.ReadAsync(context.Request, limits.BodyBytes, cancellationToken) is not { } bytes)
            return GraphQLResult.Of(TooLarge(), errorStatus);

        if (requests.Read(bytes, out var error) is not { } body)
            return GraphQLResult.Of(error!, errorStatus);

        return new GraphQLResult(await ExecuteAsync(session, body, cancellationToken), body.IsBatch, errorStatus);
    }

    // One after the other, as Hasura does: a later request of a batch sees what an earlier one wrote.
    private async Task<IReadOnlyList<ExecutionResult>> ExecuteAsync(Session session, GraphQLBody body, CancellationToken cancellationToken)
    {
        var results = new List<ExecutionResult>();
        var bytes = 0L;
        foreach (var request in body.Requests)
        {
            var result = bytes > limits.ResponseBytes ? ExecutionResult.Of(BatchTooLarge()) : await executor.ExecuteAsync(session, request, cancellationToken);
            bytes += result.Json.Length;
            results.Add(result);
        }

        return results;
    }

    private GraphQLError BatchTooLarge() => GraphQLError.Whole(
        ErrorCode.ValidationFailed, $"not run: the answers to the batch are larger than the limit of {limits.ResponseBytes} bytes");

    private GraphQLError TooLarge() => GraphQLError.Whole(ErrorCode.UnexpectedPayload, $"the body is larger than the limit of {limits.BodyBytes} bytes")
        with
    {
        Status = StatusCodes.Status413PayloadTooLarge,
    };
}
