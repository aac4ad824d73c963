using Bulwark.Waf.Parsing;

namespace Bulwark.Waf;

/// <summary>What a rule says of itself, the same for every match.</summary>
/// <param name="Id"><c>id</c>.</param>
/// <param name="Phase"><c>phase</c>, 1 to 5.</param>
/// <param name="Location">The file and line of the rule.</param>
/// <param name="Tags"><c>tag</c>, in the order of the rule.</param>
/// <param name="Severity"><c>severity</c> of the head of the chain; null without one.</param>
/// <param name="Version"><c>ver</c>; empty without one.</param>
/// <param name="Revision"><c>rev</c>; empty without one.</param>
/// <param name="IsDisruptive">Whether the rule interrupts the request when it matches and the engine is on.</param>
public sealed record RuleInfo(
    int Id,
    int Phase,
    SourceLocation Location,
    IReadOnlyList<string> Tags,
    Severity? Severity,
    string Version,
    string Revision,
    bool IsDisruptive)
{
    /// <summary>The group of the source that the rule came from; empty without one.</summary>
    public string Group { get; init; } = "";
}
