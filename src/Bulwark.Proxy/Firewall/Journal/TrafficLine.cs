using System.Text.Json.Serialization;

namespace Bulwark.Proxy.Firewall.Journal;

/// <summary>A line of the log about no request of its own: how many there were since the line before it of this kind.</summary>
internal sealed record TrafficLine
{
    /// <summary>The word in <see cref="Kind"/>.</summary>
    public const string KindName = "traffic";

    /// <summary>Stands first in every line that is not about a request, so that readers see at once which they do not know.</summary>
    [JsonPropertyOrder(-1)]
    public string Kind { get; } = KindName;

    public required DateTimeOffset Time { get; init; }

    /// <summary>When the counts begin.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Requests that the firewall has looked at, or would have if it were not off.</summary>
    public required long Requests { get; init; }

    /// <summary>Those of them that belong to a member.</summary>
    public required long MemberRequests { get; init; }

    /// <summary>Those that were refused.</summary>
    public required long Refused { get; init; }

    /// <summary>Those that were refused and belong to a member.</summary>
    public required long MemberRefused { get; init; }
}
