using System.Text;
using Bulwark.Proxy.Firewall.Samples;

namespace Bulwark.CommandLine.Waf;

/// <summary>A sampled value in the answer of <c>bulwark waf samples</c>.</summary>
internal sealed record WafSample
{
    /// <summary>When its request came.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The ID of the request, for <c>bulwark waf explain</c>.</summary>
    public required string RequestId { get; init; }

    /// <summary>Its method.</summary>
    public required string Method { get; init; }

    /// <summary>Its path, as the log names it.</summary>
    public required string Path { get; init; }

    /// <summary>Whether it was refused.</summary>
    public required bool IsRefused { get; init; }

    /// <summary>The group of the rule that matched; null when it belongs to none.</summary>
    public required string? Group { get; init; }

    /// <summary>The rule.</summary>
    public required string Rule { get; init; }

    /// <summary>The variable.</summary>
    public required string Variable { get; init; }

    /// <summary>How many bytes the value has.</summary>
    public required int Length { get; init; }

    /// <summary>How the value begins, after the rule's transformations; what is not UTF-8 in it stands as U+FFFD.</summary>
    public required string Value { get; init; }

    public static IEnumerable<WafSample> Of(SampledRequest request) => request.Values.Select(value => new WafSample
    {
        Time = request.Time,
        RequestId = request.RequestId,
        Method = request.Method,
        Path = request.Path,
        IsRefused = request.IsRefused,
        Group = value.Group,
        Rule = value.Rule,
        Variable = value.Name,
        Length = value.Length,
        Value = Encoding.UTF8.GetString(value.Value),
    });
}
