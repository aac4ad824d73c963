using Microsoft.AspNetCore.Http;

namespace Bulwark.Core.Http;

/// <summary>
/// <c>X-Amzn-Trace-Id: Root=...</c>, as the ALB sends it: the log key of a request whose client gave an ID of its own, which keeps <c>X-Request-Id</c>. Edge and load balancer
/// let nobody else set it.
/// </summary>
public static class TraceId
{
    private const string Name = "X-Amzn-Trace-Id";
    private const string Root = "Root=";

    /// <summary>The log key, or null when the request has none of its own.</summary>
    public static string? Read(IHeaderDictionary headers) =>
        headers[Name] is [{ } value] && value.StartsWith(Root, StringComparison.Ordinal) && value.Length > Root.Length ? value[Root.Length..] : null;

    /// <summary>Sets the log key.</summary>
    public static void Write(IHeaderDictionary headers, string logKey) => headers[Name] = Root + logKey;
}
