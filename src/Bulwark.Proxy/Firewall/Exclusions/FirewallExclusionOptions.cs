using System.Text.Json.Serialization;
using Bulwark.Core.Configuration;
using Bulwark.Waf.Acl.Options;

namespace Bulwark.Proxy.Firewall.Exclusions;

/// <summary>
/// One place of requests at which some rules of <c>core</c> and <c>crs</c> do not look, because people write there what these rules take for an attack: one value of one route.
/// <c>bulwark waf report</c> proposes them in this form, with their evidence. Keys, headers, sizes and the protocol are always looked at, and so is every other value.
/// </summary>
public sealed record FirewallExclusionOptions : IConfigSection
{
    private static readonly string[] BeforeEventTypes = ["send", "state"];

    /// <summary>The method of the route: <c>PUT</c>.</summary>
    public required string Method { get; set; }

    /// <summary>Its path, with <c>*</c> for any one segment: <c>/_matrix/client/v3/rooms/*/send/m.room.message/*</c>. Case counts.</summary>
    public required string Path { get; set; }

    /// <summary>The type of the events, which takes the place of the <c>*</c> behind <c>send</c> or <c>state</c> in the path. Default: the path says all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? EventType { get; set; }

    /// <summary>The value in a JSON body: <c>body</c>, <c>m\.new_content.body</c>, <c>items[].name</c>, or all below one: <c>variables.**</c>. Either this or <c>field</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? JsonPath { get; set; }

    /// <summary>The field of a form, or the parameter of the query; its case counts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Field { get; set; }

    /// <summary>What the rules look for that do not look there, in words of their rule set: <c>attack-sqli</c>, <c>attack-rce</c>, ... Either this or <c>rule</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Tags { get; set; }

    /// <summary>The number of the one rule that does not look there.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Rule { get; set; }

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (EventType is { } type && (type.Length is 0 or > 255 || type.Contains('/', StringComparison.Ordinal) || type.Contains('*', StringComparison.Ordinal) || WithEventType(type) == Path))
            yield return at["eventType"].Error($"'{type}' has no place in '{Path}': the path needs a '*' behind 'send' or 'state'");

        foreach (var problem in ToRules().Check())
            yield return at[problem.Path].Error(problem.Message);
    }

    /// <summary>The exclusion as the rules know it.</summary>
    internal ExclusionOptions ToRules() => new()
    {
        Method = Method,
        Path = EventType is { } type ? WithEventType(type) : Path,
        JsonPath = JsonPath,
        Field = Field,
        Tags = Tags ?? [],
        Rule = Rule,
    };

    private string WithEventType(string type)
    {
        var segments = Path.Split('/');
        for (var i = 1; i < segments.Length; i++)
        {
            if (segments[i] == "*" && BeforeEventTypes.Contains(segments[i - 1], StringComparer.Ordinal))
                segments[i] = type;
        }

        return string.Join('/', segments);
    }
}
