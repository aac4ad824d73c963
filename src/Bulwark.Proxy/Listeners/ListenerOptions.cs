using System.Net;
using Bulwark.Core.Configuration;

namespace Bulwark.Proxy.Listeners;

/// <summary>Where a tier listens: section <c>listen</c> of the tier.</summary>
public sealed record ListenerOptions : IConfigSection
{
    /// <summary>The name for both loopback addresses.</summary>
    public const string Loopback = "localhost";

    /// <summary>The name for all addresses of the machine.</summary>
    public const string Everywhere = "*";

    /// <summary><c>localhost</c>: both loopback addresses. <c>*</c>: all addresses of the machine. Or one IP address.</summary>
    public string Address { get; set; } = Loopback;

    /// <summary>The TCP port. Default: the tier's own, moved by <c>--port-offset</c>. 0 is any free port, with an IP address only.</summary>
    public int? Port { get; set; }

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        var isIpAddress = IPAddress.TryParse(Address, out _);
        if (!isIpAddress && Address is not (Loopback or Everywhere))
            yield return at["address"].Error($"'{Address}' is not 'localhost', '*' or an IP address");

        if (Port is < 0 or > 65535)
            yield return at["port"].Error($"{Port} is out of range: 1 to 65535");
        else if (Port == 0 && !isIpAddress)
            yield return at["port"].Error("0 (any free port) needs an IP address: two loopback addresses would get two ports");
    }
}
