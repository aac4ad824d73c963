using Bulwark.DataApi.Documents;

namespace Bulwark.DataApi.Http;

/// <summary>The requests of one body.</summary>
/// <param name="Requests">One, or those of a batch in their order.</param>
/// <param name="IsBatch">True when the body is an array, and so is the answer.</param>
internal sealed record GraphQLBody(IReadOnlyList<GraphQLRequest> Requests, bool IsBatch);
