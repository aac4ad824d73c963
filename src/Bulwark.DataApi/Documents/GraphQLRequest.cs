using System.Text.Json;

namespace Bulwark.DataApi.Documents;

/// <summary>One request as it came in (GraphQL over HTTP): the document, its variables, and which operation is meant.</summary>
/// <param name="Query">The document.</param>
/// <param name="OperationName">The operation that is meant; null when the document has one only.</param>
/// <param name="Variables">An object, or undefined when none came.</param>
internal sealed record GraphQLRequest(string Query, string? OperationName, JsonElement Variables);
