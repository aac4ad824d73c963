using Bulwark.DataApi.Http;

namespace Bulwark.DataApi.Execution;

/// <summary>The answer to one request: data, or an error and no data.</summary>
internal sealed record ExecutionResult : ITransactionResult
{
    private ExecutionResult()
    {
    }

    /// <summary>Why there is no data.</summary>
    public GraphQLError? Error { get; private init; }

    /// <summary>The whole answer as JSON, when there is data.</summary>
    public ReadOnlyMemory<byte> Json { get; private init; }

    public bool IsCommitted => Error is null;

    public static ExecutionResult Of(ReadOnlyMemory<byte> json) => new() { Json = json };

    public static ExecutionResult Of(GraphQLError error) => new() { Error = error };
}
