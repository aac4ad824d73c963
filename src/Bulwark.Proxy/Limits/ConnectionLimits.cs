using System.Net;
using Bulwark.Proxy.Addresses;

namespace Bulwark.Proxy.Limits;

/// <summary>How many connections and requests are taken, as one reading of the settings says.</summary>
/// <param name="options">The numbers.</param>
/// <param name="proxies">Networks of trusted upstream proxies, each of whose addresses stands for many clients.</param>
public sealed class ConnectionLimits(ClientLimitOptions options, IEnumerable<string> proxies)
{
    private readonly NetworkList _unbounded = new(options.UnboundedAddresses.Concat(proxies));

    internal int Connections => options.Connections;

    internal TimeSpan FirstRequestTimeout => options.FirstRequestTimeout;

    internal TimeSpan SlowReadTimeout => options.SlowReadTimeout;

    internal int BytesPerSecond => options.BytesPerSecond;

    internal int ConnectionsOf(IPAddress peer) => _unbounded.Contains(peer) ? int.MaxValue : options.ConnectionsPerAddress;

    internal int RequestsOf(IPAddress peer) => _unbounded.Contains(peer) ? int.MaxValue : options.RequestsPerAddress;
}
