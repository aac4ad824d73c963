using Bulwark.Core.Configuration;

namespace Bulwark.Proxy.RateLimiting.Matching;

/// <summary>Describes requests: everything that is given has to hold, and of each list one entry.</summary>
public sealed record RequestConditionOptions : IConfigSection
{
    /// <summary>Host names, without a port and compared without case.</summary>
    public IReadOnlyList<string> Hosts { get; set; } = [];

    /// <summary>
    /// Paths: <c>/login</c>, with <c>*</c> for any one segment, <c>/_matrix/client/*/login</c>, and <c>/**</c> at the end for the path itself and all below it. They are
    /// compared without case with what is left of a path when every escape, parameter, empty segment and slash at the end is gone, so another spelling changes nothing.
    /// </summary>
    public IReadOnlyList<string> Paths { get; set; } = [];

    /// <summary>Request methods.</summary>
    public IReadOnlyList<string> Methods { get; set; } = [];

    /// <summary>Request headers, all of which have to be there.</summary>
    public IReadOnlyList<NamedValueOptions> Headers { get; set; } = [];

    /// <summary>Query arguments, all of which have to be there.</summary>
    public IReadOnlyList<NamedValueOptions> Query { get; set; } = [];

    /// <summary>Statuses of the answer; in a counting expression only.</summary>
    public IReadOnlyList<int> Statuses { get; set; } = [];

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        for (var i = 0; i < Hosts.Count; i++)
        {
            if (Uri.CheckHostName(Hosts[i]) != UriHostNameType.Dns)
                yield return at["hosts"][i].Error($"'{Hosts[i]}' is not a host name");
        }

        for (var i = 0; i < Paths.Count; i++)
        {
            if (!PathTemplate.IsTemplate(Paths[i]))
                yield return at["paths"][i].Error($"'{Paths[i]}' is not a path such as \"/login\", \"/_matrix/client/*/login\" or \"/media/**\"");
        }

        for (var i = 0; i < Methods.Count; i++)
        {
            if (Methods[i].Length == 0 || !Methods[i].All(char.IsAsciiLetterUpper))
                yield return at["methods"][i].Error($"'{Methods[i]}' is not a request method such as \"POST\"");
        }

        for (var i = 0; i < Statuses.Count; i++)
        {
            if (Statuses[i] is < 200 or > 599)
                yield return at["statuses"][i].Error($"{Statuses[i]} is out of range: 200 to 599");
        }
    }
}
