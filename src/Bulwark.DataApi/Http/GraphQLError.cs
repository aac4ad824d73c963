using System.Text.Json;
using Bulwark.DataApi.Documents;
using Microsoft.AspNetCore.Http;

namespace Bulwark.DataApi.Http;

/// <summary>A refusal in Hasura's shape: <c>{"errors": [{"message", "extensions": {"path", "code"}}]}</c>. It never stands beside data.</summary>
/// <param name="Message">One sentence for the client.</param>
/// <param name="Path">Where in the request, <c>$</c> for the whole.</param>
/// <param name="Code">One of <see cref="ErrorCode"/>.</param>
internal sealed record GraphQLError(string Message, string Path, string Code)
{
    /// <summary>The HTTP status, when the error has one of its own whatever the route: an outage, a body too large. Null: the route's.</summary>
    public int? Status { get; init; }

    /// <summary>The document or its variables do not fit the role's schema.</summary>
    public static GraphQLError Validation(QueryPath path, string message) => new(message, path.ToString(), ErrorCode.ValidationFailed);

    /// <summary>A refusal of the request as a whole.</summary>
    public static GraphQLError Whole(string code, string message) => new(message, "$", code);

    /// <summary>Something that this tier depends on is down; the client is told no more.</summary>
    public static GraphQLError Outage(string message) => Whole(ErrorCode.Unexpected, message) with { Status = StatusCodes.Status503ServiceUnavailable };

    /// <summary>Writes the whole answer.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("errors"u8);
        writer.WriteStartObject();
        writer.WriteString("message"u8, Message);
        writer.WriteStartObject("extensions"u8);
        writer.WriteString("path"u8, Path);
        writer.WriteString("code"u8, Code);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
