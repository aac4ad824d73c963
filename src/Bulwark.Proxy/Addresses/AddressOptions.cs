using Bulwark.Core.Configuration;

namespace Bulwark.Proxy.Addresses;

/// <summary>Which client addresses are served: section <c>edge.addresses</c>.</summary>
public sealed record AddressOptions : IConfigSection
{
    /// <summary>Addresses and networks that are served. Empty: all that are not denied.</summary>
    public IReadOnlyList<string> Allow { get; set; } = [];

    /// <summary>Addresses and networks that are answered with 403, though they be allowed too.</summary>
    public IReadOnlyList<string> Deny { get; set; } = [];

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at) => [.. NetworkList.Validate(Allow, at["allow"]), .. NetworkList.Validate(Deny, at["deny"])];
}
