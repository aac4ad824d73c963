using System.Text.Json.Serialization;

namespace Bulwark.Proxy.Firewall.Exclusions;

/// <summary>A line of the log about no request of its own: what rules did not look at because of exclusions, since the line before it of this kind.</summary>
internal sealed record UnseenLine
{
    /// <summary>The word in <see cref="Kind"/>.</summary>
    public const string KindName = "exclusions";

    /// <summary>Stands first in every line that is not about a request, so that readers see at once which they do not know.</summary>
    [JsonPropertyOrder(-1)]
    public string Kind { get; } = KindName;

    public required DateTimeOffset Time { get; init; }

    /// <summary>The bytes of all bodies and queries that the rules were shown.</summary>
    public required long Bytes { get; init; }

    /// <summary>The places at which something was not looked at.</summary>
    public required IReadOnlyList<UnseenLinePlace> Places { get; init; }
}
