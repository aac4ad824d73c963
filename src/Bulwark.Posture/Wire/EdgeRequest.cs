using System.Net;

namespace Bulwark.Posture.Wire;

/// <summary>A request to the edge. What is not said is as an ordinary client would do it.</summary>
/// <param name="Method">The method.</param>
/// <param name="Target">The request target, sent exactly so.</param>
internal sealed record EdgeRequest(string Method, string Target)
{
    /// <summary>JSON content; null: none.</summary>
    public string? Json { get; init; }

    /// <summary>Further header lines, sent exactly so.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary><c>Host</c>; null: the name that clients use.</summary>
    public string? Host { get; init; }

    /// <summary>SNI; null: the name that clients use.</summary>
    public string? ServerName { get; init; }

    /// <summary>The address to come from; null: whichever the system takes.</summary>
    public IPAddress? From { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"{Method} {Target}";
}
