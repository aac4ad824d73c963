using Microsoft.AspNetCore.Http;

namespace Bulwark.LoadBalancer.Rules;

/// <summary>One line of the public path table: every condition that is given has to hold.</summary>
internal sealed record PublicPathRule
{
    /// <summary>The path.</summary>
    public required PublicPathPattern Path { get; init; }

    /// <summary>The request method, compared with case; null: any.</summary>
    public string? Method { get; init; }

    /// <summary>A header; null: any headers.</summary>
    public PublicPathHeader? Header { get; init; }

    /// <summary>What is done.</summary>
    public required RuleAction Action { get; init; }

    /// <summary>True when the request fits.</summary>
    public bool Matches(ReadOnlySpan<char> rawPath, HttpRequest request) =>
        Path.Matches(rawPath) && (Method is null || request.Method == Method) && (Header is null || Header.Matches(request.Headers));
}
