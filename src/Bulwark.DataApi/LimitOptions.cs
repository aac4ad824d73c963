using Bulwark.Core.Configuration;

namespace Bulwark.DataApi;

/// <summary>How much one client may ask for: section <c>dataApi.limits</c>.</summary>
public sealed record LimitOptions : IConfigSection
{
    /// <summary>The longest request body, in bytes.</summary>
    public int BodyBytes { get; set; } = 1024 * 1024;

    /// <summary>The longest document, in characters.</summary>
    public int QueryLength { get; set; } = 64 * 1024;

    /// <summary>How deep fields may be nested. What the schema says of itself (<c>__schema</c>, <c>__type</c>) does not count.</summary>
    public int Depth { get; set; } = 10;

    /// <summary>Fields, arguments, values and directives of an operation, with every fragment in its place.</summary>
    public int Nodes { get; set; } = 2000;

    /// <summary>Aliases of an operation, with every fragment in its place.</summary>
    public int Aliases { get; set; } = 100;

    /// <summary>Values inside the variables of one request: each object, list, field and element counts.</summary>
    public int VariableNodes { get; set; } = 20_000;

    /// <summary>Requests in one batch.</summary>
    public int Batch { get; set; } = 20;

    /// <summary>The largest answer to one request, in bytes. Of a batch, no more requests are run once their answers are larger together.</summary>
    public int ResponseBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>How long the statements of one request may run, in seconds.</summary>
    public int TimeoutSeconds { get; set; } = 10;

    /// <summary>Requests that read at the same time; others wait their turn.</summary>
    public int Readers { get; set; } = 8;

    /// <summary>Memory for plans that are kept for the next request with the same document, in bytes.</summary>
    public int PlanCacheBytes { get; set; } = 16 * 1024 * 1024;

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        // Nodes and values together stay below the 32,766 parameters that a statement of SQLite can have.
        (string Key, int Value, int Min, int Max)[] ranges =
        [
            ("bodyBytes", BodyBytes, 1024, 64 * 1024 * 1024),
            ("queryLength", QueryLength, 256, 1024 * 1024),
            ("depth", Depth, 1, 30),
            ("nodes", Nodes, 10, 10_000),
            ("aliases", Aliases, 0, 10_000),
            ("variableNodes", VariableNodes, 0, 20_000),
            ("batch", Batch, 1, 1000),
            ("responseBytes", ResponseBytes, 1024, 512 * 1024 * 1024),
            ("timeoutSeconds", TimeoutSeconds, 1, 300),
            ("readers", Readers, 1, 64),
            ("planCacheBytes", PlanCacheBytes, 0, 1024 * 1024 * 1024),
        ];
        return ranges
            .Where(range => range.Value < range.Min || range.Value > range.Max)
            .Select(range => at[range.Key].Error($"{range.Value} is out of range: {range.Min} to {range.Max}"));
    }
}
