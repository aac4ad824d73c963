namespace Bulwark.Proxy.Firewall.Samples;

/// <summary>What is kept of one request.</summary>
public sealed record SampledRequest
{
    /// <summary>The most values of one request.</summary>
    public const int MostValues = 16;

    /// <summary>When it came.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The ID under which the log knows it.</summary>
    public required string RequestId { get; init; }

    /// <summary>Its method.</summary>
    public required string Method { get; init; }

    /// <summary>Its path, as the log names it.</summary>
    public required string Path { get; init; }

    /// <summary>Whether it was refused.</summary>
    public required bool IsRefused { get; init; }

    /// <summary>Values that rules matched; the same value of the same place stands once.</summary>
    public required IReadOnlyList<SampledValue> Values { get; init; }
}
