using Bulwark.Core.Configuration;

namespace Bulwark.Admin;

/// <summary>The admin plane: section <c>admin</c>. It listens on 127.0.0.1 and nowhere else.</summary>
public sealed record AdminOptions : IConfigSection
{
    /// <summary>TCP port. Default: 9090, moved by <c>--port-offset</c>.</summary>
    public int? Port { get; set; }

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (Port is < 1 or > 65_535)
            yield return at["port"].Error($"{Port} is out of range: 1 to 65535");
    }
}
